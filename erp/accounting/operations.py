"""What can processes ask of the accounts: issue an invoice, register a payment.

`finance.issue-invoice` gets its lines from the caller: accounting knows no order, only its key as `source_id`.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from pydantic import BaseModel, Field
from sqlalchemy import select

from erp.accounting.posting import BANK, FREIGHT, RECEIVABLES, SALES, Side, post_entry
from erp.accounting.queries import paid
from erp.accounting.tables import Allocation, Invoice, InvoiceLine, Payment
from kit.errors import NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.money import ZERO, line_net, round_amount
from kit.numbers import next_number
from kit.operations import BusinessError, Context, operation


class ChargedLine(BaseModel):
    product_id: KeyStr | None = None
    text: str = ""
    quantity: Decimal = Field(gt=0)
    unit_price: Decimal
    discount: Decimal = Field(default=ZERO, ge=0, le=1)


class IssueInvoice(BaseModel):
    source_id: KeyStr
    party_id: KeyStr
    currency: str
    lines: list[ChargedLine]
    freight: Decimal = ZERO
    payment_days: int = 30


class Issued(BaseModel):
    invoice: KeyStr
    number: str
    net: Decimal
    total: Decimal


class RegisterPayment(BaseModel):
    invoice: KeyStr
    amount: Decimal = Field(gt=0)
    paid_on: date | None = None


class Registered(BaseModel):
    payment: KeyStr
    outstanding: Decimal


@operation(
    "finance.issue-invoice",
    label=N_("Issue invoice"),
    errors={"NOTHING_TO_INVOICE": N_("There is nothing to invoice")},
    no_undo=N_("A posted invoice is corrected by a credit note"),
    icon="receipt",
)
def issue_invoice(ctx: Context, given: IssueInvoice) -> Issued:
    """Charge the lines that the caller gathered."""
    return issue(ctx, given)


def issue(ctx: Context, given: IssueInvoice) -> Issued:
    """Draft, lines, entry; then the number is taken and the invoice is posted."""
    nets = [line_net(line.quantity, line.unit_price, line.discount, given.currency) for line in given.lines]
    net, freight = sum(nets, ZERO), round_amount(given.freight, given.currency)
    if not given.lines or net + freight <= 0:
        raise BusinessError("NOTHING_TO_INVOICE", _("There is nothing to invoice: no line has an amount."))
    today = ctx.now.date()
    invoice = Invoice(
        company_id=ctx.company_id,
        created_by=ctx.actor,
        party_id=given.party_id,
        source_id=given.source_id,
        invoice_date=today,
        due_date=today + timedelta(days=given.payment_days),
        currency=given.currency,
        net=net,
        freight=freight,
        total=net + freight,
    )
    ctx.session.add(invoice)
    ctx.session.flush()
    for line, amount in zip(given.lines, nets, strict=True):
        ctx.session.add(InvoiceLine(company_id=ctx.company_id, invoice_id=invoice.id, net=amount, **line.model_dump()))
    ctx.session.flush()
    number = next_number(ctx.session, ctx.company_id, "invoice")
    sides = [Side(RECEIVABLES, net + freight), Side(SALES, -net), Side(FREIGHT, -freight)]
    entry = post_entry(ctx.session, ctx.company_id, today, f"Invoice {number}", sides)
    invoice.number, invoice.entry_id, invoice.posted = number, entry.id, True
    ctx.session.flush()
    ctx.link("invoice", invoice.id, "result")
    return Issued(invoice=invoice.id, number=number, net=net, total=net + freight)


@operation(
    "finance.register-payment",
    label=N_("Register payment"),
    errors={"OVERPAID": N_("The payment is more than what is outstanding")},
    no_undo=N_("A posted payment is corrected by a reversal"),
    icon="coins",
)
def register_payment(ctx: Context, given: RegisterPayment) -> Registered:
    """Allocate the money to its invoice; once all is paid, tell the order's process `payment-received`."""
    invoice = ctx.session.scalars(select(Invoice).filter_by(id=given.invoice, company_id=ctx.company_id, posted=True).with_for_update()).one_or_none()
    if invoice is None:
        raise NotFound(_("There is no posted invoice %(key)s.") % {"key": given.invoice})
    outstanding = invoice.total - paid(ctx.session, invoice.id) - given.amount
    if outstanding < 0:
        raise BusinessError("OVERPAID", _("The payment is more than what is outstanding on invoice %(number)s.") % {"number": invoice.number})
    day = given.paid_on or ctx.now.date()
    sides = [Side(BANK, given.amount), Side(RECEIVABLES, -given.amount)]
    entry = post_entry(ctx.session, ctx.company_id, day, f"Payment of {invoice.number}", sides)
    payment = Payment(
        company_id=ctx.company_id,
        created_by=ctx.actor,
        party_id=invoice.party_id,
        paid_on=day,
        amount=given.amount,
        currency=invoice.currency,
        entry_id=entry.id,
    )
    ctx.session.add(payment)
    ctx.session.flush()
    ctx.session.add(Allocation(company_id=ctx.company_id, payment_id=payment.id, invoice_id=invoice.id, amount=given.amount))
    ctx.session.flush()
    if not outstanding:
        ctx.publish("payment-received", str(invoice.source_id or invoice.id), {"invoice": str(invoice.id)})
    return Registered(payment=payment.id, outstanding=outstanding)

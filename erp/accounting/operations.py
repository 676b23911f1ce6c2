"""What can processes ask of the accounts about invoices?

`finance.issue-invoice` gets its lines from the caller: accounting knows no order, only its key as `source_id`.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from pydantic import BaseModel, Field

from erp.accounting.posting import FREIGHT, RECEIVABLES, SALES, Side, post_entry
from erp.accounting.tables import Invoice, InvoiceLine
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

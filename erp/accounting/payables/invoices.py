"""What can processes ask about a supplier's invoice: take it in, void it, resolve a variance, post it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import select

from erp.accounting.payables.queries import MATCHED, POSTED, VOID
from erp.accounting.payables.tables import MatchResult, SupplierInvoice, SupplierInvoiceLine
from erp.accounting.posting import EXPENSES, GOODS_RECEIVED, INPUT_VAT, PAYABLES, PRICE_VARIANCE, Side, base_currency, post_entry
from erp.parties.tables import Party
from kit.errors import NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.money import ZERO, line_net, round_amount
from kit.operations import BusinessError, Context, operation

REGISTERED, VARIANCE, OK = "registered", "variance", "OK"
CENT = Decimal("0.01")


class SupplierLine(BaseModel):
    product: KeyStr | None = None
    text: str = Field(default="", max_length=200)
    quantity: Decimal
    unit_price: Decimal = Field(ge=0)
    tax_rate: Decimal = Field(default=Decimal("0.25"), ge=0, le=1)


class RegisterSupplierInvoice(BaseModel):
    supplier: KeyStr
    number: str = Field(min_length=1, max_length=60)
    """The supplier's own; each number of one supplier comes in once."""
    order: KeyStr | None = None
    invoice_date: date | None = None
    due_date: date | None = None
    payment_days: int = Field(default=30, ge=0)
    lines: list[SupplierLine] = Field(min_length=1)
    tax: Decimal | None = None
    """The VAT that the invoice states; by default what its lines give."""


class Taken(BaseModel):
    invoice: KeyStr
    net: Decimal
    tax: Decimal
    total: Decimal


class TheInvoice(BaseModel):
    invoice: KeyStr


class ResolveVariance(BaseModel):
    invoice: KeyStr
    decision: Literal["accept", "refuse"]
    reason: str = Field(min_length=1, max_length=400)


class Resolved(BaseModel):
    status: str


class Posted(BaseModel):
    entry: KeyStr
    total: Decimal


@operation(
    "finance.register-supplier-invoice",
    label=N_("Register supplier's invoice"),
    errors={"DUPLICATE_INVOICE": N_("The supplier's invoice number is known already"), "VAT_INVALID": N_("The VAT does not fit the lines")},
    undo="finance.void-supplier-invoice",
    icon="file-invoice",
)
def register_supplier_invoice(ctx: Context, given: RegisterSupplierInvoice) -> Taken:
    """Take the invoice, or a credit note with quantities below zero, down as it is written; nothing is posted yet."""
    currency = base_currency(ctx.session, ctx.company_id)
    nets = [line_net(line.quantity, line.unit_price, ZERO, currency) for line in given.lines]
    net = sum(nets, ZERO)
    stated = vat_of(given.lines, nets, currency) if given.tax is None else given.tax
    _refuse_known(ctx, given)
    _refuse_false_vat(given, nets, stated, currency)
    day = given.invoice_date or ctx.now.date()
    made = SupplierInvoice(
        company_id=ctx.company_id, created_by=ctx.actor, number=given.number.strip(), party_id=given.supplier, source_id=given.order,
        invoice_date=day, due_date=given.due_date or day + timedelta(days=given.payment_days), currency=currency,
        net=net, tax=stated, total=net + stated, status=REGISTERED,
    )  # fmt: skip
    ctx.session.add(made)
    ctx.session.flush()
    for line, amount in zip(given.lines, nets, strict=True):
        values = line.model_dump(exclude={"product"})
        ctx.session.add(SupplierInvoiceLine(company_id=ctx.company_id, invoice_id=made.id, product_id=line.product, net=amount, **values))
    ctx.session.flush()
    ctx.link("supplier_invoice", made.id)
    return Taken(invoice=made.id, net=net, tax=stated, total=net + stated)


@operation("finance.void-supplier-invoice", label=N_("Void supplier's invoice"), no_undo=N_("It is registered anew"), icon="file-x")
def void_supplier_invoice(ctx: Context, given: TheInvoice) -> None:
    """It will not be paid; its number frees up for a corrected one."""
    invoice = lock_supplier_invoice(ctx, given.invoice)
    if invoice.status == VOID:
        return
    _refuse_posted(invoice)
    invoice.status, invoice.number = VOID, f"{invoice.number[:35]} void {invoice.id}"
    ctx.session.flush()


@operation("finance.resolve-variance", label=N_("Resolve variance"), no_undo=N_("Match the invoice anew"), icon="scale")
def resolve_variance(ctx: Context, given: ResolveVariance) -> Resolved:
    """A person accepts what differs, with a reason, or refuses the invoice."""
    invoice = lock_supplier_invoice(ctx, given.invoice)
    _refuse_posted(invoice)
    for result in results_of(ctx, invoice):
        if result.verdict != OK:
            result.resolution, result.reason, result.resolved_by = given.decision, given.reason, ctx.actor
    invoice.status = MATCHED if given.decision == "accept" else VARIANCE
    ctx.session.flush()
    return Resolved(status=invoice.status)


@operation(
    "finance.post-supplier-invoice",
    label=N_("Post supplier's invoice"),
    errors={"UNRESOLVED_MATCH": N_("The invoice differs from what was ordered and received")},
    no_undo=N_("A posted invoice is corrected by a credit note"),
    icon="book",
)
def post_supplier_invoice(ctx: Context, given: TheInvoice) -> Posted:
    """Into the books: what was received is settled at its received value, the difference is a price variance, the rest an expense."""
    invoice = lock_supplier_invoice(ctx, given.invoice)
    _refuse_posted(invoice)
    results = {result.line_id: result for result in results_of(ctx, invoice)}
    lines = ctx.session.scalars(select(SupplierInvoiceLine).filter_by(invoice_id=invoice.id).order_by(SupplierInvoiceLine.id)).all()
    if invoice.status != MATCHED or set(results) != {line.id for line in lines}:
        said = {"number": invoice.number}
        raise BusinessError("UNRESOLVED_MATCH", _("Invoice %(number)s does not fit what was ordered and received. Resolve that first.") % said)
    received = sum((result.received_value for result in results.values()), ZERO)
    expensed = sum((line.net for line in lines if not results[line.id].received_value), ZERO)
    sides = [
        Side(GOODS_RECEIVED, received), Side(EXPENSES, expensed), Side(PRICE_VARIANCE, invoice.net - received - expensed),
        Side(INPUT_VAT, invoice.tax), Side(PAYABLES, -invoice.total),
    ]  # fmt: skip
    entry = post_entry(ctx.session, ctx.company_id, ctx.now.date(), f"Supplier invoice {invoice.number}"[:200], sides)
    invoice.entry_id, invoice.status = entry.id, POSTED
    ctx.session.flush()
    ctx.link("supplier_invoice", invoice.id, "result")
    return Posted(entry=entry.id, total=invoice.total)


def lock_supplier_invoice(ctx: Context, key: int) -> SupplierInvoice:
    locked = select(SupplierInvoice).filter_by(id=key, company_id=ctx.company_id).with_for_update().execution_options(populate_existing=True)
    found = ctx.session.scalars(locked).one_or_none()
    if found is None:
        raise NotFound(_("There is no supplier's invoice %(key)s.") % {"key": key})
    return found


def results_of(ctx: Context, invoice: SupplierInvoice) -> Sequence[MatchResult]:
    return ctx.session.scalars(select(MatchResult).filter_by(invoice_id=invoice.id).order_by(MatchResult.line_id)).all()


def vat_of(lines: Sequence[SupplierLine], nets: Sequence[Decimal], currency: str) -> Decimal:
    """VAT on the total of each rate, as EN 16931 has it."""
    sums: dict[Decimal, Decimal] = {}
    for line, net in zip(lines, nets, strict=True):
        sums[line.tax_rate] = sums.get(line.tax_rate, ZERO) + net
    return sum((round_amount(net * rate, currency) for rate, net in sums.items()), ZERO)


def _refuse_known(ctx: Context, given: RegisterSupplierInvoice) -> None:
    if ctx.session.scalar(select(Party.id).filter_by(id=given.supplier, company_id=ctx.company_id)) is None:
        raise NotFound(_("There is no supplier %(key)s.") % {"key": given.supplier})
    known = select(SupplierInvoice.id).filter_by(company_id=ctx.company_id, party_id=given.supplier, number=given.number.strip())
    if ctx.session.scalars(known).first() is not None:
        raise BusinessError("DUPLICATE_INVOICE", _("Invoice %(number)s of this supplier is here already.") % {"number": given.number})


def _refuse_false_vat(given: RegisterSupplierInvoice, nets: Sequence[Decimal], stated: Decimal, currency: str) -> None:
    """A cent a line may be lost in the supplier's rounding."""
    expected = vat_of(given.lines, nets, currency)
    if abs(stated - expected) > CENT * len(given.lines):
        said = {"stated": stated, "expected": expected}
        raise BusinessError("VAT_INVALID", _("The invoice states %(stated)s of VAT, but its lines give %(expected)s.") % said)


def _refuse_posted(invoice: SupplierInvoice) -> None:
    if invoice.status in {POSTED, VOID}:
        said = {"number": invoice.number}
        raise BusinessError("UNRESOLVED_MATCH", _("Invoice %(number)s is posted or void; it is corrected by a credit note.") % said)

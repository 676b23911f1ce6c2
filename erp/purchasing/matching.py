"""Does a supplier's invoice fit what was ordered and received? Three ways: price, quantity, tax.

Its operation is called `finance.match-invoice` and lives here, because it reads orders and receipts, which accounting does not know.
What differs is no error but a verdict that is kept: a refused operation would leave nothing for a person to resolve.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel, Field
from sqlalchemy import delete, select

from erp.accounting.payables.invoices import OK, VARIANCE, SupplierLine, lock_supplier_invoice, vat_of
from erp.accounting.payables.queries import MATCHED, POSTED, VOID, charged
from erp.accounting.payables.tables import MatchResult, SupplierInvoice, SupplierInvoiceLine
from erp.products.tables import Product
from erp.purchasing.ordering import lock_order
from erp.purchasing.queries import OrderedProduct, ordered_products
from kit.errors import Conflict
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.money import ZERO, round_amount
from kit.operations import Context, operation

NO_ORDER, NO_RECEIPT = "NO_ORDER", "NO_RECEIPT"
PRICE, QUANTITY, TAX = "PRICE_VARIANCE", "QTY_VARIANCE", "TAX_VARIANCE"


class MatchInvoice(BaseModel):
    invoice: KeyStr
    price_share: Decimal = Field(default=Decimal("0.02"), ge=0)
    """So much may a line's price differ, as a share of what was ordered (typical: 2 %) …"""
    price_amount: Decimal = Field(default=Decimal(100), ge=0)
    """… or so much in all (typical: 100 DKK)."""


class MatchedLine(BaseModel):
    line: KeyStr
    name: str
    verdict: str
    quantity: Decimal
    expected_quantity: Decimal
    unit_price: Decimal
    expected_price: Decimal | None
    difference: Decimal


class Matched(BaseModel):
    outcome: str
    """matched, or variance"""
    code: str
    """Of the first line that differs; OK where none does."""
    lines: list[MatchedLine]


@dataclass(frozen=True, slots=True)
class Open:
    """What of one product is received and on no other invoice."""

    ordered: OrderedProduct | None
    quantity: Decimal
    value: Decimal


@operation(
    "finance.match-invoice",
    label=N_("Match invoice"),
    errors={},
    no_undo=N_("It is matched anew, which takes the place of what was found before"),
    icon="arrows-join-2",
)
def match_invoice(ctx: Context, given: MatchInvoice) -> Matched:
    """A verdict for each line: OK, PRICE_VARIANCE, QTY_VARIANCE, TAX_VARIANCE, NO_ORDER or NO_RECEIPT."""
    invoice = lock_supplier_invoice(ctx, given.invoice)
    if invoice.status in {POSTED, VOID}:
        raise Conflict(_("Invoice %(number)s is posted or void: there is nothing to match.") % {"number": invoice.number})
    lines = ctx.session.scalars(select(SupplierInvoiceLine).filter_by(invoice_id=invoice.id).order_by(SupplierInvoiceLine.id)).all()
    ctx.session.execute(delete(MatchResult).where(MatchResult.invoice_id == invoice.id))
    open_now = _open(ctx, invoice)
    found: list[MatchedLine] = []
    for line in lines:
        left = open_now.get(line.product_id, Open(None, ZERO, ZERO))
        verdict, difference = _verdict(line, left, given, invoice.currency)
        taken = _taken(line, left, invoice.currency)
        open_now[line.product_id] = Open(left.ordered, left.quantity - line.quantity, left.value - taken)
        ctx.session.add(
            MatchResult(company_id=ctx.company_id, invoice_id=invoice.id, line_id=line.id, product_id=line.product_id, verdict=verdict,
                        difference=difference, received_value=taken)
        )  # fmt: skip
        found.append(_told(ctx, line, left, verdict, difference))
    found = _with_tax(ctx, invoice, list(lines), open_now, found)
    wrong = [each.verdict for each in found if each.verdict != OK]
    invoice.status = VARIANCE if wrong else MATCHED
    ctx.session.flush()
    return Matched(outcome="variance" if wrong else "matched", code=wrong[0] if wrong else OK, lines=found)


def _open(ctx: Context, invoice: SupplierInvoice) -> dict[int | None, Open]:
    if invoice.source_id is None:
        return {}
    order = lock_order(ctx, invoice.source_id)
    if order.party_id != invoice.party_id:
        return {}
    others = charged(ctx.session, ctx.company_id, order.id, invoice.id)
    return {
        each.line.product_id: Open(
            each, each.received - others.get(each.line.product_id, (ZERO, ZERO))[0], each.value - others.get(each.line.product_id, (ZERO, ZERO))[1]
        )
        for each in ordered_products(ctx.session, order)
    }


def _verdict(line: SupplierInvoiceLine, left: Open, given: MatchInvoice, currency: str) -> tuple[str, Decimal]:
    if left.ordered is None:
        return NO_ORDER, line.net
    if not left.quantity:
        return NO_RECEIPT, line.net
    agreed = left.ordered.line.unit_price
    if line.quantity != left.quantity:
        return QUANTITY, round_amount((line.quantity - left.quantity) * agreed, currency)
    difference = round_amount(line.quantity * (line.unit_price - agreed), currency)
    if abs(line.unit_price - agreed) > agreed * given.price_share and abs(difference) > given.price_amount:
        return PRICE, difference
    return OK, difference


def _taken(line: SupplierInvoiceLine, left: Open, currency: str) -> Decimal:
    """What this line settles of the received value: all of it with the last unit, so that no cent stays behind."""
    if left.ordered is None or not left.quantity:
        return ZERO
    if abs(line.quantity) >= abs(left.quantity) and (line.quantity > 0) == (left.quantity > 0):
        return left.value
    if (line.quantity > 0) != (left.quantity > 0):
        return ZERO
    return round_amount(left.value * line.quantity / left.quantity, currency)


def _told(ctx: Context, line: SupplierInvoiceLine, left: Open, verdict: str, difference: Decimal) -> MatchedLine:
    product = ctx.session.get(Product, line.product_id) if line.product_id is not None else None
    return MatchedLine(
        line=line.id, name=product.name if product else line.text, verdict=verdict, quantity=line.quantity, expected_quantity=left.quantity,
        unit_price=line.unit_price, expected_price=left.ordered.line.unit_price if left.ordered else None, difference=difference,
    )  # fmt: skip


def _with_tax(
    ctx: Context, invoice: SupplierInvoice, lines: list[SupplierInvoiceLine], found_open: dict[int | None, Open], found: list[MatchedLine]
) -> list[MatchedLine]:
    """The invoice's VAT against the order's rates, exactly; where it differs, the lines of another rate say so, else the first."""
    agreed = {line.id: each.ordered.line.tax_rate for line in lines if (each := found_open.get(line.product_id)) and each.ordered}
    if set(agreed) != {line.id for line in lines}:
        return found
    meant = [SupplierLine(quantity=line.quantity, unit_price=line.unit_price, tax_rate=agreed[line.id]) for line in lines]
    difference = invoice.tax - vat_of(meant, [line.net for line in lines], invoice.currency)
    if not difference:
        return found
    wrong = {line.id for line in lines if line.tax_rate != agreed[line.id]} or {lines[0].id}
    for result in ctx.session.scalars(select(MatchResult).where(MatchResult.invoice_id == invoice.id, MatchResult.line_id.in_(wrong))):
        if result.verdict == OK:
            result.verdict, result.difference = TAX, difference
    ctx.session.flush()
    return [
        each.model_copy(update={"verdict": TAX, "difference": difference}) if each.line in wrong and each.verdict == OK else each for each in found
    ]

"""What can processes ask about orders: create, list lines, invoice, close, cancel.

`sales.order-lines` gathers what `inventory.reserve` and `logistics.plan-shipment` want; `sales.invoice-order` charges what was
delivered and is on no invoice yet.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field
from sqlalchemy import select

from erp.accounting.operations import ChargedLine, Issued, IssueInvoice, issue
from erp.accounting.queries import has_invoice
from erp.inventory.operations import Release, release
from erp.inventory.waiting import want
from erp.logistics.operations import cancel_planned
from erp.sales.queries import STOCK, lines_of, to_charge, undelivered
from erp.sales.tables import SalesOrder, SalesOrderLine
from kit.errors import NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.money import ZERO
from kit.numbers import next_number
from kit.operations import BusinessError, Context, operation

OPEN, INVOICED, CLOSED, CANCELLED = "open", "invoiced", "closed", "cancelled"


class OrderedLine(BaseModel):
    product: KeyStr
    quantity: Decimal = Field(gt=0)
    unit_price: Decimal
    discount: Decimal = Field(default=ZERO, ge=0, le=1)


class CreateOrder(BaseModel):
    party: KeyStr
    currency: str
    lines: list[OrderedLine] = Field(min_length=1)
    number: str | None = None
    order_date: date | None = None
    required_date: date | None = None
    freight: Decimal = ZERO


class Ordered(BaseModel):
    order: KeyStr
    number: str


class TheOrder(BaseModel):
    order: KeyStr


class LineToPick(BaseModel):
    product: KeyStr
    name: str
    quantity: Decimal


class OrderLines(BaseModel):
    number: str
    party: KeyStr
    currency: str
    lines: list[LineToPick]


class InvoiceOrder(BaseModel):
    source_id: KeyStr
    payment_days: int = 30


@operation("sales.create-order", label=N_("Create order"), undo="sales.cancel-remainder", icon="shopping-cart")
def create_order(ctx: Context, given: CreateOrder) -> Ordered:
    """The order, its lines, and in stock the wish that lets arriving goods wake it."""
    return ordered(ctx, given)


def ordered(ctx: Context, given: CreateOrder) -> Ordered:
    """The same for a room above that knows what is ordered, such as an accepted quote."""
    order = SalesOrder(
        company_id=ctx.company_id,
        created_by=ctx.actor,
        number=given.number or next_number(ctx.session, ctx.company_id, "order"),
        party_id=given.party,
        order_date=given.order_date or ctx.now.date(),
        required_date=given.required_date,
        currency=given.currency,
        freight=given.freight,
    )
    ctx.session.add(order)
    ctx.session.flush()
    for line in given.lines:
        values = line.model_dump(exclude={"product"})
        ctx.session.add(SalesOrderLine(company_id=ctx.company_id, order_id=order.id, product_id=line.product, **values))
    ctx.session.flush()
    want(ctx, order.id, [(product.id, line.quantity) for line, product in lines_of(ctx.session, order) if product.type == STOCK])
    ctx.link("sales_order", order.id)
    return Ordered(order=order.id, number=order.number)


@operation("sales.order-lines", label=N_("List the order's lines"), no_undo=N_("It changes nothing"), icon="list")
def order_lines(ctx: Context, given: TheOrder) -> OrderLines:
    """What of the order has still to leave stock, as `inventory.reserve` and the form *Pick* want it."""
    order = _order(ctx, given.order)
    ctx.link("sales_order", order.id)
    names = {line.id: product.name for line, product in lines_of(ctx.session, order) if product.type == STOCK}
    rest = [(line, quantity) for line, quantity in undelivered(ctx.session, order) if line.id in names]
    found = [LineToPick(product=line.product_id, name=names[line.id], quantity=quantity) for line, quantity in rest]
    return OrderLines(number=order.number, party=order.party_id, currency=order.currency, lines=sorted(found, key=lambda line: line.product))


@operation(
    "sales.invoice-order",
    label=N_("Invoice the order"),
    errors={"NOTHING_TO_INVOICE": N_("There is nothing to invoice")},
    no_undo=N_("A posted invoice is corrected by a credit note"),
    icon="receipt",
)
def invoice_order(ctx: Context, given: InvoiceOrder) -> Issued:
    """Charge what was delivered and is not invoiced yet; the freight goes on the order's first invoice."""
    order = _order(ctx, given.source_id)
    charged = [
        ChargedLine(product_id=line.product_id, quantity=quantity, unit_price=line.unit_price, discount=line.discount)
        for line, quantity in to_charge(ctx.session, order)
    ]
    if not charged:
        raise BusinessError("NOTHING_TO_INVOICE", _("All that was delivered of order %(number)s is invoiced.") % {"number": order.number})
    first = not has_invoice(ctx.session, ctx.company_id, order.id)
    request = IssueInvoice(
        source_id=order.id,
        party_id=order.party_id,
        currency=order.currency,
        lines=charged,
        freight=order.freight if first else ZERO,
        payment_days=given.payment_days,
    )
    order.status = INVOICED
    return issue(ctx, request)


@operation("sales.close-order", label=N_("Close the order"), no_undo=N_("A closed order stays closed"), icon="check")
def close_order(ctx: Context, given: TheOrder) -> None:
    """Nothing more is expected of the order; what was still promised to it goes back."""
    order = _order(ctx, given.order)
    release(ctx, Release(source_id=order.id))
    order.status = CLOSED


@operation(
    "sales.cancel-remainder",
    label=N_("Cancel the rest of the order"),
    errors={"ALREADY_SHIPPED": N_("The whole order has already left")},
    no_undo=N_("A cancelled order is ordered anew"),
    icon="x",
)
def cancel_remainder(ctx: Context, given: TheOrder) -> None:
    """Give back what is promised and wait for nothing more; an order of which something has left stays open for its invoice."""
    order = _order(ctx, given.order)
    rest = undelivered(ctx.session, order)
    if not rest or order.status == CLOSED:
        raise BusinessError("ALREADY_SHIPPED", _("Order %(number)s has already left us.") % {"number": order.number})
    for line, quantity in rest:
        line.cancelled += quantity
    if all(line.cancelled == line.quantity for line, _product in lines_of(ctx.session, order)):
        order.status = CANCELLED
    cancel_planned(ctx, order.id)
    release(ctx, Release(source_id=order.id))


def _order(ctx: Context, key: int) -> SalesOrder:
    locked = select(SalesOrder).filter_by(id=key, company_id=ctx.company_id).with_for_update().execution_options(populate_existing=True)
    found = ctx.session.scalars(locked).one_or_none()
    if found is None:
        raise NotFound(_("There is no order %(key)s.") % {"key": key})
    return found

"""What can processes ask of the stock: reserve, release, receive, issue.

Inventory knows no order, only its key as `source_id`; the lines come from the caller (`sales.order-lines` gathers them).
"""

from __future__ import annotations

from decimal import Decimal

from pydantic import AliasChoices, BaseModel, Field
from sqlalchemy import delete, select

from erp.accounting.posting import COST_OF_GOODS, GOODS_RECEIVED, STOCK, Side, base_currency, post_entry
from erp.inventory.moving import CUSTOMER, INTERNAL, SUPPLIER, balance, move, stocked
from erp.inventory.tables import Reservation
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.money import ZERO, round_amount
from kit.operations import BusinessError, Context, operation

PRICE_PLACES = Decimal("0.000001")


class Wanted(BaseModel):
    product: KeyStr
    quantity: Decimal = Field(gt=0)


class Reserve(BaseModel):
    source_id: KeyStr
    lines: list[Wanted]


class Shortage(BaseModel):
    product: KeyStr
    missing: Decimal


class Reserved(BaseModel):
    outcome: str
    """full or partial"""
    shortages: list[Shortage]


class Release(BaseModel):
    source_id: KeyStr


class Received(BaseModel):
    product: KeyStr
    quantity: Decimal = Field(gt=0)
    unit_cost: Decimal = Field(ge=0)


class ReceiveGoods(BaseModel):
    lines: list[Received]
    source_id: KeyStr | None = None


class Moved(BaseModel):
    value: Decimal


class Picked(BaseModel):
    product: KeyStr
    quantity: Decimal = Field(ge=0, validation_alias=AliasChoices("picked", "quantity"))


class IssueGoods(BaseModel):
    source_id: KeyStr
    lines: list[Picked]


@operation(
    "inventory.reserve",
    label=N_("Reserve stock"),
    errors={"NOTHING_AVAILABLE": N_("Nothing is available")},
    undo="inventory.release",
    icon="package",
)
def reserve(ctx: Context, given: Reserve) -> Reserved:
    """Promise what is there; called again for an order it promises what has come since."""
    shortages: list[Shortage] = []
    promised = ZERO
    for product, wanted in _by_product([(line.product, line.quantity) for line in given.lines]):
        stocked(ctx.session, ctx.company_id, product)
        held = _reservation(ctx, given.source_id, product, wanted)
        here = balance(ctx.session, ctx.company_id, product)
        more = max(min(here.quantity - here.reserved, wanted - held.quantity), ZERO)
        here.reserved += more
        held.wanted, held.quantity = max(wanted, held.quantity), held.quantity + more
        promised += held.quantity
        if held.quantity < wanted:
            shortages.append(Shortage(product=product, missing=wanted - held.quantity))
    ctx.session.flush()
    if given.lines and not promised:
        raise BusinessError("NOTHING_AVAILABLE", _("Nothing of this order is available."))
    return Reserved(outcome="partial" if shortages else "full", shortages=shortages)


@operation("inventory.release", label=N_("Release stock"), no_undo=N_("Reserve again"), icon="package-open")
def release(ctx: Context, given: Release) -> None:
    """Give back whatever is still promised to the order."""
    for held in ctx.session.scalars(select(Reservation).filter_by(company_id=ctx.company_id, source_id=given.source_id).order_by("product_id")):
        stocked(ctx.session, ctx.company_id, held.product_id)
        balance(ctx.session, ctx.company_id, held.product_id).reserved -= held.quantity
    ctx.session.flush()
    ctx.session.execute(delete(Reservation).filter_by(company_id=ctx.company_id, source_id=given.source_id))


@operation("inventory.receive-goods", label=N_("Receive goods"), no_undo=N_("Goods go back by a move of their own"), icon="package-plus")
def receive_goods(ctx: Context, given: ReceiveGoods) -> Moved:
    """Move in, carry the moving average on, book the value, wake orders that wait for these products."""
    value, currency = ZERO, base_currency(ctx.session, ctx.company_id)
    for line in sorted(given.lines, key=lambda one: one.product):
        product = stocked(ctx.session, ctx.company_id, line.product)
        before = balance(ctx.session, ctx.company_id, line.product).quantity
        total = before * product.cost + line.quantity * line.unit_cost
        product.cost = (total / (before + line.quantity)).quantize(PRICE_PLACES)
        move(ctx.session, product, (SUPPLIER, INTERNAL), line.quantity, given.source_id, line.unit_cost)
        value += round_amount(line.quantity * line.unit_cost, currency)
    if value:
        post_entry(ctx.session, ctx.company_id, ctx.now.date(), "Goods received", [Side(STOCK, value), Side(GOODS_RECEIVED, -value)])
    waiting = select(Reservation.source_id).filter_by(company_id=ctx.company_id).where(Reservation.quantity < Reservation.wanted)
    products = [line.product for line in given.lines]
    for order in ctx.session.scalars(waiting.where(Reservation.product_id.in_(products)).distinct().order_by("source_id")).all():
        ctx.publish("stock-available", str(order))
    return Moved(value=value)


@operation(
    "inventory.issue-goods",
    label=N_("Issue goods"),
    errors={"SHORT_PICK": N_("What was picked does not fit what is reserved")},
    no_undo=N_("Goods come back by a return"),
    icon="package-minus",
)
def issue_goods(ctx: Context, given: IssueGoods) -> Moved:
    """Move out what was picked of what is promised, and book its cost."""
    if not any(line.quantity for line in given.lines):
        raise BusinessError("SHORT_PICK", _("Nothing was picked: pick at least one unit, or cancel the order."))
    value, currency = ZERO, base_currency(ctx.session, ctx.company_id)
    for key, quantity in _by_product([(line.product, line.quantity) for line in given.lines if line.quantity]):
        product = stocked(ctx.session, ctx.company_id, key)
        held = ctx.session.scalars(select(Reservation).filter_by(company_id=ctx.company_id, source_id=given.source_id, product_id=key)).one_or_none()
        if held is None or held.quantity < quantity:
            raise BusinessError("SHORT_PICK", _("More of %(product)s was picked than is reserved for this order.") % {"product": product.name})
        held.quantity, held.wanted = held.quantity - quantity, held.wanted - quantity
        here = balance(ctx.session, ctx.company_id, key)
        here.reserved -= quantity
        move(ctx.session, product, (INTERNAL, CUSTOMER), quantity, given.source_id, product.cost)
        value += round_amount(quantity * product.cost, currency)
    if value:
        post_entry(ctx.session, ctx.company_id, ctx.now.date(), "Goods issued", [Side(COST_OF_GOODS, value), Side(STOCK, -value)])
    return Moved(value=value)


def _reservation(ctx: Context, source_id: int, product: int, wanted: Decimal) -> Reservation:
    found = ctx.session.scalars(select(Reservation).filter_by(company_id=ctx.company_id, source_id=source_id, product_id=product)).one_or_none()
    if found is None:
        found = Reservation(company_id=ctx.company_id, source_id=source_id, product_id=product, wanted=wanted, quantity=ZERO)
        ctx.session.add(found)
    return found


def _by_product(lines: list[tuple[int, Decimal]]) -> list[tuple[int, Decimal]]:
    """One sum per product, in key order, so that two orders never lock the same products in opposite order."""
    sums: dict[int, Decimal] = {}
    for product, quantity in lines:
        sums[product] = sums.get(product, ZERO) + quantity
    return sorted(sums.items())

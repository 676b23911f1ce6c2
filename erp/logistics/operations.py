"""What can processes ask of logistics: plan a shipment, dispatch it, take either back.

Logistics knows no order, only its key as `order`; what really went is read from the stock moves of that order.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field
from sqlalchemy import func, select

from erp.inventory.queries import delivered
from erp.logistics.tables import Shipment, ShipmentLine
from kit.db import Quantity
from kit.errors import NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.money import ZERO
from kit.numbers import next_number
from kit.operations import BusinessError, Context, operation

PLANNED, DISPATCHED, CANCELLED = "planned", "dispatched", "cancelled"


class PlannedLine(BaseModel):
    product: KeyStr
    quantity: Decimal = Field(gt=0)


class PlanShipment(BaseModel):
    order: KeyStr
    lines: list[PlannedLine] = Field(min_length=1)
    party: KeyStr | None = None
    planned_on: date | None = None


class Planned(BaseModel):
    shipment: KeyStr
    number: str


class TheShipment(BaseModel):
    shipment: KeyStr


class Dispatch(BaseModel):
    shipment: KeyStr
    parcels: int = Field(default=1, ge=1)
    tracking: str | None = None
    carrier: str | None = None


class Dispatched(BaseModel):
    tracking: str


@operation("logistics.plan-shipment", label=N_("Plan shipment"), undo="logistics.unplan-shipment", icon="truck-loading")
def plan_shipment(ctx: Context, given: PlanShipment) -> Planned:
    """A shipment of these goods, today unless another day is given."""
    shipment = Shipment(
        company_id=ctx.company_id,
        created_by=ctx.actor,
        number=next_number(ctx.session, ctx.company_id, "shipment", prefix="S"),
        source_id=given.order,
        party_id=given.party,
        planned_on=given.planned_on or ctx.now.date(),
    )
    ctx.session.add(shipment)
    ctx.session.flush()
    sums: dict[int, Decimal] = {}
    for line in given.lines:
        sums[line.product] = sums.get(line.product, ZERO) + line.quantity
    for product, quantity in sums.items():
        ctx.session.add(ShipmentLine(company_id=ctx.company_id, shipment_id=shipment.id, product_id=product, planned=quantity))
    ctx.session.flush()
    ctx.link("shipment", shipment.id, "result")
    return Planned(shipment=shipment.id, number=shipment.number)


@operation(
    "logistics.unplan-shipment",
    label=N_("Cancel shipment"),
    errors={"ALREADY_DISPATCHED": N_("The shipment is already dispatched")},
    no_undo=N_("A cancelled shipment is planned anew"),
    icon="truck-off",
)
def unplan_shipment(ctx: Context, given: TheShipment) -> None:
    """The goods do not leave; the shipment keeps its number."""
    shipment = _shipment(ctx, given.shipment)
    if shipment.status == DISPATCHED:
        raise BusinessError("ALREADY_DISPATCHED", _("Shipment %(number)s is already dispatched.") % {"number": shipment.number})
    shipment.status = CANCELLED


@operation(
    "logistics.dispatch",
    label=N_("Dispatch shipment"),
    errors={"NOTHING_TO_DISPATCH": N_("No goods have been issued"), "NOT_PLANNED": N_("The shipment is not waiting to be dispatched")},
    undo="logistics.cancel-dispatch",
    icon="truck-delivery",
)
def dispatch(ctx: Context, given: Dispatch) -> Dispatched:
    """Hand the parcels to the carrier, and write down on each line what was really issued."""
    shipment = _shipment(ctx, given.shipment)
    if shipment.status != PLANNED:
        raise BusinessError("NOT_PLANNED", _("Shipment %(number)s is not waiting to be dispatched.") % {"number": shipment.number})
    if not _ship(ctx, shipment):
        raise BusinessError("NOTHING_TO_DISPATCH", _("No goods have been issued for shipment %(number)s.") % {"number": shipment.number})
    shipment.parcels, shipment.tracking, shipment.carrier = given.parcels, given.tracking or "", given.carrier or ""
    shipment.status, shipment.dispatched_at = DISPATCHED, ctx.now
    ctx.session.flush()
    return Dispatched(tracking=shipment.tracking)


@operation(
    "logistics.cancel-dispatch",
    label=N_("Take the dispatch back"),
    errors={"NOT_DISPATCHED": N_("The shipment is not dispatched")},
    no_undo=N_("The shipment is dispatched anew"),
    icon="truck-return",
)
def cancel_dispatch(ctx: Context, given: TheShipment) -> None:
    """The parcels are still here: the shipment waits to be dispatched again."""
    shipment = _shipment(ctx, given.shipment)
    if shipment.status != DISPATCHED:
        raise BusinessError("NOT_DISPATCHED", _("Shipment %(number)s is not dispatched.") % {"number": shipment.number})
    for line in ctx.session.scalars(select(ShipmentLine).filter_by(shipment_id=shipment.id)):
        line.shipped = ZERO
    shipment.status, shipment.dispatched_at = PLANNED, None


def cancel_planned(ctx: Context, order: int) -> None:
    """Cancel what is planned of this order and has not left."""
    for shipment in ctx.session.scalars(select(Shipment).filter_by(company_id=ctx.company_id, source_id=order, status=PLANNED)):
        shipment.status = CANCELLED


def _ship(ctx: Context, shipment: Shipment) -> bool:
    """Each line takes what was issued for the order and has not gone with another shipment; whether anything is left to go."""
    issued, gone = delivered(ctx.session, ctx.company_id, shipment.source_id), _gone(ctx, shipment.source_id)
    left = {product: quantity - gone.get(product, ZERO) for product, quantity in issued.items()}
    for line in ctx.session.scalars(select(ShipmentLine).filter_by(shipment_id=shipment.id)):
        line.shipped = max(left.get(line.product_id, ZERO), ZERO)
    return any(quantity > 0 for quantity in left.values())


def _gone(ctx: Context, order: int) -> dict[int, Decimal]:
    rows = ctx.session.execute(
        select(ShipmentLine.product_id, func.sum(ShipmentLine.shipped, type_=Quantity))
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(Shipment.company_id == ctx.company_id, Shipment.source_id == order, Shipment.status == DISPATCHED)
        .group_by(ShipmentLine.product_id)
    )
    return {product: quantity for product, quantity in rows if quantity}


def _shipment(ctx: Context, key: int) -> Shipment:
    locked = select(Shipment).filter_by(id=key, company_id=ctx.company_id).with_for_update().execution_options(populate_existing=True)
    found = ctx.session.scalars(locked).one_or_none()
    if found is None:
        raise NotFound(_("There is no shipment %(key)s.") % {"key": key})
    return found

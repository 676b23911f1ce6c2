"""What can processes ask about offers: ask suppliers, take their bids down, award, close?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field
from sqlalchemy import select

from erp.parties.tables import Party
from erp.purchasing.requisitions import lock_requisition
from erp.purchasing.tables import Bid, Rfq
from kit.errors import NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.numbers import next_number
from kit.operations import BusinessError, Context, operation

ASKED, GIVEN, DECLINED, WON, LOST = "asked", "given", "declined", "won", "lost"


class SendRfq(BaseModel):
    requisition: KeyStr
    suppliers: list[KeyStr] = Field(min_length=1)
    answer_by: date
    at_least: int = Field(default=3, ge=1)


class AskedSupplier(BaseModel):
    bid: KeyStr
    supplier: KeyStr
    name: str


class Sent(BaseModel):
    rfq: KeyStr
    number: str
    bids: list[AskedSupplier]


class RecordBid(BaseModel):
    bid: KeyStr
    amount: Decimal | None = Field(default=None, gt=0)
    """None where the supplier declines."""
    delivery_days: int | None = Field(default=None, ge=0)
    note: str | None = Field(default=None, max_length=400)


class TheBid(BaseModel):
    bid: KeyStr


class Award(BaseModel):
    rfq: KeyStr
    bid: KeyStr
    reason: str | None = Field(default=None, max_length=400)
    at_least: int = Field(default=1, ge=1)
    """So many bids there must be to compare; fewer only on purpose."""


class Awarded(BaseModel):
    supplier: KeyStr
    amount: Decimal
    cheapest: bool


class TheRfq(BaseModel):
    rfq: KeyStr


@operation(
    "purchasing.send-rfq",
    label=N_("Ask for quotations"),
    errors={"TOO_FEW_BIDS": N_("Too few suppliers offer")},
    undo="purchasing.close-rfq",
    icon="send",
)
def send_rfq(ctx: Context, given: SendRfq) -> Sent:
    """Ask several suppliers for the same; each has a bid to fill."""
    requisition = lock_requisition(ctx, given.requisition)
    suppliers = sorted(set(given.suppliers))
    if len(suppliers) < given.at_least:
        raise BusinessError("TOO_FEW_BIDS", _("Ask at least %(count)s suppliers.") % {"count": given.at_least})
    number = next_number(ctx.session, ctx.company_id, "rfq", prefix="Q")
    rfq = Rfq(company_id=ctx.company_id, created_by=ctx.actor, number=number, requisition_id=requisition.id, answer_by=given.answer_by)
    ctx.session.add(rfq)
    ctx.session.flush()
    bids: list[AskedSupplier] = []
    for supplier in suppliers:
        party = ctx.session.scalars(select(Party).filter_by(id=supplier, company_id=ctx.company_id)).one_or_none()
        if party is None:
            raise NotFound(_("There is no supplier %(key)s.") % {"key": supplier})
        bid = Bid(company_id=ctx.company_id, rfq_id=rfq.id, party_id=supplier)
        ctx.session.add(bid)
        ctx.session.flush()
        bids.append(AskedSupplier(bid=bid.id, supplier=supplier, name=party.name))
    ctx.link("rfq", rfq.id)
    return Sent(rfq=rfq.id, number=number, bids=bids)


@operation(
    "purchasing.record-bid",
    label=N_("Record bid"),
    errors={"BID_CLOSED": N_("The request for quotation is closed")},
    no_undo=N_("The bid is recorded anew"),
    icon="file-dollar",
)
def record_bid(ctx: Context, given: RecordBid) -> TheBid:
    """What the supplier offers, or that it declines; a later bid takes the place of the earlier until the award."""
    bid = _bid(ctx, given.bid)
    if bid.status in {WON, LOST}:
        raise BusinessError("BID_CLOSED", _("This request for quotation is closed."))
    bid.amount, bid.delivery_days, bid.note = given.amount, given.delivery_days, given.note or ""
    bid.status = DECLINED if given.amount is None else GIVEN
    ctx.session.flush()
    return TheBid(bid=bid.id)


@operation(
    "purchasing.award",
    label=N_("Award"),
    errors={"TOO_FEW_BIDS": N_("Too few suppliers offer"), "REASON_REQUIRED": N_("Say why it is not the cheapest")},
    undo="purchasing.close-rfq",
    icon="award",
)
def award(ctx: Context, given: Award) -> Awarded:
    """One bid wins; where it is not the cheapest, a reason is kept with the request."""
    rfq = _rfq(ctx, given.rfq)
    bids = ctx.session.scalars(select(Bid).filter_by(rfq_id=rfq.id).order_by(Bid.id).with_for_update()).all()
    offers = {bid.id: bid.amount for bid in bids if bid.amount is not None and bid.status in {GIVEN, WON, LOST}}
    if given.bid not in offers or len(offers) < given.at_least:
        said = {"number": rfq.number, "count": len(offers)}
        raise BusinessError("TOO_FEW_BIDS", _("Request %(number)s has %(count)s bids to choose from.") % said)
    cheapest = offers[given.bid] == min(offers.values())
    reason = (given.reason or "").strip()
    if not cheapest and not reason:
        raise BusinessError("REASON_REQUIRED", _("There is a cheaper bid: say why this one is chosen."))
    for bid in bids:
        if bid.id in offers:
            bid.status = WON if bid.id == given.bid else LOST
    rfq.status, rfq.reason = "awarded", reason
    ctx.session.flush()
    winner = next(bid for bid in bids if bid.id == given.bid)
    return Awarded(supplier=winner.party_id, amount=offers[winner.id], cheapest=cheapest)


@operation("purchasing.close-rfq", label=N_("Close request for quotation"), no_undo=N_("Suppliers are asked anew"), icon="x")
def close_rfq(ctx: Context, given: TheRfq) -> None:
    """Nobody wins."""
    rfq = _rfq(ctx, given.rfq)
    for bid in ctx.session.scalars(select(Bid).filter_by(rfq_id=rfq.id).order_by(Bid.id)):
        bid.status = LOST
    rfq.status = "closed"
    ctx.session.flush()


def _rfq(ctx: Context, key: int) -> Rfq:
    locked = select(Rfq).filter_by(id=key, company_id=ctx.company_id).with_for_update().execution_options(populate_existing=True)
    found = ctx.session.scalars(locked).one_or_none()
    if found is None:
        raise NotFound(_("There is no request for quotation %(key)s.") % {"key": key})
    return found


def _bid(ctx: Context, key: int) -> Bid:
    locked = select(Bid).filter_by(id=key, company_id=ctx.company_id).with_for_update().execution_options(populate_existing=True)
    found = ctx.session.scalars(locked).one_or_none()
    if found is None:
        raise NotFound(_("There is no bid %(key)s.") % {"key": key})
    return found

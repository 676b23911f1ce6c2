"""How is a deal won, lost, or taken up again?"""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field
from sqlalchemy import select

from crm.sales.deals.operations import last_open_stage
from crm.sales.deals.queries import lock_deal
from crm.sales.deals.stepping import step
from crm.sales.deals.tables import Deal
from crm.sales.pipelines.queries import LOST, OPEN, WON, stage_of_type
from crm.sales.quotes.queries import ACCEPTED, newest
from crm.sales.quotes.tables import Contract
from kit.blanks import Blank
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.operations import BusinessError, Context, operation

REASONS = ("price", "delivery", "quality", "competitor", "no_need", "no_budget", "no_answer", "other")
DEAL_DECIDED = {"DEAL_DECIDED": N_("The deal is decided already")}


class TheDeal(BaseModel):
    deal: KeyStr


class Decided(BaseModel):
    deal: KeyStr
    event: KeyStr


class LoseDeal(BaseModel):
    deal: KeyStr
    reason: Blank = ""
    competitor: Blank = Field(default="", max_length=200)
    contact_again_on: date | None = None
    note: Blank = Field(default="", max_length=200)


@operation(
    "crm.win-deal",
    label=N_("Win a deal"),
    errors={"NO_ACCEPTED_QUOTE": N_("Nothing is agreed yet"), **DEAL_DECIDED},
    undo="crm.reopen-deal",
    icon="trophy",
)
def win_deal(ctx: Context, given: TheDeal) -> Decided:
    """Its quote is accepted or its contract signed; it is worth what that says."""
    deal = _open_deal(ctx, given.deal)
    quote = newest(ctx.session, deal.id, ACCEPTED)
    signed = ctx.session.scalars(select(Contract).filter_by(deal_id=deal.id, state="signed").order_by(Contract.id.desc()).limit(1)).first()
    if quote is None and signed is None:
        raise BusinessError("NO_ACCEPTED_QUOTE", _("“%(deal)s” has neither an accepted quote nor a signed contract.") % {"deal": deal.name})
    deal.amount = quote.net if quote is not None else signed.value if signed is not None else deal.amount
    deal.closed_at = ctx.now
    return Decided(deal=deal.id, event=step(ctx, deal, stage_of_type(ctx.session, deal.pipeline_id, WON)).id)


@operation(
    "crm.lose-deal",
    label=N_("Lose a deal"),
    errors={"REASON_REQUIRED": N_("A reason is needed"), **DEAL_DECIDED},
    undo="crm.reopen-deal",
    icon="mood-sad",
)
def lose_deal(ctx: Context, given: LoseDeal) -> Decided:
    """For one of the known reasons, so that they can be counted."""
    deal = _open_deal(ctx, given.deal)
    if given.reason not in REASONS:
        raise BusinessError("REASON_REQUIRED", _("Say why “%(deal)s” is lost.") % {"deal": deal.name})
    deal.lost_reason, deal.competitor, deal.contact_again_on = given.reason, given.competitor, given.contact_again_on
    deal.closed_at = ctx.now
    return Decided(deal=deal.id, event=step(ctx, deal, stage_of_type(ctx.session, deal.pipeline_id, LOST), given.note).id)


@operation("crm.reopen-deal", label=N_("Take a deal up again"), errors=DEAL_DECIDED, no_undo=N_("It is won or lost again"), icon="rotate")
def reopen_deal(ctx: Context, given: TheDeal) -> Decided:
    """Where it stood before; a deal that has become an order stays won."""
    deal = lock_deal(ctx.session, ctx.company_id, given.deal)
    if deal.status not in {WON, LOST} or deal.order_id is not None:
        raise BusinessError("DEAL_DECIDED", _("“%(deal)s” is open, or has become an order. It stays as it is.") % {"deal": deal.name})
    back = step(ctx, deal, last_open_stage(ctx, deal), _("Taken up again"))
    deal.closed_at, deal.lost_reason, deal.competitor, deal.contact_again_on = None, "", "", None
    ctx.session.flush()
    return Decided(deal=deal.id, event=back.id)


def _open_deal(ctx: Context, key: int) -> Deal:
    deal = lock_deal(ctx.session, ctx.company_id, key)
    if deal.status != OPEN:
        raise BusinessError("DEAL_DECIDED", _("The deal “%(deal)s” is decided already.") % {"deal": deal.name})
    return deal

"""What can be done with a deal on its way: move it, and say what is known of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field
from sqlalchemy import select

from crm.sales.deals.queries import events_of, lock_deal
from crm.sales.deals.stepping import step
from crm.sales.deals.tables import Deal
from crm.sales.pipelines.queries import OPEN, stage_called, stage_of_type, usual_pipeline
from crm.sales.pipelines.tables import Pipeline, Stage
from crm.sales.quotes.tables import Quote
from erp.parties.queries import party_of
from kit.errors import NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.operations import BusinessError, Context, operation

STAGE_RULE = {"STAGE_RULE": N_("The deal may not enter this stage")}


class OpenDeal(BaseModel):
    name: str = Field(min_length=1, max_length=200)
    party: KeyStr
    contact: KeyStr | None = None
    pipeline: KeyStr | None = None
    owner: KeyStr | None = None
    amount: Decimal = Field(default=Decimal(0), ge=0)
    currency: str = "DKK"
    expected_close: date | None = None


class MoveDeal(BaseModel):
    deal: KeyStr
    stage: str
    """Its key, or its code in the deal's pipeline."""
    note: str = Field(default="", max_length=200)
    optional: bool = False
    """Where the pipeline has no stage of this code the deal stays where it is: each company names its own."""


class Moved(BaseModel):
    event: KeyStr | None
    """None where the deal stood there already."""
    stage: str
    was: str


class TheDeal(BaseModel):
    deal: KeyStr


class MoveBack(BaseModel):
    deal: KeyStr
    was: str


class DescribeDeal(BaseModel):
    """What is given is written; what is left out stays."""

    deal: KeyStr
    amount: Decimal | None = Field(default=None, ge=0)
    expected_close: date | None = None
    need: str | None = Field(default=None, max_length=2000)
    budget: str | None = None
    decision_maker: str | None = Field(default=None, max_length=200)
    timing: str | None = None
    next_action: str | None = Field(default=None, max_length=200)
    next_action_on: date | None = None


@operation("crm.open-deal", label=N_("Open a deal"), undo="crm.void-deal", icon="target-arrow")
def open_deal(ctx: Context, given: OpenDeal) -> TheDeal:
    """A deal in the first stage of its pipeline."""
    return TheDeal(deal=opened(ctx, given).id)


def opened(ctx: Context, given: OpenDeal) -> Deal:
    """The new deal, with its first step."""
    pipeline = _pipeline(ctx, given.pipeline)
    for key in (given.party, given.contact):
        if key is not None:
            party_of(ctx.session, ctx.company_id, key)
    deal = Deal(
        company_id=ctx.company_id,
        created_by=ctx.actor,
        name=given.name,
        party_id=given.party,
        contact_id=given.contact,
        pipeline_id=pipeline.id,
        stage_id=stage_of_type(ctx.session, pipeline.id, OPEN).id,
        status=OPEN,
        owner_id=given.owner,
        amount=given.amount,
        currency=given.currency,
        expected_close=given.expected_close,
    )
    ctx.session.add(deal)
    ctx.session.flush()
    ctx.link("deal", deal.id)
    return deal


def _pipeline(ctx: Context, key: int | None) -> Pipeline:
    if key is None:
        return usual_pipeline(ctx.session, ctx.company_id)
    found = ctx.session.scalars(select(Pipeline).filter_by(id=key, company_id=ctx.company_id)).one_or_none()
    if found is None:
        raise NotFound(_("There is no pipeline %(key)s.") % {"key": key})
    return found


@operation("crm.void-deal", label=N_("Void a deal"), errors=STAGE_RULE, no_undo=N_("A void deal is opened anew"), icon="ban")
def void_deal(ctx: Context, given: TheDeal) -> None:
    """A deal that was opened by mistake counts nowhere; one that is decided stands."""
    deal = lock_deal(ctx.session, ctx.company_id, given.deal)
    if deal.status != OPEN:
        raise BusinessError("STAGE_RULE", _("The deal “%(deal)s” is decided. It stays as it is.") % {"deal": deal.name})
    deal.status = "void"


@operation("crm.move-deal", label=N_("Move a deal"), errors=STAGE_RULE, undo="crm.move-deal-back", icon="arrow-right")
def move_deal(ctx: Context, given: MoveDeal) -> Moved:
    """Into another open stage of its pipeline; it is won and lost by operations of their own."""
    deal = lock_deal(ctx.session, ctx.company_id, given.deal)
    here = ctx.session.get_one(Stage, deal.stage_id)
    stage = stage_called(ctx.session, deal.pipeline_id, given.stage)
    if stage is None and given.optional:
        return Moved(event=None, stage=here.code, was=here.code)
    allowed = _guarded(ctx, deal, stage)
    if allowed.id == here.id:
        return Moved(event=None, stage=here.code, was=here.code)
    return Moved(event=step(ctx, deal, allowed, given.note).id, stage=allowed.code, was=here.code)


@operation("crm.move-deal-back", label=N_("Move a deal back"), errors=STAGE_RULE, no_undo=N_("It is moved again"), icon="arrow-left")
def move_deal_back(ctx: Context, given: MoveBack) -> None:
    """To where it stood before, by a step of its own: the first one stays in its history."""
    deal = lock_deal(ctx.session, ctx.company_id, given.deal)
    stage = stage_called(ctx.session, deal.pipeline_id, given.was)
    if deal.status != OPEN or stage is None or stage.type != OPEN:
        raise BusinessError("STAGE_RULE", _("The deal “%(deal)s” cannot go back: it is decided.") % {"deal": deal.name})
    if stage.id != deal.stage_id:
        step(ctx, deal, stage, _("Taken back"))


@operation("crm.describe-deal", label=N_("Write down what is known of a deal"), no_undo=N_("It is described again"), icon="pencil")
def describe_deal(ctx: Context, given: DescribeDeal) -> None:
    """Need, budget, who decides, when, and what comes next."""
    deal = lock_deal(ctx.session, ctx.company_id, given.deal)
    for name, value in given.model_dump(exclude={"deal"}, exclude_none=True).items():
        setattr(deal, name, value)
    ctx.session.flush()


def last_open_stage(ctx: Context, deal: Deal) -> Stage:
    """Where the deal stood before it was decided."""
    stood = [ctx.session.get_one(Stage, event.to_id) for event in events_of(ctx.session, deal.id)]
    return next((stage for stage in reversed(stood) if stage.type == OPEN), None) or stage_of_type(ctx.session, deal.pipeline_id, OPEN)


def _guarded(ctx: Context, deal: Deal, stage: Stage | None) -> Stage:
    """The stage, where this deal may enter it."""
    facts = {"deal": deal.name, "stage": _(stage.name) if stage else ""}
    if stage is None:
        raise BusinessError("STAGE_RULE", _("There is no such stage in the pipeline of “%(deal)s”.") % facts)
    if deal.status != OPEN:
        raise BusinessError("STAGE_RULE", _("The deal “%(deal)s” is decided. Reopen it before you move it.") % facts)
    if stage.type != OPEN:
        raise BusinessError("STAGE_RULE", _("“%(deal)s” cannot simply be moved to “%(stage)s”: win it or lose it.") % facts)
    if stage.needs == "amount" and not deal.amount:
        raise BusinessError("STAGE_RULE", _("“%(deal)s” needs an amount before it enters “%(stage)s”.") % facts)
    if stage.needs == "quote" and not _has_quote(ctx, deal):
        raise BusinessError("STAGE_RULE", _("“%(deal)s” needs an issued quote before it enters “%(stage)s”.") % facts)
    return stage


def _has_quote(ctx: Context, deal: Deal) -> bool:
    issued = select(Quote.id).where(Quote.deal_id == deal.id, Quote.status.in_(("issued", "accepted")))
    return ctx.session.scalars(issued.limit(1)).first() is not None

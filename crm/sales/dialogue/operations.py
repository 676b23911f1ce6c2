"""What can be done with a conversation: write down what was said, and take words back that must not stand."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import select

from crm.marketing.consents import may_market
from crm.marketing.tables import CHANNELS
from crm.sales.deals.queries import deal_of
from crm.sales.dialogue.tables import Interaction, Objection
from crm.sales.leads.queries import lock_lead
from erp.parties.queries import party_of
from kit.blanks import Blank
from kit.errors import NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.operations import BusinessError, Context, operation

OBJECTIONS = ("price", "timing", "need", "trust", "competitor", "delivery", "other")
REDACTED = N_("Redacted")


class Objected(BaseModel):
    kind: Literal["price", "timing", "need", "trust", "competitor", "delivery", "other"]
    text: Blank = Field(default="", max_length=2000)
    answer: Blank = Field(default="", max_length=2000)
    overcome: bool = False


class LogInteraction(BaseModel):
    party: KeyStr | None = None
    lead: KeyStr | None = None
    deal: KeyStr | None = None
    kind: Literal["call", "sms", "mail", "meeting", "note", "visit"]
    direction: Literal["in", "out", "none"] = "none"
    subject: Blank = Field(default="", max_length=200)
    text: Blank = Field(default="", max_length=4000)
    thread: Blank = Field(default="", max_length=200)
    visibility: Literal["company", "author"] = "company"
    marketing: bool = False
    happened_at: datetime | None = None
    objection: Objected | None = None


class Logged(BaseModel):
    interaction: KeyStr
    objection: KeyStr | None


class TheInteraction(BaseModel):
    interaction: KeyStr


@operation(
    "crm.log-interaction",
    label=N_("Write down a conversation"),
    errors={"NO_CONSENT": N_("They have not agreed to marketing"), "NOBODY": N_("It is not said with whom")},
    undo="crm.redact-interaction",
    icon="message",
)
def log_interaction(ctx: Context, given: LogInteraction) -> Logged:
    """With a party, a lead or about a deal; the first word that goes out to a lead answers it."""
    return log(ctx, given)


def log(ctx: Context, given: LogInteraction) -> Logged:
    """The same for another operation in which something is said."""
    deal = None if given.deal is None else deal_of(ctx.session, ctx.company_id, given.deal)
    party = given.party if given.party is not None else deal.party_id if deal is not None else None
    if given.party is not None:
        party_of(ctx.session, ctx.company_id, given.party)
    if given.lead is not None:
        lock_lead(ctx.session, ctx.company_id, given.lead)
    if party is None and given.lead is None:
        raise BusinessError("NOBODY", _("Say with whom it was: a party, a lead or a deal."))
    _refuse_unasked(ctx, given, party)
    raised = _objection(ctx, given, party)
    said = given.model_dump(include={"kind", "direction", "subject", "text", "thread", "visibility", "marketing"})
    logged = Interaction(
        company_id=ctx.company_id,
        created_by=ctx.actor,
        party_id=party,
        lead_id=given.lead,
        deal_id=given.deal,
        happened_at=given.happened_at or ctx.now,
        objection_id=None if raised is None else raised.id,
        **said,
    )
    ctx.session.add(logged)
    ctx.session.flush()
    if given.lead is not None and given.direction == "out":
        _answered(ctx, given.lead, logged.happened_at)
    return Logged(interaction=logged.id, objection=logged.objection_id)


def _refuse_unasked(ctx: Context, given: LogInteraction, party: int | None) -> None:
    """Marketing that goes out needs a consent to its channel (law)."""
    asks = given.marketing and given.direction == "out" and given.kind in CHANNELS
    if asks and (party is None or not may_market(ctx.session, party, given.kind)):
        raise BusinessError("NO_CONSENT", _("They have not agreed to marketing by this channel."))


def _objection(ctx: Context, given: LogInteraction, party: int | None) -> Objection | None:
    """The objection that was raised, kept with the stage in which its deal stands."""
    if given.objection is None:
        return None
    stage = None if given.deal is None else deal_of(ctx.session, ctx.company_id, given.deal).stage_id
    raised = Objection(
        company_id=ctx.company_id,
        created_by=ctx.actor,
        created_at=ctx.now,
        deal_id=given.deal,
        party_id=party,
        stage_id=stage,
        **given.objection.model_dump(),
    )
    ctx.session.add(raised)
    ctx.session.flush()
    return raised


def _answered(ctx: Context, key: int, when: datetime) -> None:
    lead = lock_lead(ctx.session, ctx.company_id, key)
    if lead.answered_at is None:
        lead.answered_at = when
        ctx.session.flush()
        if ctx.instance_key is None:
            ctx.publish("lead-answered", str(lead.id))


@operation("crm.redact-interaction", label=N_("Redact a conversation"), no_undo=N_("What is taken out is gone"), icon="eraser")
def redact_interaction(ctx: Context, given: TheInteraction) -> None:
    """That something was said stays known, what was said does not."""
    found = ctx.session.scalars(select(Interaction).filter_by(id=given.interaction, company_id=ctx.company_id)).one_or_none()
    if found is None:
        raise NotFound(_("There is no conversation %(key)s.") % {"key": given.interaction})
    found.subject, found.text, found.redacted_at = _(REDACTED), "", ctx.now

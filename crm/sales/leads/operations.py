"""What can be done with a lead before it is a deal: register, match, score, assign, nurture, disqualify."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import select

from crm.marketing.tables import Campaign
from crm.sales.leads.contacting import cvr_of, email_of, phone_of
from crm.sales.leads.duplicates import Candidate, Facts, candidates
from crm.sales.leads.queries import WORKED_ON, least_busy, lock_lead
from crm.sales.leads.tables import Lead
from erp.parties.queries import party_of
from kit.blanks import Blank
from kit.errors import NotFound
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.operations import BusinessError, Context, operation
from people.access import holders
from people.access.tables import AppUser

SOURCES = ("web", "phone", "mail", "fair", "referral", "campaign", "partner")
LEAD_CLOSED = {"LEAD_CLOSED": N_("The lead is decided already")}


class RegisterLead(BaseModel):
    name: str = Field(min_length=1, max_length=200)
    organisation: Blank = Field(default="", max_length=200)
    email: str | None = None
    phone: str | None = None
    cvr: str | None = None
    title: Blank = Field(default="", max_length=100)
    source: str = "web"
    campaign: KeyStr | None = None
    employees: int | None = Field(default=None, ge=0)
    amount: Decimal | None = Field(default=None, ge=0)
    message: Blank = Field(default="", max_length=2000)
    known: Literal["refuse", "tell"] = "refuse"
    """What happens where we surely know them already: refuse, or take the lead and tell who it may be."""


class KnownParty(BaseModel):
    party: KeyStr
    name: str
    why: str
    sure: bool


class Registered(BaseModel):
    lead: KeyStr
    candidates: list[KnownParty]


class TheLead(BaseModel):
    lead: KeyStr


class MatchLead(BaseModel):
    lead: KeyStr
    party: KeyStr | None = None
    """None: they are new to us after all."""


class ScoreLead(BaseModel):
    lead: KeyStr
    score: int
    grade: str = Field(max_length=10)


class AssignLead(BaseModel):
    lead: KeyStr
    role: str = "sales"
    owner: KeyStr | None = None
    """Somebody in particular; else whoever of the role has least to do."""
    another: bool = False
    """Not whoever has it now."""
    keep: bool = False
    """Where there is nobody else it stays with whoever has it."""


class Assigned(BaseModel):
    owner: KeyStr
    owner_name: str
    owner_email: str
    before: KeyStr | None


class Unassign(BaseModel):
    lead: KeyStr
    before: KeyStr | None = None


class Nurture(BaseModel):
    lead: KeyStr
    until: date


class Disqualify(BaseModel):
    lead: KeyStr
    reason: Blank = Field(default="", max_length=200)


@operation(
    "crm.register-lead",
    label=N_("Register a lead"),
    errors={"INVALID_CONTACT": N_("Nobody can be reached by this"), "POSSIBLE_DUPLICATE": N_("We know them already")},
    undo="crm.void-lead",
    icon="user-plus",
)
def register_lead(ctx: Context, given: RegisterLead) -> Registered:
    """Keep who they are and what they want, and tell whom of those that we know they may be."""
    email, phone, cvr = email_of(given.email), phone_of(given.phone), cvr_of(given.cvr)
    if not email and not phone:
        raise BusinessError("INVALID_CONTACT", _("%(name)s left neither an e-mail address nor a telephone number.") % {"name": given.name})
    alike = candidates(ctx.session, ctx.company_id, Facts(given.organisation or given.name, cvr, email, phone))
    if given.known == "refuse" and (sure := next((each for each in alike if each.sure), None)):
        raise BusinessError("POSSIBLE_DUPLICATE", _("We know “%(name)s” already: %(why)s.") % {"name": sure.name, "why": sure.why})
    if given.campaign is not None:
        _campaign(ctx, given.campaign)
    said = given.model_dump(include={"name", "organisation", "title", "source", "employees", "amount", "message"})
    lead = Lead(
        company_id=ctx.company_id, created_by=ctx.actor, created_at=ctx.now, email=email, phone=phone, cvr=cvr, campaign_id=given.campaign, **said
    )
    ctx.session.add(lead)
    ctx.session.flush()
    ctx.link("lead", lead.id)
    return Registered(lead=lead.id, candidates=[_told(each) for each in alike])


def _campaign(ctx: Context, key: int) -> None:
    if ctx.session.scalars(select(Campaign.id).filter_by(id=key, company_id=ctx.company_id)).first() is None:
        raise NotFound(_("There is no campaign %(key)s.") % {"key": key})


def _told(one: Candidate) -> KnownParty:
    return KnownParty(party=one.party, name=one.name, why=one.why, sure=one.sure)


@operation("crm.void-lead", label=N_("Void a lead"), errors=LEAD_CLOSED, no_undo=N_("A void lead is registered anew"), icon="user-x")
def void_lead(ctx: Context, given: TheLead) -> None:
    """It was no lead at all, and counts nowhere."""
    _open_lead(ctx, given.lead).state = "void"


@operation("crm.match-lead", label=N_("Say who a lead is"), errors=LEAD_CLOSED, no_undo=N_("It is matched again"), icon="users")
def match_lead(ctx: Context, given: MatchLead) -> None:
    """They are this party, or nobody whom we know."""
    lead = _open_lead(ctx, given.lead)
    lead.party_id = None if given.party is None else party_of(ctx.session, ctx.company_id, given.party).id
    if lead.party_id is not None:
        ctx.link("customer", lead.party_id)


@operation("crm.score-lead", label=N_("Keep a lead's score"), errors=LEAD_CLOSED, no_undo=N_("It is scored again"), icon="gauge")
def score_lead(ctx: Context, given: ScoreLead) -> None:
    """What the scoring table of this company made of it."""
    lead = _open_lead(ctx, given.lead)
    lead.score, lead.grade = given.score, given.grade


@operation(
    "crm.assign-lead",
    label=N_("Assign a lead"),
    errors={"NO_OWNER": N_("Nobody can take the lead"), **LEAD_CLOSED},
    undo="crm.unassign-lead",
    icon="user-check",
)
def assign_lead(ctx: Context, given: AssignLead) -> Assigned:
    """To somebody named, or to whoever of the role has the fewest open leads and deals."""
    lead = _open_lead(ctx, given.lead)
    before = lead.owner_id
    able = least_busy(ctx.session, ctx.company_id, given.role, before if given.another else None)
    if given.owner is not None:
        able = next((user for user in _all_of(ctx, given.role) if user.id == given.owner), None)
    if able is None and given.keep and before is not None:
        able = ctx.session.get_one(AppUser, before)
    if able is None:
        raise BusinessError("NO_OWNER", _("Nobody else holds the role “%(role)s” here: nobody can take the lead.") % {"role": given.role})
    lead.owner_id, lead.state = able.id, "assigned"
    ctx.session.flush()
    return Assigned(owner=able.id, owner_name=able.name, owner_email=able.email, before=before)


@operation("crm.unassign-lead", label=N_("Take a lead back"), errors=LEAD_CLOSED, no_undo=N_("It is assigned again"), icon="user-minus")
def unassign_lead(ctx: Context, given: Unassign) -> None:
    """To whoever had it before, or to nobody."""
    lead = _open_lead(ctx, given.lead)
    lead.owner_id, lead.state = given.before, "assigned" if given.before else "new"


@operation("crm.nurture-lead", label=N_("Nurture a lead"), errors=LEAD_CLOSED, undo="crm.resume-lead", icon="plant")
def nurture_lead(ctx: Context, given: Nurture) -> None:
    """Not now: ask again on that day."""
    lead = _open_lead(ctx, given.lead)
    lead.state, lead.nurture_until = "nurtured", given.until


@operation(
    "crm.disqualify-lead",
    label=N_("Disqualify a lead"),
    errors={"REASON_REQUIRED": N_("A reason is needed"), **LEAD_CLOSED},
    undo="crm.resume-lead",
    icon="user-off",
)
def disqualify_lead(ctx: Context, given: Disqualify) -> None:
    """They will not buy from us, for this reason."""
    lead = _open_lead(ctx, given.lead)
    if not given.reason.strip():
        raise BusinessError("REASON_REQUIRED", _("Say why the lead is given up."))
    lead.state, lead.reason = "disqualified", given.reason.strip()


@operation("crm.resume-lead", label=N_("Take a lead up again"), errors=LEAD_CLOSED, no_undo=N_("It is put away again"), icon="rotate")
def resume_lead(ctx: Context, given: TheLead) -> None:
    """It was put away, and is worked on again."""
    lead = lock_lead(ctx.session, ctx.company_id, given.lead)
    if lead.state not in {*WORKED_ON, "disqualified"}:
        raise _closed(lead)
    lead.state, lead.reason, lead.nurture_until = "assigned" if lead.owner_id else "new", "", None


def _open_lead(ctx: Context, key: int) -> Lead:
    lead = lock_lead(ctx.session, ctx.company_id, key)
    if lead.state not in WORKED_ON:
        raise _closed(lead)
    ctx.link("lead", lead.id)
    return lead


def _closed(lead: Lead) -> BusinessError:
    return BusinessError("LEAD_CLOSED", _("The lead of %(name)s is decided already.") % {"name": lead.name})


def _all_of(ctx: Context, role: str) -> list[AppUser]:
    return holders(ctx.session, ctx.company_id, role)

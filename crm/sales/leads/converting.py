"""How does a lead become a customer with a contact person and a deal, and how is that taken back?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field
from sqlalchemy import func, select

from crm.sales.deals.operations import OpenDeal, opened
from crm.sales.deals.queries import events_of, lock_deal
from crm.sales.leads.duplicates import Facts, candidates
from crm.sales.leads.queries import WORKED_ON, lock_lead
from crm.sales.leads.tables import Lead
from crm.sales.quotes.tables import Quote
from erp.parties.queries import standing
from erp.parties.tables import Contact, Party, PartyAddress, PartyCompany
from kit.blanks import Blank
from kit.i18n import N_, _
from kit.keys import KeyStr
from kit.operations import BusinessError, Context, operation

LANGUAGE = "da"
"""What a new customer is written to in, until somebody knows better."""


class ConvertLead(BaseModel):
    """What qualifying found out; what is left out the lead has said itself."""

    lead: KeyStr
    deal_name: Blank = Field(default="", max_length=200)
    pipeline: KeyStr | None = None
    need: Blank = Field(default="", max_length=2000)
    budget: str = "unknown"
    decision_maker: Blank = Field(default="", max_length=200)
    timing: str = "unknown"
    amount: Decimal | None = Field(default=None, ge=0)
    currency: str = "DKK"
    expected_close: date | None = None
    next_action: Blank = Field(default="", max_length=200)
    next_action_on: date | None = None


class Converted(BaseModel):
    lead: KeyStr
    party: KeyStr
    contact: KeyStr
    deal: KeyStr
    deal_name: str


class TheLead(BaseModel):
    lead: KeyStr


@operation(
    "crm.convert-lead",
    label=N_("Convert a lead"),
    errors={"DUPLICATE_PARTY": N_("We know them already"), "LEAD_CLOSED": N_("The lead is decided already")},
    undo="crm.unconvert-lead",
    icon="user-dollar",
)
def convert_lead(ctx: Context, given: ConvertLead) -> Converted:
    """The party that they are, the person who speaks for it, and a deal with all that was found out."""
    lead = lock_lead(ctx.session, ctx.company_id, given.lead)
    if lead.state not in WORKED_ON:
        raise BusinessError("LEAD_CLOSED", _("The lead of %(name)s is decided already.") % {"name": lead.name})
    party = _party(ctx, lead)
    contact = _contact(ctx, lead, party)
    deal = opened(
        ctx,
        OpenDeal(
            name=given.deal_name or _("Sale to %(name)s") % {"name": party.name},
            party=party.id,
            contact=contact.id,
            pipeline=given.pipeline,
            owner=lead.owner_id,
            amount=given.amount if given.amount is not None else lead.amount or Decimal(0),
            currency=given.currency,
            expected_close=given.expected_close,
        ),
    )
    for name in ("budget", "decision_maker", "timing", "next_action", "next_action_on"):
        setattr(deal, name, getattr(given, name))
    deal.need = given.need or lead.message
    deal.lead_id, deal.campaign_id = lead.id, lead.campaign_id
    ctx.session.flush()
    lead.party_id, lead.deal_id, lead.state = party.id, deal.id, "converted"
    ctx.session.flush()
    ctx.link("customer", party.id)
    return Converted(lead=lead.id, party=party.id, contact=contact.id, deal=deal.id, deal_name=deal.name)


def _party(ctx: Context, lead: Lead) -> Party:
    """The party that the lead was matched with, else a new one. Raises DUPLICATE_PARTY for one whom we surely know."""
    if lead.party_id is not None:
        return ctx.session.get_one(Party, standing(ctx.session, lead.party_id))
    known = candidates(ctx.session, ctx.company_id, Facts(cvr=lead.cvr, email=lead.email))
    if known:
        raise BusinessError("DUPLICATE_PARTY", _("We know “%(name)s” already: %(why)s.") % {"name": known[0].name, "why": known[0].why})
    kind = "organisation" if lead.organisation else "person"
    party = Party(company_id=ctx.company_id, created_by=ctx.actor, name=lead.organisation or lead.name, kind=kind, language=LANGUAGE)
    party.cvr, party.email, party.phone = lead.cvr, lead.email, lead.phone
    ctx.session.add(party)
    ctx.session.flush()
    ctx.session.add(PartyCompany(company_id=ctx.company_id, created_by=ctx.actor, party_id=party.id))
    ctx.session.add(PartyAddress(company_id=ctx.company_id, created_by=ctx.actor, party_id=party.id))
    return party


def _contact(ctx: Context, lead: Lead, party: Party) -> Party:
    """The person who spoke to us: the party itself where that is a person."""
    if party.kind == "person":
        return party
    people = select(Party).join(Contact, Contact.person_id == Party.id).where(Contact.organisation_id == party.id, Party.merged_into.is_(None))
    known = ctx.session.scalars(people.where(func.lower(Party.name) == lead.name.lower()).order_by(Party.id).limit(1)).first()
    if known is not None:
        return known
    person = Party(company_id=ctx.company_id, created_by=ctx.actor, name=lead.name, kind="person", phone=lead.phone, language=party.language)
    ctx.session.add(person)
    ctx.session.flush()
    ctx.session.add(PartyCompany(company_id=ctx.company_id, created_by=ctx.actor, party_id=person.id))
    ctx.session.add(Contact(company_id=ctx.company_id, created_by=ctx.actor, person_id=person.id, organisation_id=party.id, title=lead.title))
    ctx.session.flush()
    return person


@operation(
    "crm.unconvert-lead",
    label=N_("Take a conversion back"),
    errors={"STAGE_RULE": N_("The deal has gone on already")},
    no_undo=N_("The lead is converted again"),
    icon="arrow-back-up",
)
def unconvert_lead(ctx: Context, given: TheLead) -> None:
    """The lead is a lead again and its deal void; the people stay known. Only while the deal has not gone on."""
    lead = lock_lead(ctx.session, ctx.company_id, given.lead)
    deal = lock_deal(ctx.session, ctx.company_id, lead.deal_id or 0)
    quoted = ctx.session.scalars(select(Quote.id).filter_by(deal_id=deal.id).limit(1)).first() is not None
    if deal.status != "open" or quoted or len(events_of(ctx.session, deal.id)) > 1:
        raise BusinessError("STAGE_RULE", _("The deal “%(deal)s” has gone on already: lose it instead.") % {"deal": deal.name})
    deal.status = "void"
    lead.state, lead.deal_id = "assigned" if lead.owner_id else "new", None
    ctx.session.flush()

"""Which records does the CRM show, with which lists, cards and pickers?"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import ColumnElement, and_, or_

import records
from crm.marketing.tables import Campaign, CampaignCost, CampaignMember, ConsentEvent
from crm.sales.deals.tables import Deal, DealStageEvent
from crm.sales.dialogue.tables import Interaction, Objection
from crm.sales.leads.tables import Lead
from crm.sales.pipelines.tables import Pipeline, Stage
from crm.sales.quotes.tables import Contract, Quote, QuoteLine
from crm.sales.writing import deal_rule, lead_rule
from crm.service.tables import SlaSegment, Ticket
from kit.i18n import N_
from people.access import Who
from records import Lines

SALES = Path(__file__).resolve().parent / "sales"
MARKETING = Path(__file__).resolve().parent / "marketing"
SERVICE = Path(__file__).resolve().parent / "service"
BY_OPERATION = "record.by-operation"
"""Held by nobody: these rows come from operations alone."""


def _heard(who: Who) -> ColumnElement[bool]:
    """What an author keeps to themselves nobody else reads."""
    return and_(Interaction.company_id == who.company_id, or_(Interaction.visibility == "company", Interaction.created_by == who.user_id))


records.noun(
    "pipeline",
    Pipeline,
    form=SALES / "pipelines" / "pipeline.form",
    title=N_("Pipeline"),
    plural=N_("Pipelines"),
    path="pipelines",
    columns=["code", "name", "usual"],
    search=["code", "name"],
    sort="name",
    lines={"stages": Lines(Stage, "pipeline_id", "position")},
    references="pipeline",
)
records.noun(
    "stage",
    Stage,
    form=SALES / "pipelines" / "stage.form",
    title=N_("Stage"),
    plural=N_("Stages"),
    path="stages",
    columns=["position", "name", "pipeline_id", "type", "probability", "needs"],
    search=["code", "name"],
    sort="position",
    references="stage",
)
records.noun(
    "lead",
    Lead,
    form=SALES / "leads" / "lead.form",
    title=N_("Lead"),
    plural=N_("Leads"),
    path="leads",
    columns=["name", "organisation", "source", "state", "grade", "score", "owner_id", "email", "phone"],
    search=["name", "organisation", "email", "phone", "cvr"],
    naming=["name", "organisation"],
    sort="name",
    lines={"interactions": Lines(Interaction, "lead_id", "happened_at", _heard)},
    rule=lead_rule,
    references="lead",
)
records.noun(
    "deal",
    Deal,
    form=SALES / "deals" / "deal.form",
    title=N_("Deal"),
    plural=N_("Deals"),
    path="deals",
    columns=["name", "party_id", "stage_id", "status", "amount", "currency", "expected_close", "owner_id"],
    search=["name", "need", "competitor"],
    sort="expected_close",
    lines={
        "steps": Lines(DealStageEvent, "deal_id", "happened_at"),
        "quotes": Lines(Quote, "deal_id", "revision"),
        "contracts": Lines(Contract, "deal_id"),
        "objections": Lines(Objection, "deal_id"),
    },
    rule=deal_rule,
    references="deal",
)
records.noun(
    "deal_step",
    DealStageEvent,
    form=SALES / "deals" / "deal-step.form",
    title=N_("Step of a deal"),
    plural=N_("Steps of deals"),
    path="deal-steps",
    columns=["happened_at", "deal_id", "from_id", "to_id", "amount"],
    search=["note"],
    write=BY_OPERATION,
    naming=["note"],
    sort="-happened_at",
)
records.noun(
    "quote",
    Quote,
    form=SALES / "quotes" / "quote.form",
    title=N_("Quote"),
    plural=N_("Quotes"),
    path="quotes",
    columns=["number", "revision", "party_id", "status", "valid_until", "net", "currency", "margin"],
    search=["number", "status"],
    write=BY_OPERATION,
    naming=["number"],
    sort="-valid_until",
    lines={"lines": Lines(QuoteLine, "quote_id", "position")},
    references="quote",
)
records.noun(
    "contract",
    Contract,
    form=SALES / "quotes" / "contract.form",
    title=N_("Contract"),
    plural=N_("Contracts"),
    path="contracts",
    columns=["number", "title", "party_id", "state", "starts_on", "ends_on", "value", "currency"],
    search=["number", "title", "signed_by"],
    write=BY_OPERATION,
    naming=["title", "number"],
    sort="-starts_on",
    references="contract",
)
records.noun(
    "interaction",
    Interaction,
    form=SALES / "dialogue" / "interaction.form",
    title=N_("Conversation"),
    plural=N_("Conversations"),
    path="interactions",
    columns=["happened_at", "kind", "direction", "party_id", "subject"],
    search=["subject", "text", "thread"],
    write=BY_OPERATION,
    naming=["subject", "kind"],
    sort="-happened_at",
    visible=_heard,
)
records.noun(
    "objection",
    Objection,
    form=SALES / "dialogue" / "objection.form",
    title=N_("Objection"),
    plural=N_("Objections"),
    path="objections",
    columns=["kind", "text", "party_id", "deal_id", "stage_id", "overcome"],
    search=["kind", "text", "answer"],
    naming=["text", "kind"],
    sort="kind",
    references="objection",
)
records.noun(
    "campaign",
    Campaign,
    form=MARKETING / "campaign.form",
    title=N_("Campaign"),
    plural=N_("Campaigns"),
    path="campaigns",
    columns=["code", "name", "channel", "state", "starts_on", "ends_on"],
    search=["code", "name"],
    naming=["name", "code"],
    sort="-starts_on",
    lines={"costs": Lines(CampaignCost, "campaign_id", "spent_on"), "members": Lines(CampaignMember, "campaign_id")},
    references="campaign",
)
records.noun(
    "campaign_member",
    CampaignMember,
    form=MARKETING / "campaign-member.form",
    title=N_("Campaign member"),
    plural=N_("Campaign members"),
    path="campaign-members",
    columns=["campaign_id", "party_id", "state", "contacted_at"],
    search=["state"],
    naming=["state"],
    sort="campaign_id",
)
records.noun(
    "campaign_cost",
    CampaignCost,
    form=MARKETING / "campaign-cost.form",
    title=N_("Campaign cost"),
    plural=N_("Campaign costs"),
    path="campaign-costs",
    columns=["spent_on", "campaign_id", "text", "amount"],
    search=["text"],
    naming=["text"],
    sort="-spent_on",
)
records.noun(
    "consent",
    ConsentEvent,
    form=MARKETING / "consent.form",
    title=N_("Consent"),
    plural=N_("Consents"),
    path="consents",
    columns=["happened_at", "party_id", "channel", "given", "source"],
    search=["channel", "source"],
    write=BY_OPERATION,
    naming=["channel"],
    sort="-happened_at",
)
records.noun(
    "ticket",
    Ticket,
    form=SERVICE / "ticket.form",
    title=N_("Ticket"),
    plural=N_("Tickets"),
    path="tickets",
    columns=["number", "subject", "party_id", "kind", "priority", "state", "owner_id", "opened_at"],
    search=["number", "subject", "text", "solution"],
    write=BY_OPERATION,
    naming=["subject", "number"],
    sort="-opened_at",
    lines={"segments": Lines(SlaSegment, "ticket_id", "starts_at")},
    references="ticket",
)
records.noun(
    "sla_segment",
    SlaSegment,
    form=SERVICE / "sla-segment.form",
    title=N_("Counted time"),
    plural=N_("Counted times"),
    path="counted-times",
    columns=["ticket_id", "running", "starts_at", "ends_at"],
    search=["ticket_id"],
    write=BY_OPERATION,
    naming=["id"],
    sort="-starts_at",
)

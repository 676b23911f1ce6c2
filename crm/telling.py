"""What does the CRM tell of a customer, a lead or a deal: conversations, steps, quotes?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from crm.sales.deals.tables import Deal, DealStageEvent
from crm.sales.dialogue.tables import Interaction
from crm.sales.pipelines.tables import Stage
from crm.sales.quotes.tables import Quote
from crm.service.tables import Ticket
from erp.parties.queries import family
from kit import money
from kit.i18n import N_, _
from people.access import Who
from records import Happening, timeline_source

KINDS = {"call": N_("Call"), "sms": N_("SMS"), "mail": N_("Mail"), "meeting": N_("Meeting"), "note": N_("Note"), "visit": N_("Visit")}
DIRECTIONS = {"in": N_("from them"), "out": N_("from us")}


@timeline_source
def conversations(session: Session, who: Who, noun: str, key: int) -> Iterator[Happening]:
    """What was said; what an author keeps to themselves only they are told."""
    heard = or_(Interaction.visibility == "company", Interaction.created_by == who.user_id)
    found = select(Interaction).where(Interaction.company_id == who.company_id, heard, _about(session, noun, key))
    for each in session.scalars(found):
        kind, way = _(KINDS[each.kind]), _(DIRECTIONS.get(each.direction, ""))
        said = ": ".join(part for part in (each.subject, each.text) if part)
        yield Happening(each.happened_at, f"{kind} {way}".strip(), said, each.created_by, "talk", f"/records/interactions/{each.id}")


def _about(session: Session, noun: str, key: int) -> ColumnElement[bool]:
    """Conversations with this customer, lead, or about this deal."""
    if noun == "customer":
        return Interaction.party_id.in_(family(session, key))
    column = {"lead": Interaction.lead_id, "deal": Interaction.deal_id}.get(noun)
    return false() if column is None else column == key


@timeline_source
def steps(session: Session, who: Who, noun: str, key: int) -> Iterator[Happening]:
    """Each stage that a deal entered, and each quote that was issued and answered."""
    deals = _deals(session, who, noun, key)
    if not deals:
        return
    names: Mapping[int, str] = {stage.id: stage.name for stage in session.scalars(select(Stage).filter_by(company_id=who.company_id))}
    for step in session.scalars(select(DealStageEvent).where(DealStageEvent.deal_id.in_(sorted(deals)))):
        said = _("%(deal)s: %(stage)s") % {"deal": deals[step.deal_id].name, "stage": _(names[step.to_id])}
        yield Happening(step.happened_at, said, step.note, step.created_by, "deal", f"/records/deals/{step.deal_id}")
    for quote in session.scalars(select(Quote).where(Quote.deal_id.in_(sorted(deals)), Quote.issued_at.is_not(None))):
        yield from _quoted(quote)


def _deals(session: Session, who: Who, noun: str, key: int) -> Mapping[int, Deal]:
    found = select(Deal).where(Deal.company_id == who.company_id)
    if noun == "customer":
        found = found.where(Deal.party_id.in_(family(session, key)))
    elif noun == "deal":
        found = found.where(Deal.id == key)
    else:
        return {}
    return {deal.id: deal for deal in session.scalars(found)}


def _quoted(quote: Quote) -> Iterator[Happening]:
    facts = {"number": quote.number, "revision": quote.revision}
    href, worth = f"/records/quotes/{quote.id}", money.show(quote.net, quote.currency)
    if quote.issued_at is not None:
        yield Happening(quote.issued_at, _("Quote %(number)s, revision %(revision)d, issued") % facts, worth, quote.created_by, "deal", href)
    if quote.answered_at is not None:
        yield Happening(quote.answered_at, _("Quote %(number)s, revision %(revision)d, answered") % facts, quote.answer, None, "deal", href)


@timeline_source
def tickets(session: Session, who: Who, noun: str, key: int) -> Iterator[Happening]:
    """Each ticket of a customer, when it came and when it was solved."""
    if noun != "customer":
        return
    found = select(Ticket).where(Ticket.company_id == who.company_id, Ticket.party_id.in_(family(session, key)))
    for ticket in session.scalars(found):
        facts, href = {"number": ticket.number, "subject": ticket.subject}, f"/records/tickets/{ticket.id}"
        yield Happening(ticket.opened_at, _("Ticket %(number)s: %(subject)s") % facts, ticket.text, ticket.created_by, "ticket", href)
        if ticket.solved_at is not None:
            yield Happening(ticket.solved_at, _("Ticket %(number)s solved") % facts, ticket.solution, ticket.owner_id, "ticket", href)

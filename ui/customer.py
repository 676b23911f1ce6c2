"""What does a person see of a customer: facts, money, one timeline, open deals; and what do they do from there?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.datastructures import FormData
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

import engine
import records
from crm.sales.deals.queries import deals_of
from crm.sales.pipelines.tables import Stage
from crm.sales.quotes.queries import awaited
from crm.service.counting import to_solve
from crm.service.queries import current_tickets
from erp.parties.queries import family, standing
from erp.parties.tables import Contact, Party
from erp.sales.customer_totals import customer_totals
from kit.db import Database
from kit.errors import AppError, BadRequest, NotFound
from kit.i18n import N_, _
from people.access import Who, names_of
from ui.access import Data, Form, Visitor, permission
from ui.doing import do, once
from ui.rendering import View, page

router = APIRouter()
Reader = Annotated[Visitor, permission("record.read")]
Writer = Annotated[Visitor, permission("record.write")]
SHOWS = {
    "": N_("Everything"),
    "talk": N_("Conversations"),
    "deal": N_("Deals"),
    "ticket": N_("Tickets"),
    "order": N_("Orders"),
    "invoice": N_("Invoices and payments"),
    "process": N_("Processes"),
    "audit": N_("Changes"),
}
KINDS = {"call": N_("Call"), "mail": N_("Mail"), "sms": N_("SMS"), "meeting": N_("Meeting"), "visit": N_("Visit"), "note": N_("Note")}
ANSWERS = {"accepted": N_("Accepted"), "changes": N_("Changes wanted"), "declined": N_("Declined")}
TICKET_VERBS = {"resume": "crm.resume-ticket", "reopen": "crm.reopen-ticket"}
DIRECTIONS = {"out": N_("From us"), "in": N_("From them"), "none": N_("Neither")}


@router.get("/customers/{key}")
def customer_page(request: Request, key: int, database: Data, visitor: Reader, show: str = "") -> Response:
    """Who was merged into another is shown by the one that stands for both."""
    with database.reading() as session:
        stands = standing(session, key)
        if stands != key:
            return RedirectResponse(f"/customers/{stands}", 303)
        view = shown(session, visitor.who, key, show)
        return page(request, "customer.html", view)


@router.post("/customers/{key}/said")
def write_down(request: Request, key: int, form: Form, database: Data, visitor: Writer) -> Response:
    """A conversation with them."""
    said = {name: str(form.get(name, "")) for name in ("kind", "direction", "subject", "text")}
    if said["kind"] not in KINDS or said["direction"] not in DIRECTIONS:
        raise BadRequest(_("Say how it was and from whom it came."))
    deal = str(form.get("deal", ""))
    about = {"party": key, "deal": deal if deal.isdecimal() else None}
    complaint = ""
    try:
        with database.transaction() as session:
            records.card(session, visitor.who, records.get("customer"), key)
            do(session, visitor.who, "crm.log-interaction", form, {**said, **about})
    except NotFound:
        raise
    except AppError as refused:
        complaint = refused.message
    if not complaint:
        return RedirectResponse(f"/customers/{key}", 303)
    with database.reading() as session:
        view = {**shown(session, visitor.who, key, ""), "complaint": complaint, "said": said}
        return page(request, "customer.html", view, 409)


@router.post("/customers/{key}/quotes/{quote}/answer")
def answer_quote(request: Request, key: int, quote: int, form: Form, database: Data, visitor: Writer) -> Response:
    """What they said to it; the process that waits for the answer goes on."""
    given = {"quote": quote, "answer": str(form.get("answer", "")), "text": str(form.get("text", ""))[:2000]}
    if given["answer"] not in ANSWERS:
        raise BadRequest(_("Say what they answered."))
    return _done(request, database, visitor, key, "sales.answer-quote", form, given)


@router.post("/customers/{key}/tickets/{ticket}")
def turn_ticket(request: Request, key: int, ticket: int, form: Form, database: Data, visitor: Writer) -> Response:
    """They have answered, or it was not solved after all."""
    verb = str(form.get("verb", ""))
    if verb not in TICKET_VERBS:
        raise BadRequest(_("There is no such thing to do with a ticket."))
    return _done(request, database, visitor, key, TICKET_VERBS[verb], form, {"ticket": ticket})


def _done(  # noqa: PLR0913  what a form on the card says
    request: Request, database: Database, visitor: Visitor, key: int, operation: str, form: FormData, given: Mapping[str, object]
) -> Response:
    """Done, or the card again with the sentence that says why not."""
    try:
        with database.transaction() as session:
            do(session, visitor.who, operation, form, given)
        return RedirectResponse(f"/customers/{key}", 303)
    except NotFound:
        raise
    except AppError as refused:
        complaint, status = refused.message, refused.status
    with database.reading() as session:
        return page(request, "customer.html", {**shown(session, visitor.who, key, ""), "complaint": complaint}, status)


def shown(session: Session, who: Who, key: int, show: str) -> View:
    noun = records.get("customer")
    card = records.card(session, who, noun, key)
    told = records.timeline(session, who, noun, key)
    chosen = show if show in SHOWS else ""
    happenings = [each for each in told.happenings if not chosen or each.kind == chosen]
    deals = deals_of(session, who.company_id, key)
    stages = {stage.id: stage.name for stage in session.scalars(select(Stage).filter_by(company_id=who.company_id))}
    startable = engine.definitions(session, who=who) if who.may("process.start") else []
    return {
        "card": card,
        "address": card.values.get("address") or {},
        "terms": card.values.get("terms") or {},
        "totals": customer_totals(session, who.company_id, key),
        "contacts": _contacts(session, who, key),
        "open_deals": [deal for deal in deals if deal.status == "open"],
        "decided_deals": [deal for deal in deals if deal.status != "open"],
        "quotes": awaited(session, who.company_id, family(session, key)),
        "answers": ANSWERS,
        "tickets": [(each, to_solve(session, each)) for each in current_tickets(session, who.company_id, key)],
        "stages": stages,
        "happenings": happenings,
        "actors": names_of(session, {each.actor for each in happenings if each.actor is not None}),
        "shows": SHOWS,
        "show": chosen,
        "startable": [each for each in startable if each.startable],
        "kinds": KINDS,
        "directions": DIRECTIONS,
        "may_write": who.may("record.write"),
        "may_deal": who.may("deal.work"),
        "once": once(),
        "complaint": "",
        "said": {"kind": "call", "direction": "out", "subject": "", "text": ""},
    }


def _contacts(session: Session, who: Who, key: int) -> list[tuple[Party, str]]:
    """The people who speak for them, each with a title."""
    found = select(Party, Contact.title).join(Contact, Contact.person_id == Party.id)
    here = found.where(Contact.organisation_id.in_(family(session, key)), Contact.company_id == who.company_id, Party.merged_into.is_(None))
    return [(person, title) for person, title in session.execute(here.order_by(Party.name, Party.id))]

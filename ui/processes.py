"""Which processes are there to start, and what does each ask before it begins?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

import engine
import forms
import records
from engine import Wanted
from kit import links
from kit.errors import Invalid
from kit.i18n import _
from people.access import Who
from ui.about import subjects_of_all
from ui.access import SIGNED_IN, Data, Form, Visitor, permission
from ui.filing import keep
from ui.rendering import View, page

router = APIRouter()
Starter = Annotated[Visitor, permission("process.start")]
Raw = Mapping[str, object]
PAGE = 30
STATES = ("ACTIVE", "SUSPENDED", "COMPLETED", "TERMINATED")


@router.get("/processes")
def processes_page(
    request: Request,
    database: Data,
    visitor: Annotated[Visitor, permission(SIGNED_IN)],
    state: str = "ACTIVE",
    process: str = "",
    start: int = 0,
) -> Response:
    """Those that can be started, and the instances that this person sees."""
    who, offset = visitor.who, max(0, start)
    wanted = Wanted(process or None, state if state in STATES else None)
    with database.reading() as session:
        found = engine.instances(session, wanted, who=who, limit=PAGE + 1, offset=offset)
        about = subjects_of_all(session, who, {each.key for each in found})
        view = {
            "about": {key: f"{told[0].kind} {told[0].title}" for key, told in about.items() if told},
            "definitions": engine.definitions(session, who=who),
            "instances": found[:PAGE],
            "states": STATES,
            "state": wanted.state or "",
            "process": process,
            "next_start": offset + PAGE if len(found) > PAGE else 0,
            "may_start": who.may("process.start"),
            "operates": who.may("process.operate"),
        }
    return page(request, "processes.html", view)


@router.get("/processes/{process_id}/start")
def start_page(request: Request, process_id: str, database: Data, visitor: Starter, about: str = "") -> Response:
    """Begun from a record's page, `about` names that record: it is picked in the form already."""
    with database.reading() as session:
        view = shown(session, visitor.who, process_id, about=about)
    return page(request, "start.html", view)


@router.post("/processes/{process_id}/form")
def form_again(process_id: str, form: Form, database: Data, visitor: Starter) -> Response:
    """Only the form, after an answer that changes what it asks."""
    with database.reading() as session:
        document = engine.start_form(session, process_id, who=visitor.who) or {}
        raw = forms.read(document, form.multi_items(), keep(database, visitor.who))
        return HTMLResponse(forms.render(document, {}, who=visitor.who, session=session, raw=raw, refresh=_again(process_id)))


@router.post("/processes/{process_id}/start")
def start(request: Request, process_id: str, form: Form, database: Data, visitor: Starter) -> Response:
    with database.reading() as session:
        raw = forms.read(engine.start_form(session, process_id, who=visitor.who) or {}, form.multi_items(), keep(database, visitor.who))
    wrong: Invalid | None = None
    if not forms.rearranged(form.multi_items()):
        try:
            with database.transaction() as session:
                subject = subject_of(session, visitor.who, str(form.get("about", "")))
                key = engine.start(session, process_id, raw, who=visitor.who)
                if subject is not None:
                    links.link(session, key, *subject)
            return RedirectResponse(f"/instances/{key}", 303)
        except Invalid as refused:
            wrong = refused
    with database.reading() as session:
        view = shown(session, visitor.who, process_id, raw, wrong, str(form.get("about", "")))
    return page(request, "start.html", view, wrong.status if wrong else 200)


def shown(session: Session, who: Who, process_id: str, raw: Raw | None = None, wrong: Invalid | None = None, about: str = "") -> View:
    document = engine.start_form(session, process_id, who=who)
    subject = subject_of(session, who, about)
    values = _picked(document, subject) if document and subject else {}
    names = {each.process_id: each.name for each in engine.definitions(session, who=who)}
    errors = wrong.fields if wrong else {}
    return {
        "process_id": process_id,
        "name": _(names.get(process_id, process_id)),
        "fields": forms.render(document, values, errors, who=who, session=session, raw=raw, refresh=_again(process_id)) if document else "",
        "about": about if subject else "",
        "subject": None if subject is None else records.card(session, who, records.get(subject[0]), subject[1]).title,
        "complaint": wrong.message if wrong and not wrong.fields else "",
    }


def subject_of(session: Session, who: Who, about: str) -> tuple[str, int] | None:
    """The record that `noun:key` names, where this person sees it."""
    name, _colon, key = about.partition(":")
    noun = next((each for each in records.all_nouns() if each.name == name), None)
    if noun is None or not key.isdecimal() or int(key) >= 2**63 or int(key) not in records.titles(session, who, noun, [int(key)]):
        return None
    return name, int(key)


def _picked(document: Raw, subject: tuple[str, int]) -> dict[str, object]:
    """The record, in every field of the form that asks for one of its kind."""
    name, key = subject
    return {field: str(key) for field, component in forms.fields_of(document) if component.reference == name}


def _again(process_id: str) -> str:
    return f"/processes/{process_id}/form"

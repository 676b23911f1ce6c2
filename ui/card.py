"""What is known of one record, what happened to it, and how does a person change it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

import engine
import forms
import records
from engine.queries.views import InstanceView
from kit.errors import AppError, BadRequest, Forbidden, Invalid, NotFound
from kit.i18n import _
from people.access import Who, names_of
from records import Noun, StaleEdit
from ui.access import Data, Form, Visitor, permission
from ui.filing import keep
from ui.rendering import View, page

router = APIRouter()
Reader = Annotated[Visitor, permission("record.read")]
Writer = Annotated[Visitor, permission("record.write")]
Raw = Mapping[str, object]


@router.get("/records/{noun}/new")
def new_page(request: Request, noun: str, database: Data, visitor: Writer) -> Response:
    kind = records.get(noun)
    _refuse_reader(kind, visitor.who)
    with database.reading() as session:
        view = _blank(session, visitor.who, kind)
    return page(request, "record_edit.html", view)


@router.post("/records/{noun}/new")
def create(request: Request, noun: str, form: Form, database: Data, visitor: Writer) -> Response:
    kind = records.get(noun)
    raw = forms.read(records.document_of(kind), form.multi_items(), keep(database, visitor.who))
    wrong: Invalid | None = None
    if not forms.rearranged(form.multi_items()):
        try:
            with database.transaction() as session:
                card = records.create(session, visitor.who, kind, raw)
            return RedirectResponse(f"/records/{kind.path}/{card.id}", 303)
        except Invalid as refused:
            wrong = refused
    with database.reading() as session:
        view = _blank(session, visitor.who, kind, raw, wrong)
    return page(request, "record_edit.html", view, wrong.status if wrong else 200)


@router.post("/records/{noun}/form")
def form_again(noun: str, form: Form, database: Data, visitor: Writer) -> Response:
    """Only the form, after an answer that changes what it asks."""
    kind, key = records.get(noun), str(form.get("key", ""))
    raw = forms.read(records.document_of(kind), form.multi_items(), keep(database, visitor.who))
    with database.reading() as session:
        values = records.card(session, visitor.who, kind, int(key)).values if key.isdecimal() else records.blank(kind)
        return HTMLResponse(_fields(session, visitor.who, kind, values, raw))


@router.get("/records/{noun}/{key}")
def card_page(request: Request, noun: str, key: int, database: Data, visitor: Reader) -> Response:
    kind = records.get(noun)
    with database.reading() as session:
        view = shown(session, visitor.who, kind, key)
    return page(request, "record.html", view)


@router.get("/records/{noun}/{key}/edit")
def edit_page(request: Request, noun: str, key: int, database: Data, visitor: Writer) -> Response:
    kind = records.get(noun)
    _refuse_reader(kind, visitor.who)
    with database.reading() as session:
        view = _editing(session, visitor.who, kind, key)
    return page(request, "record_edit.html", view)


@router.post("/records/{noun}/{key}/edit")
def change(request: Request, noun: str, key: int, form: Form, database: Data, visitor: Writer) -> Response:
    """Save; what somebody else saved meanwhile is shown beside what was typed."""
    kind = records.get(noun)
    raw = forms.read(records.document_of(kind), form.multi_items(), keep(database, visitor.who))
    wrong: AppError | None = None
    if not forms.rearranged(form.multi_items()):
        try:
            with database.transaction() as session:
                records.change(session, visitor.who, kind, key, _version(form), raw)
            return RedirectResponse(f"/records/{kind.path}/{key}", 303)
        except (Invalid, StaleEdit) as refused:
            wrong = refused
    with database.reading() as session:
        view = _editing(session, visitor.who, kind, key, raw, wrong)
    return page(request, "record_edit.html", view, wrong.status if wrong else 200)


def shown(session: Session, who: Who, noun: Noun, key: int) -> View:
    card = records.card(session, who, noun, key)
    told = records.timeline(session, who, noun, key)
    return {
        "noun": noun,
        "card": card,
        "fields": forms.render(records.document_of(noun), card.values, who=who, session=session, readonly=True),
        "happenings": told.happenings,
        "actors": names_of(session, {each.actor for each in told.happenings if each.actor is not None}),
        "instances": [found for each in told.instances if (found := _seen(session, who, each))],
        "may_write": who.may(noun.write),
    }


def _seen(session: Session, who: Who, instance_key: int) -> InstanceView | None:
    """The instance, or None where this person may not look at it."""
    try:
        return engine.instance(session, instance_key, who=who).instance
    except (Forbidden, NotFound):
        return None


def _blank(session: Session, who: Who, noun: Noun, raw: Raw | None = None, wrong: Invalid | None = None) -> View:
    fields = _fields(session, who, noun, records.blank(noun), raw, wrong)
    return {"noun": noun, "card": None, "version": "", "fields": fields, "complaint": _complaint(wrong), "differences": []}


def _editing(session: Session, who: Who, noun: Noun, key: int, raw: Raw | None = None, wrong: AppError | None = None) -> View:
    """With the newest version: who saves again has seen what differs."""
    card = records.card(session, who, noun, key)
    stale = wrong if isinstance(wrong, StaleEdit) else None
    return {
        "noun": noun,
        "card": card,
        "version": stale.version if stale else card.version,
        "fields": _fields(session, who, noun, card.values, raw, None if stale else wrong),
        "complaint": wrong.message if stale and wrong else _complaint(wrong),
        "differences": stale.differences if stale else [],
    }


def _fields(session: Session, who: Who, noun: Noun, values: Raw, raw: Raw | None, wrong: AppError | None = None) -> str:
    errors = wrong.fields if wrong else {}
    again = f"/records/{noun.path}/form"
    return forms.render(records.document_of(noun), values, errors, who=who, session=session, raw=raw, refresh=again)


def _complaint(wrong: AppError | None) -> str:
    """What no field says."""
    return wrong.message if wrong and not wrong.fields else ""


def _version(form: Form) -> int:
    version = str(form.get("version", ""))
    if not version.isdecimal():
        raise BadRequest(_("The form does not say which version it changes. Open the record again."))
    return int(version)


def _refuse_reader(noun: Noun, who: Who) -> None:
    if not who.may(noun.write):
        raise Forbidden(_("You need the permission %(permission)s for this.") % {"permission": noun.write})

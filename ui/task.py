"""How does a person read a task, fill in its form, and finish it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from pydantic import ValidationError
from sqlalchemy.orm import Session

import engine
import forms
import records
from engine import StaleDraft
from engine.queries.views import TaskCard, TaskView
from kit.errors import Conflict, Invalid, NotFound
from kit.i18n import _
from people.access import Who, colleagues, role_names
from ui.about import Subject, subjects
from ui.access import Data, Form, Visitor, permission
from ui.desk import Asked, AskedFor, listed, next_task
from ui.filing import keep
from ui.rendering import View, page
from ui.why_me import why_me

router = APIRouter()
Worker = Annotated[Visitor, permission("task.work")]
Raw = Mapping[str, object]
OURS = frozenset({"csrf", "draft_version", "list"})
"""What a form sends for the page, not for the task."""


@router.get("/tasks/{key}")
def task_page(request: Request, key: int, database: Data, visitor: Worker, asked: AskedFor) -> Response:
    """The task beside the list that it was opened from; an open page that only refreshes its list asks for no more."""
    with database.reading() as session:
        side = listed(session, visitor, asked, key)
        if request.headers.get("HX-Target") == "inbox":
            return page(request, "inbox.html", {**side, "done": False})
        view = shown(session, visitor.who, key)
    return page(request, "task.html", {**side, **view, "done": asked.done})


@router.post("/tasks/{key}/form")
def form_again(key: int, form: Form, database: Data, visitor: Worker) -> Response:
    """Only the form, after an answer that changes what it asks."""
    with database.reading() as session:
        card = engine.task(session, key, who=visitor.who)
        raw = forms.read(card.form or {}, form.multi_items(), keep(database, visitor.who))
        return HTMLResponse(_fields(session, visitor.who, card, raw, {}))


@router.post("/tasks/{key}/draft")
def keep_draft(request: Request, key: int, form: Form, database: Data, visitor: Worker) -> Response:
    """What is typed so far: a script sends it at each pause and gets the new version, a button of the page comes back to it."""
    by_script = request.headers.get("Accept") == "application/json"
    typed = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name not in OURS]
    try:
        with database.transaction() as session:
            version = engine.save_draft(session, key, typed, _number(form, "draft_version"), who=visitor.who)
    except StaleDraft as stale:
        if by_script:
            return JSONResponse({"version": stale.version, "message": stale.message}, stale.status)
        return _again(request, key, database, visitor, form, stale)
    return JSONResponse({"version": version}) if by_script else RedirectResponse(f"/tasks/{key}{_list_of(form).query()}", 303)


@router.post("/tasks/{key}/draft/discard")
def discard_draft(key: int, form: Form, database: Data, visitor: Worker) -> Response:
    with database.transaction() as session:
        engine.discard_draft(session, key, who=visitor.who)
    return RedirectResponse(f"/tasks/{key}{_list_of(form).query()}", 303)


@router.post("/tasks/{key}/complete")
def complete(request: Request, key: int, form: Form, database: Data, visitor: Worker) -> Response:
    """Finish the task and go to the next of the list; what was typed is kept when an answer is wrong."""
    with database.reading() as session:
        card = engine.task(session, key, who=visitor.who)
        raw = forms.read(card.form or {}, form.multi_items(), keep(database, visitor.who))
    if forms.rearranged(form.multi_items()):
        return _again(request, key, database, visitor, form)
    try:
        with database.transaction() as session:
            engine.complete_task(session, key, raw, who=visitor.who)
            engine.drop_draft(session, key)
    except Invalid as wrong:
        return _again(request, key, database, visitor, form, wrong)
    asked = _list_of(form)
    with database.reading() as session:
        following = next_task(session, visitor, asked, card.task)
    place = f"/tasks/{following}" if following else "/inbox"
    return RedirectResponse(f"{place}{asked.query()}{'&' if asked.query() else '?'}done=1", 303)


def _again(request: Request, key: int, database: Data, visitor: Visitor, form: Form, wrong: Invalid | Conflict | None = None) -> Response:
    """The page with what was typed; after a conflict a second save goes over what somebody else has saved."""
    with database.reading() as session:
        side = listed(session, visitor, _list_of(form), key)
        card = engine.task(session, key, who=visitor.who)
        raw = forms.read(card.form or {}, form.multi_items(), keep(database, visitor.who))
        view = shown(session, visitor.who, key, raw, wrong)
    return page(request, "task.html", {**side, **view, "done": False}, wrong.status if wrong else 200)


def shown(session: Session, who: Who, key: int, raw: Raw | None = None, wrong: Invalid | Conflict | None = None) -> View:
    """A task with its form: filled in from the process or the draft, or once more with what was typed."""
    card = engine.task(session, key, who=who)
    task, roles = card.task, role_names(session)
    is_open = task.state == "CREATED"
    draft = engine.draft(session, key, who=who) if is_open else None
    about = subjects(session, who, task.instance_key)
    if raw is None and draft is not None and card.form:
        raw = forms.read(card.form, draft.fields)
    return {
        "card": card,
        "task": task,
        "fields": _fields(session, who, card, raw, wrong.fields if wrong else {}) if card.form else "",
        "complaint": wrong.message if wrong and not wrong.fields else "",
        "draft": draft,
        "subjects": about,
        "object": _object(session, who, about),
        "alike": engine.count_alike(session, task, who=who) if is_open else 0,
        "others": _others(session, who, key) if is_open else [],
        "roles": roles,
        "why": why_me(card, who, roles) if is_open else "",
        "comments": engine.comments(session, task.instance_key, who=who),
        "deeds": engine.task_history(session, key, who=who),
        "people": [each for each in colleagues(session, who.company_id).items() if str(each[0]) != task.assignee] if card.can_hand else [],
        "follows": engine.follows(session, task.instance_key, who=who),
        "is_open": is_open,
    }


def _fields(session: Session, who: Who, card: TaskCard, raw: Raw | None, errors: Mapping[str, str]) -> str:
    document, task = card.form or {}, card.task
    again = f"/tasks/{task.key}/form"
    may_type = card.can_complete or card.can_resolve
    return forms.render(document, card.variables, errors, who=who, session=session, readonly=not may_type, raw=raw, refresh=again)


def _object(session: Session, who: Who, about: list[Subject]) -> tuple[Subject, str] | None:
    """The first record that the task is about, as its card shows it."""
    for subject in about[:1]:
        noun = records.get(subject.noun)
        try:
            card = records.card(session, who, noun, subject.key)
        except NotFound:
            return None
        return subject, forms.render(records.document_of(noun), card.values, who=who, session=session, readonly=True)
    return None


def _others(session: Session, who: Who, key: int) -> list[tuple[str, list[TaskView]]]:
    """Other open tasks, under the record that they share with this one."""
    found = engine.related(session, key, who=who)
    titles: dict[tuple[str, int], str] = {}
    nouns = {noun.name: noun for noun in records.all_nouns()}
    for kind in {each.entity_type for each in found} & nouns.keys():
        keys = {each.entity_id for each in found if each.entity_type == kind}
        titles |= {(kind, id_): f"{_(nouns[kind].title)} {title}" for id_, title in records.titles(session, who, nouns[kind], keys).items()}
    shared: dict[str, list[TaskView]] = {}
    for each in found:
        title = titles.get((each.entity_type, each.entity_id))
        if title is not None:
            shared.setdefault(title, []).append(each.task)
    return list(shared.items())


def _list_of(form: Form) -> Asked:
    """The list that the page stood beside, as its form sends it back."""
    given = dict(parse_qsl(str(form.get("list", "")).removeprefix("?")))
    try:
        return Asked.model_validate(given)
    except ValidationError:
        return Asked.model_validate({})


def _number(form: Form, name: str) -> int:
    text = str(form.get(name, ""))
    return int(text) if text.isdecimal() and len(text) < 10 else 0

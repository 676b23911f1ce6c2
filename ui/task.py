"""How does a person read a task, fill in its form, and finish it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

import engine
import forms
from engine import Whose
from engine.queries.views import TaskCard
from kit.errors import Invalid
from people.access import Who, role_names
from ui.about import subjects
from ui.access import Data, Form, Visitor, permission
from ui.filing import keep
from ui.rendering import View, page

router = APIRouter()
Worker = Annotated[Visitor, permission("task.work")]
Raw = Mapping[str, object]


@router.get("/tasks/{key}")
def task_page(request: Request, key: int, database: Data, visitor: Worker, done: bool = False) -> Response:
    with database.reading() as session:
        view = shown(session, visitor.who, key)
    return page(request, "task.html", {**view, "done": done})


@router.post("/tasks/{key}/form")
def form_again(key: int, form: Form, database: Data, visitor: Worker) -> Response:
    """Only the form, after an answer that changes what it asks."""
    with database.reading() as session:
        card = engine.task(session, key, who=visitor.who)
        raw = forms.read(card.form or {}, form.multi_items(), keep())
        return HTMLResponse(_fields(session, visitor.who, card, raw, {}))


@router.post("/tasks/{key}/release")
def release(key: int, database: Data, visitor: Worker) -> Response:
    with database.transaction() as session:
        engine.unclaim(session, key, who=visitor.who)
    return RedirectResponse("/inbox?tab=open", 303)


@router.post("/tasks/{key}/complete")
def complete(request: Request, key: int, form: Form, database: Data, visitor: Worker) -> Response:
    """Finish the task and go to the next; what was typed is kept when an answer is wrong."""
    with database.reading() as session:
        raw = forms.read(engine.task(session, key, who=visitor.who).form or {}, form.multi_items(), keep())
    if forms.rearranged(form.multi_items()):
        return _again(request, key, database, visitor, raw)
    try:
        with database.transaction() as session:
            engine.complete_task(session, key, raw, who=visitor.who)
    except Invalid as wrong:
        return _again(request, key, database, visitor, raw, wrong)
    with database.reading() as session:
        following = engine.inbox(session, who=visitor.who, whose=Whose.MINE, limit=1)
    return RedirectResponse(f"/tasks/{following[0].key}?done=1" if following else "/inbox?done=1", 303)


def _again(request: Request, key: int, database: Data, visitor: Visitor, raw: Raw, wrong: Invalid | None = None) -> Response:
    with database.reading() as session:
        view = shown(session, visitor.who, key, raw, wrong)
    return page(request, "task.html", {**view, "done": False}, wrong.status if wrong else 200)


def shown(session: Session, who: Who, key: int, raw: Raw | None = None, wrong: Invalid | None = None) -> View:
    """A task with its form: filled in from the process, or once more with what was typed."""
    card = engine.task(session, key, who=who)
    return {
        "card": card,
        "task": card.task,
        "fields": _fields(session, who, card, raw, wrong.fields if wrong else {}) if card.form else "",
        "complaint": wrong.message if wrong and not wrong.fields else "",
        "subjects": subjects(session, who, card.task.instance_key),
        "roles": role_names(session),
        "is_open": card.task.state == "CREATED",
    }


def _fields(session: Session, who: Who, card: TaskCard, raw: Raw | None, errors: Mapping[str, str]) -> str:
    document, task = card.form or {}, card.task
    again = f"/tasks/{task.key}/form"
    return forms.render(document, card.variables, errors, who=who, session=session, readonly=not card.can_complete, raw=raw, refresh=again)

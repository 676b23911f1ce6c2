"""What else can be done with a task than finish it: take it, give it, ask about it, put it off, talk about it?"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

import engine
from kit.errors import BadRequest
from kit.i18n import _
from ui.access import SIGNED_IN, Data, Form, Visitor, permission
from ui.desk import address_of
from ui.saying import zone

router = APIRouter()
Worker = Annotated[Visitor, permission("task.work")]
MORNING = time(8)


@router.post("/tasks/{key}/claim")
def claim(key: int, database: Data, visitor: Worker) -> Response:
    """Take the task and go to it."""
    with database.transaction() as session:
        engine.claim(session, key, who=visitor.who)
    return RedirectResponse(f"/tasks/{key}", 303)


@router.post("/tasks/{key}/release")
def release(key: int, database: Data, visitor: Worker) -> Response:
    with database.transaction() as session:
        engine.unclaim(session, key, who=visitor.who)
    return RedirectResponse("/inbox?tab=open", 303)


@router.post("/tasks/{key}/hand")
def hand(key: int, form: Form, database: Data, visitor: Worker) -> Response:
    """Give it to a colleague for good, or ask them for an answer."""
    to, verb = _colleague(form), str(form.get("how", ""))
    with database.transaction() as session:
        if verb == "ask":
            engine.delegate(session, key, to, who=visitor.who)
        else:
            engine.reassign(session, key, to, who=visitor.who)
    return RedirectResponse("/inbox", 303)


@router.post("/tasks/{key}/resolve")
def resolve(key: int, database: Data, visitor: Worker) -> Response:
    with database.transaction() as session:
        engine.resolve(session, key, who=visitor.who)
    return RedirectResponse("/inbox", 303)


@router.post("/tasks/{key}/follow-up")
def follow_up(key: int, form: Form, database: Data, visitor: Worker) -> Response:
    """Put it aside until the morning of a day, or take it up again."""
    until = _morning(str(form.get("day", "")))
    with database.transaction() as session:
        engine.follow_up(session, key, until, who=visitor.who)
    return RedirectResponse("/inbox" if until else f"/tasks/{key}", 303)


@router.post("/tasks/{key}/comment")
def comment_on_task(key: int, form: Form, database: Data, visitor: Worker) -> Response:
    with database.transaction() as session:
        instance = engine.task(session, key, who=visitor.who).task.instance_key
        missed = engine.comment(session, instance, str(form.get("text", "")), who=visitor.who, task_key=key)
    return RedirectResponse(f"/tasks/{key}{_missed(missed)}#comments", 303)


@router.post("/instances/{key}/comment")
def comment_on_instance(key: int, form: Form, database: Data, visitor: Annotated[Visitor, permission(SIGNED_IN)]) -> Response:
    with database.transaction() as session:
        missed = engine.comment(session, key, str(form.get("text", "")), who=visitor.who)
    return RedirectResponse(f"/instances/{key}{_missed(missed)}#comments", 303)


@router.post("/instances/{key}/follow")
def follow(key: int, form: Form, database: Data, visitor: Worker) -> Response:
    """Hear of the case from now on, or no more."""
    with database.transaction() as session:
        if form.get("stop"):
            engine.unfollow(session, key, who=visitor.who)
        else:
            engine.follow(session, key, who=visitor.who)
    task = str(form.get("task", ""))
    return RedirectResponse(f"/tasks/{task}" if task.isdecimal() else f"/instances/{key}", 303)


def _colleague(form: Form) -> int:
    to = str(form.get("to", ""))
    if not to.isdecimal():
        raise BadRequest(_("Choose a colleague first."))
    return int(to)


def _morning(day: str) -> datetime | None:
    if not day:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), MORNING, zone())
    except ValueError as error:
        raise BadRequest(_("“%(day)s” is no day. Write it as year-month-day.") % {"day": day}) from error


def _missed(names: tuple[str, ...]) -> str:
    return address_of({"missed": ", ".join(names)}) if names else ""

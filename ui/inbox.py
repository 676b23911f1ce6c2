"""What is there to do: mine, or open to my groups; late first, then today, then later?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

import engine
from engine import Whose, Wish
from engine.queries.views import TaskView
from kit import clock
from kit.i18n import N_, _
from people.access import Who, role_names
from ui.about import subjects_of_all
from ui.access import SIGNED_IN, Data, Visitor, permission
from ui.rendering import View, page
from ui.saying import local_day

router = APIRouter()
PAGE = 50
TABS = {Whose.MINE: N_("Mine"), Whose.OPEN: N_("My groups")}


class Asked(BaseModel):
    """What the address says; `done` greets who comes from the last of their tasks."""

    tab: Whose | None = None
    text: str = Field("", max_length=200)
    after: str = Field("", max_length=60)
    done: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks that are due at about the same time."""

    name: str
    title: str
    tasks: tuple[TaskView, ...]


@router.get("/")
def home(_visitor: Annotated[Visitor, permission(SIGNED_IN)]) -> Response:
    return RedirectResponse("/inbox", 303)


@router.get("/inbox")
def inbox_page(
    request: Request,
    database: Data,
    visitor: Annotated[Visitor, permission("task.work")],
    asked: Annotated[Asked, Query()],
) -> Response:
    """Without a tab: mine, or my groups' while I have none."""
    tab = asked.tab if asked.tab in TABS else (Whose.MINE if visitor.tasks else Whose.OPEN)
    with database.reading() as session:
        view = shown(session, visitor.who, tab, asked.text, asked.after)
    return page(request, "inbox.html", {**view, "done": asked.done})


def shown(session: Session, who: Who, tab: Whose, text: str, after: str) -> View:
    """One tab of the inbox, and how much each holds."""
    found = engine.inbox(session, Wish(tab, text), who=who, limit=PAGE + 1, after=after)
    about = subjects_of_all(session, who, {task.instance_key for task in found})
    return {
        "about": {key: f"{told[0].kind} {told[0].title}" for key, told in about.items() if told},
        "tab": tab.value,
        "tabs": [(each.value, _(title), engine.count_inbox(session, who=who, whose=each)) for each, title in TABS.items()],
        "groups": by_due(found[:PAGE], clock.now()),
        "roles": role_names(session),
        "text": text,
        "next_after": engine.place_of(found[PAGE - 1]) if len(found) > PAGE else "",
    }


def by_due(tasks: list[TaskView], now: datetime) -> list[Group]:
    """Late, today and later; what has no due date comes later."""
    parts = {
        "late": (_("Late"), [task for task in tasks if task.due and task.due < now]),
        "today": (_("Today"), [task for task in tasks if task.due and task.due >= now and local_day(task.due) == local_day(now)]),
        "later": (_("Later"), [task for task in tasks if not task.due or local_day(task.due) > local_day(now)]),
    }
    return [Group(name, title, tuple(within)) for name, (title, within) in parts.items() if within]


@router.post("/tasks/{key}/claim")
def claim(key: int, database: Data, visitor: Annotated[Visitor, permission("task.work")]) -> Response:
    """Take the task and go to it."""
    with database.transaction() as session:
        engine.claim(session, key, who=visitor.who)
    return RedirectResponse(f"/tasks/{key}", 303)

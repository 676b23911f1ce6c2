"""Which tasks stand in the list at the side, and how is that list asked for in an address?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

import engine
import records
from engine import Whose, Wish
from engine.queries.views import TaskView
from kit import clock, links
from kit.i18n import N_, _, sources
from people.access import Who, role_names
from ui.about import subjects_of_all
from ui.access import Visitor
from ui.rendering import View
from ui.saying import local_day, zone

PAGE = 50
TABS = {
    Whose.MINE: ("inbox", N_("Mine")),
    Whose.OPEN: ("users", N_("My groups")),
    Whose.FOLLOWED: ("eye", N_("Followed")),
    Whose.ASIDE: ("player-pause", N_("Put aside")),
}
DUE = {"late": N_("Late"), "today": N_("Due today"), "later": N_("Due later")}
FOUND = 40
"""So many records of each kind are looked at for the words of a search."""


class Asked(BaseModel):
    """What the address says; what is empty does not matter."""

    tab: Whose | None = None
    text: str = Field("", max_length=200)
    process: str = Field("", max_length=200)
    due: str = Field("", max_length=10)
    after: str = Field("", max_length=60)
    done: bool = False
    """Greets who comes from the task before, or from the last of them."""
    missed: str = Field("", max_length=400)
    """Who was named in a comment and may not see it."""

    def choice(self) -> dict[str, str]:
        """What a filter keeps of it."""
        said = {"tab": self.tab.value if self.tab else "", "text": self.text.strip(), "process": self.process, "due": self.due}
        return {name: value for name, value in said.items() if value}

    def query(self) -> str:
        """The same as the end of an address, with its question mark."""
        return address_of(self.choice())


AskedFor = Annotated[Asked, Query()]


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks that are due at about the same time."""

    name: str
    title: str
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A kept filter as the list shows it."""

    key: int
    name: str
    href: str
    is_mine: bool
    shared_with: str | None
    is_on: bool


def address_of(choice: Mapping[str, str]) -> str:
    return f"?{urlencode(choice)}" if choice else ""


def tab_of(asked: Asked, visitor: Visitor) -> Whose:
    """Without a tab: mine, or my groups' while I have none."""
    return asked.tab if asked.tab in TABS else (Whose.MINE if visitor.tasks else Whose.OPEN)


def wish_of(session: Session, who: Who, asked: Asked, tab: Whose) -> Wish:
    """The address as the engine's wish: words are looked for in names, in the reader's language, and in the records."""
    text = asked.text.strip()
    start, end = _range(asked.due, clock.now())
    if not text:
        return Wish(tab, process_id=asked.process or None, due_from=start, due_before=end)
    hits = records.find(session, who, text, FOUND) if who.may("record.read") else []
    about = links.instances_about(session, [(hit.noun.name, hit.id) for hit in hits])
    return Wish(tab, text, sources(text), tuple(about), asked.process or None, due_from=start, due_before=end)


def listed(session: Session, visitor: Visitor, asked: Asked, open_task: int | None = None) -> View:
    """The list, its tabs and filters."""
    who, tab = visitor.who, tab_of(asked, visitor)
    wish = wish_of(session, who, asked, tab)
    found = engine.inbox(session, wish, who=who, limit=PAGE + 1, after=asked.after)
    about = subjects_of_all(session, who, {task.instance_key for task in found})
    choice = asked.choice()
    return {
        "about": {key: f"{told[0].kind} {told[0].title}" for key, told in about.items() if told},
        "columns": engine.columns(session, found),
        "tab": tab.value,
        "tabs": _tabs(session, who, tab),
        "groups": by_due(found[:PAGE], clock.now()),
        "roles": role_names(session),
        "asked": asked,
        "text": asked.text,
        "query": asked.query(),
        "is_narrowed": bool({"text", "process", "due"} & choice.keys()),
        "next_after": engine.place_of(found[PAGE - 1]) if len(found) > PAGE else "",
        "open_task": open_task,
        "dues": [(code, _(name)) for code, name in DUE.items()],
        "processes": [(each.process_id, each.name) for each in engine.definitions(session, who=who)],
        "chips": _chips(session, who, choice),
        "shares": _shares(session, who),
    }


def next_task(session: Session, visitor: Visitor, asked: Asked, done: TaskView) -> int | None:
    """The task after the one just done, in the same list; after the last comes the first."""
    tab = tab_of(asked, visitor)
    wish = wish_of(session, visitor.who, asked, tab)
    following = engine.inbox(session, wish, who=visitor.who, limit=1, after=engine.place_of(done))
    found = following or engine.inbox(session, wish, who=visitor.who, limit=1)
    return found[0].key if found else None


def by_due(tasks: list[TaskView], now: datetime) -> list[Group]:
    """Late, today and later; what has no due date comes later."""
    parts = {
        "late": (_("Late"), [task for task in tasks if task.due and task.due < now]),
        "today": (_("Today"), [task for task in tasks if task.due and task.due >= now and local_day(task.due) == local_day(now)]),
        "later": (_("Later"), [task for task in tasks if not task.due or local_day(task.due) > local_day(now)]),
    }
    return [Group(name, title, tuple(within)) for name, (title, within) in parts.items() if within]


def _range(due: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """From when and until when something is due that is late, due today or later."""
    tomorrow = datetime.combine(local_day(now) + timedelta(days=1), time(0), zone())
    return {"late": (None, now), "today": (now, tomorrow), "later": (tomorrow, None)}.get(due, (None, None))


def _tabs(session: Session, who: Who, tab: Whose) -> list[tuple[str, str, str, str]]:
    """What each tab holds; the last two are left out while they are empty and not looked at."""
    found = []
    for each, (sign, title) in TABS.items():
        count = engine.count_inbox(session, who=who, whose=each)
        if count or each is tab or each in {Whose.MINE, Whose.OPEN}:
            found.append((each.value, sign, _(title), f"{engine.COUNTED}+" if count > engine.COUNTED else str(count)))
    return found


def _chips(session: Session, who: Who, choice: Mapping[str, str]) -> list[Chip]:
    return [
        Chip(each.key, each.name, f"/inbox{address_of(each.wish)}", each.is_mine, each.shared_with, dict(each.wish) == choice)
        for each in engine.filters(session, who=who)
    ]


def _shares(session: Session, who: Who) -> list[tuple[str, str]]:
    names = role_names(session)
    mine = [(code, names.get(code, code)) for code in sorted(who.roles)]
    return [*mine, ("*", _("Everybody"))] if who.level >= engine.SHARES_WITH_ALL else mine

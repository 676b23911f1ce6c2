"""What may a person do right now? Whatever they type finds pages, processes to start, tasks, records and what is new to make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

import engine
import records
from engine import Whose, Wish
from kit import links
from kit.i18n import N_, _, sources
from people.access import Who
from ui.access import SIGNED_IN, Data, Visitor, permission
from ui.rendering import View, page
from ui.words import sign

router = APIRouter()
EACH = 6
PAGES = (
    ("inbox", N_("Inbox"), "/inbox", "task.work"),
    ("inbox", N_("My tasks"), "/inbox?tab=mine", "task.work"),
    ("users", N_("Tasks of my groups"), "/inbox?tab=open", "task.work"),
    ("eye", N_("Tasks of cases that I follow"), "/inbox?tab=followed", "task.work"),
    ("sitemap", N_("Processes"), "/processes", ""),
    ("layout-kanban", N_("Deals"), "/deals", "deal.work"),
    ("bell", N_("Notices"), "/notices", ""),
    ("beach", N_("Substitutes"), "/absence", "task.work"),
    ("folders", N_("Records"), "/records", "record.read"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """Something to do: where it leads, and what it is."""

    icon: str
    name: str
    href: str
    kind: str


@router.get("/palette")
def palette(
    request: Request, database: Data, visitor: Annotated[Visitor, permission(SIGNED_IN)], text: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """A page of its own, and what Ctrl-K opens over any other."""
    with database.reading() as session:
        view: View = {"ways": ways(session, visitor.who, text.strip()), "text": text}
    return page(request, "palette.html", view)


def ways(session: Session, who: Who, text: str) -> list[Way]:
    """What fits the words best comes first: pages, then what can be begun, tasks, and records."""
    return [*_pages(who, text), *_starts(session, who, text), *_tasks(session, who, text), *_new(who, text), *_records(session, who, text)]


def _fits(text: str, *names: str) -> bool:
    said = " ".join(names).casefold()
    return all(word in said for word in text.casefold().split())


def _pages(who: Who, text: str) -> list[Way]:
    found = [Way(icon, _(name), href, _("Page")) for icon, name, href, needs in PAGES if not needs or who.may(needs)]
    if who.may("record.read"):
        found += [Way(sign(noun.name), _(noun.plural), f"/records/{noun.path}", _("List")) for noun in records.all_nouns() if who.may(noun.read)]
    return [each for each in found if _fits(text, each.name)][: EACH if text else len(PAGES)]


def _starts(session: Session, who: Who, text: str) -> list[Way]:
    if not who.may("process.start"):
        return []
    startable = [each for each in engine.definitions(session, who=who) if each.startable]
    found = [Way("player-play", _(each.name), f"/processes/{each.process_id}/start", _("Start")) for each in startable]
    return [each for each in found if _fits(text, each.name, each.kind)][:EACH]


def _new(who: Who, text: str) -> list[Way]:
    if not text or not who.may("record.write"):
        return []
    nouns = [noun for noun in records.all_nouns() if who.may(noun.write)]
    found = [Way("plus", _("New: %(kind)s") % {"kind": _(noun.title)}, f"/records/{noun.path}/new", _("New")) for noun in nouns]
    return [each for each in found if _fits(text, each.name)][:EACH]


def _tasks(session: Session, who: Who, text: str) -> list[Way]:
    if not who.may("task.work"):
        return []
    wish = Wish(Whose.ALL)
    if text:
        hits = records.find(session, who, text) if who.may("record.read") else []
        about = links.instances_about(session, [(hit.noun.name, hit.id) for hit in hits])
        wish = Wish(Whose.ALL, text, sources(text), tuple(about))
    found = engine.inbox(session, wish, who=who, limit=EACH)
    return [Way("circle-check", _(task.name), f"/tasks/{task.key}", _(task.process_name)) for task in found]


def _records(session: Session, who: Who, text: str) -> list[Way]:
    hits = records.find(session, who, text) if text and who.may("record.read") else []
    return [Way(sign(hit.noun.name), hit.title, f"/records/{hit.noun.path}/{hit.id}", _(hit.noun.title)) for hit in hits]

"""What happened to a record, newest first: changes, what other rooms tell, and the processes about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.showing import shown
from kit import links
from kit.audit import AuditEvent
from kit.i18n import N_, _
from people.access import Who
from records.fields import fields_of, readable_fields
from records.nouns import Noun
from records.seeing import one

MOST = 200
ACTIONS = {"record.create": N_("Created"), "record.change": N_("Changed"), "party.merge": N_("Merged"), "party.unmerge": N_("Parted")}


@dataclass(frozen=True, slots=True)
class Happening:
    """`actor` is a user's key, or None for the system; `href` leads to more, where there is more."""

    at: datetime
    title: str
    detail: str = ""
    actor: int | None = None
    kind: str = "audit"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    happenings: tuple[Happening, ...]
    instances: tuple[int, ...]
    """The process instances about this record, newest first."""


Source = Callable[[Session, Who, str, int], Iterable[Happening]]
"""What another room has to tell: asked with the noun's name and the record's key."""

_sources: list[Source] = []


def timeline_source(source: Source) -> Source:
    """Announce a source of happenings."""
    if source not in _sources:
        _sources.append(source)
    return source


def timeline(session: Session, who: Who, noun: Noun, id: int) -> Timeline:  # noqa: A002  the column is called so
    """Everything that this person may know of. Raises NotFound where there is no such record for them."""
    one(session, who, noun, id)
    happenings = [*_audited(session, who, noun, id), *(told for source in _sources for told in source(session, who, noun.name, id))]
    newest = sorted(happenings, key=lambda happening: happening.at, reverse=True)[:MOST]
    return Timeline(tuple(newest), tuple(links.instances_of(session, noun.name, id)))


def _audited(session: Session, who: Who, noun: Noun, id_: int) -> Iterator[Happening]:
    readable = readable_fields(session, who, noun)
    known = fields_of(noun)
    events = select(AuditEvent).where(
        AuditEvent.entity_type == noun.name, AuditEvent.entity_id == id_, AuditEvent.company_id == who.company_id
    )  # fmt: skip
    for event in session.scalars(events.order_by(AuditEvent.id.desc()).limit(MOST)):
        changes = event.detail.get("changes", {}) if isinstance(event.detail, Mapping) else {}
        seen = {name: change for name, change in changes.items() if name in readable or name not in known}
        if changes and not seen:
            continue  # nothing in it that this person may read
        said = "; ".join(_said(readable[name].label if name in readable else name, change) for name, change in seen.items())
        yield Happening(event.at, _(ACTIONS.get(event.action, event.action)), said, event.actor)


def _said(label: str, change: object) -> str:
    old, new = change if isinstance(change, list) and len(change) == 2 else (None, change)
    if old in (None, ""):
        return f"{label}: {shown(new)}"
    return f"{label}: {shown(old)} → {shown(new)}"

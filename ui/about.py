"""Which records is a process instance about?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

import records
from kit import links
from kit.errors import Forbidden, NotFound
from kit.i18n import _
from people.access import Who


@dataclass(frozen=True, slots=True)
class Subject:
    kind: str
    title: str
    href: str


def subjects(session: Session, who: Who, instance_key: int) -> list[Subject]:
    """Those that this person may see, each once, the first named first."""
    told = dict.fromkeys((link.entity_type, link.entity_id) for link in links.entities_of(session, instance_key))
    return [found for name, key in told if (found := _subject(session, who, name, key))]


def _subject(session: Session, who: Who, name: str, key: int) -> Subject | None:
    try:
        noun = records.get(name)
        return Subject(_(noun.title), records.card(session, who, noun, key).title, f"/records/{noun.path}/{key}")
    except (Forbidden, NotFound):
        return None

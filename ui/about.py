"""Which records are process instances about?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

import records
from kit import links
from kit.i18n import _
from people.access import Who
from records import Noun
from ui.words import address_of


@dataclass(frozen=True, slots=True)
class Subject:
    kind: str
    title: str
    href: str
    noun: str
    key: int


def subjects(session: Session, who: Who, instance_key: int) -> list[Subject]:
    """Those that this person may see, each once, the first named first."""
    return subjects_of_all(session, who, [instance_key]).get(instance_key, [])


def subjects_of_all(session: Session, who: Who, instance_keys: Collection[int]) -> dict[int, list[Subject]]:
    """The same for many instances, with one look-up for each kind of record."""
    told = links.entities_of_all(session, instance_keys)
    nouns = {noun.name: noun for noun in records.all_nouns()}
    wanted: dict[str, set[int]] = {}
    for link in (each for one in told.values() for each in one if each.entity_type in nouns):
        wanted.setdefault(link.entity_type, set()).add(link.entity_id)
    titles = {name: records.titles(session, who, nouns[name], ids) for name, ids in wanted.items()}
    return {
        instance: [
            _subject(nouns[name], key, titles[name][key])
            for name, key in dict.fromkeys((each.entity_type, each.entity_id) for each in one)
            if key in titles.get(name, {})
        ]
        for instance, one in told.items()
    }


def _subject(noun: Noun, key: int, title: str) -> Subject:
    return Subject(_(noun.title), title, address_of(noun.name, noun.path, key), noun.name, key)

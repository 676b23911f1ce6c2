"""Find records by a few words: in every noun for a person's search, in one noun for a form's picker."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from kit import references
from kit.references import Choice, Finder
from people.access import Who
from records.cards import title_of
from records.fields import Field, readable_fields
from records.listing import fitting
from records.nouns import Noun, all_nouns
from records.seeing import Found, element, gathered, seen
from records.values import LARGEST

EACH = 5
"""So many of each noun a search over all of them shows."""


@dataclass(frozen=True, slots=True)
class Hit:
    noun: Noun
    id: int
    title: str
    detail: str


def find(session: Session, who: Who, text: str, each: int = EACH) -> list[Hit]:
    """The records that fit these words, of every noun that this person may read; none for no words."""
    if not text.strip():
        return []
    return [hit for noun in all_nouns() if who.may(noun.read) for hit in _hits(session, who, noun, text, each)]


def _hits(session: Session, who: Who, noun: Noun, text: str, limit: int) -> list[Hit]:
    fields = readable_fields(session, who, noun)
    named = [element(noun, fields[name]) for name in noun.naming[:1] if name in fields]
    statement = fitting(noun, who, fields, text, {}).order_by(*named, noun.table.id).limit(limit)
    return [_hit(noun, gathered(noun, list(result)), fields) for result in session.execute(statement)]


def _hit(noun: Noun, found: Found, fields: dict[str, Field]) -> Hit:
    title = title_of(noun, found, fields)
    told = [str(found.value(fields[name])) for name in noun.naming if name in fields and found.value(fields[name]) not in (None, "")]
    return Hit(noun, found.row.id, title, " · ".join(word for word in told if word != title))


class NounFinder:
    """A noun's rows as a form's picker asks for them: what the person may read is what they may pick."""

    def __init__(self, noun: Noun) -> None:
        self.noun = noun

    def search(self, session: Session, who: Who, text: str, limit: int) -> list[Choice]:
        return [Choice(str(hit.id), hit.title, hit.detail) for hit in _hits(session, who, self.noun, text, limit)]

    def find(self, session: Session, who: Who, id: str) -> Choice | None:  # noqa: A002  the registry calls it so
        if not id.isdecimal() or int(id) > LARGEST:
            return None
        result = session.execute(seen(self.noun, who).where(self.noun.table.id == int(id))).first()
        if result is None:
            return None
        hit = _hit(self.noun, gathered(self.noun, list(result)), readable_fields(session, who, self.noun))
        return Choice(id, hit.title, hit.detail)


def announce(name: str, noun: Noun) -> None:
    """Let forms pick this noun's records by a reference of this name."""

    class Announced(NounFinder):
        def __init__(self) -> None:
            super().__init__(noun)

    finder: type[Finder] = Announced
    references.reference(name, label=noun.title)(finder)

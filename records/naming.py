"""What are these records called, in one look-up for all of them?"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from people.access import Who
from records.cards import title_of
from records.fields import readable_fields
from records.nouns import Noun
from records.seeing import gathered, seen


def titles(session: Session, who: Who, noun: Noun, ids: Collection[int]) -> dict[int, str]:
    """The titles by key; what this person does not see is left out."""
    if not ids or not who.may(noun.read):
        return {}
    fields = readable_fields(session, who, noun)
    found = [gathered(noun, list(result)) for result in session.execute(seen(noun, who).where(noun.table.id.in_(sorted(ids))))]
    return {each.row.id: title_of(noun, each, fields) for each in found}

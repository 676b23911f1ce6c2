"""Which classes of fields may this person read?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from people.access.tables import FieldClass
from people.access.who import Who


def readable_classes(session: Session, who: Who) -> frozenset[str]:
    """The classes whose lowest level this person has reached; a class that the company does not list is read by nobody."""
    reached = select(FieldClass.code).where(FieldClass.company_id == who.company_id, FieldClass.minimum_level <= who.level)
    return frozenset(session.scalars(reached))

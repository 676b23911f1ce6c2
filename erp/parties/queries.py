"""Which rows are one party, after two of them turned out to be the same?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from erp.parties.tables import Party
from kit.errors import NotFound
from kit.i18n import _


def party_of(session: Session, company_id: int, key: int) -> Party:
    """The party with this key. Raises NotFound where this company has none: another one's stays unseen."""
    found = session.scalars(select(Party).filter_by(id=key, company_id=company_id)).one_or_none()
    if found is None:
        raise NotFound(_("There is no party %(key)s.") % {"key": key})
    return found


def standing(session: Session, party_id: int) -> int:
    """The row that speaks for this one: itself, or what it was merged into."""
    while (into := session.scalar(select(Party.merged_into).where(Party.id == party_id))) is not None:
        party_id = into
    return party_id


def family(session: Session, party_id: int) -> list[int]:
    """This row and all that were merged into it; what was posted on those stays there and counts here."""
    known = select(Party.id).where(Party.id == party_id).cte("family", recursive=True)
    dropped = aliased(Party)
    known = known.union(select(dropped.id).where(dropped.merged_into == known.c.id))
    return sorted(session.scalars(select(known.c.id)))

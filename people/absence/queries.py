"""Which substitutions are arranged, now or for later?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kit import clock
from people.absence.arranging import arranges_for_others
from people.access import Who, names_of
from people.access.tables import Substitution


@dataclass(frozen=True, slots=True)
class Arrangement:
    key: int
    absent: str
    substitute: str
    begins: datetime
    ends: datetime
    role: str | None
    process_id: str | None
    takes_existing: bool
    is_now: bool
    may_end: bool


def arrangements(session: Session, who: Who) -> list[Arrangement]:
    """Those that are not over, the next first: one's own, and for who arranges for others all of the company."""
    now = clock.now()
    rows = select(Substitution).where(Substitution.company_id == who.company_id, Substitution.valid_to > now)
    if not arranges_for_others(who):
        rows = rows.where(or_(Substitution.absent_id == who.user_id, Substitution.substitute_id == who.user_id))
    found = session.scalars(rows.order_by(Substitution.valid_from, Substitution.id)).all()
    names = names_of(session, {key for row in found for key in (row.absent_id, row.substitute_id)})
    return [
        Arrangement(
            row.id, names.get(row.absent_id, ""), names.get(row.substitute_id, ""), row.valid_from, row.valid_to, row.role, row.process_id,
            row.takes_existing, row.valid_from <= now, row.absent_id == who.user_id or arranges_for_others(who),
        )
        for row in found
    ]  # fmt: skip

"""What has a person been told in their company and not seen yet?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from people.access import Who
from people.notices.tables import Notice, NoticeSeen

COUNTED = 100


@dataclass(frozen=True, slots=True)
class Told:
    key: int
    text: str
    at: datetime
    instance_key: int | None


def unseen(session: Session, who: Who, limit: int = 50) -> list[Told]:
    """The newest first."""
    seen = select(NoticeSeen.notice_id).where(NoticeSeen.user_id == who.user_id)
    rows = session.scalars(select(Notice).where(meant_for(who), Notice.id.not_in(seen)).order_by(Notice.id.desc()).limit(limit))
    return [Told(row.id, row.text, row.created_at, row.instance_key) for row in rows]


def count_unseen(session: Session, who: Who) -> int:
    """How many of the latest there are; more than COUNTED are not counted."""
    seen = select(NoticeSeen.notice_id).where(NoticeSeen.user_id == who.user_id)
    found = select(Notice.id).where(meant_for(who), Notice.id.not_in(seen)).limit(COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def meant_for(who: Who) -> ColumnElement[bool]:
    addressed = or_(Notice.user_id == who.user_id, Notice.role.in_(sorted(who.roles)))
    return (Notice.company_id == who.company_id) & addressed

"""How does a person put a notice away?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit.errors import NotFound
from kit.i18n import _
from people.access import Who
from people.notices.queries import meant_for
from people.notices.tables import Notice, NoticeSeen


def see(session: Session, who: Who, key: int) -> None:
    """Seen by this person; seeing it again changes nothing. Raises NotFound."""
    if session.scalars(select(Notice.id).where(Notice.id == key, meant_for(who))).first() is None:
        raise NotFound(_("There is no notice %(key)s for you.") % {"key": key})
    if session.scalars(select(NoticeSeen.id).filter_by(notice_id=key, user_id=who.user_id)).first() is None:
        session.add(NoticeSeen(notice_id=key, user_id=who.user_id))
        session.flush()


def see_all(session: Session, who: Who) -> None:
    """Everything that has been told up to now."""
    seen = select(NoticeSeen.notice_id).where(NoticeSeen.user_id == who.user_id)
    keys = session.scalars(select(Notice.id).where(meant_for(who), Notice.id.not_in(seen))).all()
    session.add_all([NoticeSeen(notice_id=key, user_id=who.user_id) for key in keys])
    session.flush()

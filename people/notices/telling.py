"""How is one person told something by another, outside any process?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from people.access import Who
from people.notices.tables import Notice

LONGEST = 500


def tell(session: Session, reader: Who, text: str, *, actor: int | None, instance_key: int | None = None) -> None:
    """A notice for this person in their company, written in their language."""
    cut = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    notice = Notice(company_id=reader.company_id, created_by=actor, user_id=reader.user_id, role=None, text=cut, instance_key=instance_key)
    session.add(notice)
    session.flush()

"""How does a person choose to hear of a case, and stop?"""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine.desk.tables import Follow
from engine.store.seeing import seen_instance
from engine.who import Who
from kit.db import find_or_make


def follow(session: Session, instance_key: int, *, who: Who) -> None:
    """Its open tasks, and those of what it calls, stand under Followed from now on. Raises NotFound or Forbidden."""
    root = seen_instance(session, instance_key, who).root_key

    def find() -> Follow | None:
        return session.query(Follow).filter_by(user_id=who.user_id, instance_key=root).one_or_none()

    find_or_make(session, find, lambda: Follow(user_id=who.user_id, instance_key=root))


def unfollow(session: Session, instance_key: int, *, who: Who) -> None:
    root = seen_instance(session, instance_key, who).root_key
    session.execute(delete(Follow).where(Follow.user_id == who.user_id, Follow.instance_key == root))

"""What are people and roles called?"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit.i18n import _
from people.access.tables import AppUser, Role


def names_of(session: Session, user_ids: Collection[int]) -> dict[int, str]:
    """The people's names by their keys; who is not there is left out."""
    return dict(session.execute(select(AppUser.id, AppUser.name).where(AppUser.id.in_(sorted(user_ids)))).all())


def role_names(session: Session) -> dict[str, str]:
    """Every role's name in the reader's language, by its code."""
    return {code: _(label) for code, label in session.execute(select(Role.code, Role.label))}

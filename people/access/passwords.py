"""Is this the person's password, and how is a new one kept?"""

from __future__ import annotations

from functools import cache

from pwdlib import PasswordHash
from sqlalchemy import delete
from sqlalchemy.orm import Session

from kit.errors import Invalid
from kit.i18n import _
from people.access.tables import ApiToken, AppUser, UserSession

SHORTEST = 12
LONGEST = 1000

_hasher = PasswordHash.recommended()


def set_password(session: Session, user: AppUser, password: str) -> None:
    """Keep a hash of the new password, and end every session and API token that came before it."""
    if not SHORTEST <= len(password) <= LONGEST:
        sentence = _("A password has %(shortest)d to %(longest)d characters.") % {"shortest": SHORTEST, "longest": LONGEST}
        raise Invalid(sentence, fields={"password": sentence})
    user.password_hash = _hasher.hash(password)
    session.flush()
    for table in (UserSession, ApiToken):
        session.execute(delete(table).where(table.user_id == user.id))


def is_password_of(user: AppUser | None, password: str) -> bool:
    """Whether the user exists, is active and has this password; the work is the same in every case."""
    kept = user.password_hash if user is not None else None
    fits = _hasher.verify(password[: LONGEST + 1], kept or _nobodys_hash())
    return fits and kept is not None and user is not None and user.active


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("the password of nobody")


_nobodys_hash()  # made at start: the first unknown user would otherwise be told by the time it takes

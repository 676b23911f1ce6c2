"""How is a secret made that only its holder knows, and which person stands behind a program's?"""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit import clock
from kit.errors import Unauthorized
from kit.i18n import _
from people.access.grants import who_of
from people.access.tables import ApiToken, AppUser
from people.access.who import Who


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is stored: a token is random, so a plain hash cannot be guessed back."""
    return sha256(token.encode()).hexdigest()


def issue_api_token(session: Session, who: Who, name: str, expires_at: datetime | None = None) -> str:
    """A token that lets a program act as this person in this company; shown once, never again."""
    token = new_token()
    session.add(ApiToken(token_hash=hash_of(token), name=name, user_id=who.user_id, company_id=who.company_id, expires_at=expires_at))
    session.flush()
    return token


def who_of_token(session: Session, token: str) -> Who:
    """The person for whom a program acts. Raises Unauthorized for a token that is unknown or has expired."""
    both = select(ApiToken, AppUser).outerjoin(AppUser, AppUser.id == ApiToken.user_id)
    row = session.execute(both.where(ApiToken.token_hash == hash_of(token))).one_or_none()
    if row is None or (row.ApiToken.expires_at is not None and row.ApiToken.expires_at <= clock.now()):
        raise Unauthorized(_("This API token is unknown or has expired. Make a new one."))
    return who_of(session, row.ApiToken.user_id, row.ApiToken.company_id)  # it meets the user in the session, as long as the row holds them

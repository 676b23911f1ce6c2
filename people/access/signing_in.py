"""Who has signed in, for how long, and in which company?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kit import audit, clock
from kit.errors import Forbidden, Unauthorized
from kit.i18n import _
from kit.settings import settings
from people.access import throttle
from people.access.grants import companies_of, who_of
from people.access.passwords import is_password_of
from people.access.tables import AppUser, UserSession
from people.access.tokens import hash_of, new_token
from people.access.who import Who


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The token goes into the cookie and nowhere else."""

    token: str
    who: Who


def sign_in(session: Session, email: str, password: str, *, company_id: int | None = None, address: str) -> SignedIn:
    """A session for who gives the right password, in the company asked for or else the first by name."""
    return open_session(session, identify(session, email, password, address), company_id)


def identify(session: Session, email: str, password: str, address: str) -> int:
    """The user with this e-mail and password. It only reads: done first, it keeps no writer waiting for the hash."""
    mail = email.strip().lower()
    throttle.count_attempt(mail, address)
    user = session.scalars(select(AppUser).where(AppUser.email == mail)).one_or_none()
    if not is_password_of(user, password) or user is None:
        raise Unauthorized(_("The e-mail or the password is wrong. Try again, or ask an administrator for a new password."))
    throttle.forgive(mail, address)
    return user.id


def open_session(session: Session, user_id: int, company_id: int | None = None) -> SignedIn:
    """A session for somebody who has been identified."""
    who = who_of(session, user_id, _first_company(session, user_id) if company_id is None else company_id)
    token, expires_at = new_token(), clock.now() + timedelta(hours=settings().session_hours)
    session.add(UserSession(token_hash=hash_of(token), user_id=user_id, company_id=who.company_id, csrf=new_token(), expires_at=expires_at))
    audit.record(session, "people.sign-in", "app_user", user_id, actor=user_id, company_id=who.company_id)
    session.flush()
    return SignedIn(token, who)


def session_of(session: Session, token: str) -> tuple[Who, str]:
    """Who holds this token, with the roles of this moment, and the token that their forms carry."""
    found = _living(session, token)
    return who_of(session, found.user_id, found.company_id), found.csrf


def switch_company(session: Session, token: str, company_id: int) -> Who:
    """Go on in another company, where the person must hold a role."""
    found = _living(session, token)
    who = who_of(session, found.user_id, company_id)
    found.company_id = company_id
    session.flush()
    return who


def sign_out(session: Session, token: str) -> None:
    """End the session; one that has ended already is no trouble."""
    session.execute(delete(UserSession).where(UserSession.token_hash == hash_of(token)))


def forget_expired(session: Session) -> None:
    """Delete the sessions that have expired."""
    session.execute(delete(UserSession).where(UserSession.expires_at <= clock.now()))


def _living(session: Session, token: str) -> UserSession:
    found = session.scalars(select(UserSession).where(UserSession.token_hash == hash_of(token))).one_or_none()
    if found is None:
        raise Unauthorized(_("You are not signed in. Sign in and try again."))
    if found.expires_at <= clock.now():
        raise Unauthorized(_("You have been signed in for too long. Sign in again; what was saved is kept."))
    return found


def _first_company(session: Session, user_id: int) -> int:
    companies = companies_of(session, user_id)
    if not companies:
        raise Forbidden(_("You have no role in any company yet. Ask an administrator for one."))
    return companies[0].id

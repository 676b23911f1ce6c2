"""Who asks, and may they? Every route says which permission it needs; a public one says `public`."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.routing import iter_route_contexts
from sqlalchemy.orm import Session

from kit.db import Database
from kit.errors import Forbidden, Unauthorized
from kit.i18n import _, set_language
from people.access import Who, companies_of, identify, session_of, who_of, who_of_token

COOKIE = "virke_session"
CSRF_HEADER = "X-CSRF-Token"
PUBLIC = "public"
READS_ONLY = frozenset({"GET", "HEAD", "OPTIONS"})
DECLARED = "virke_permission"


@dataclass(frozen=True, slots=True)
class Asker:
    """A person, or a program in their name; `csrf` where a browser sends the credentials by itself."""

    who: Who
    csrf: str | None = None


def database_of(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


Data = Annotated[Database, Depends(database_of)]
"""A route writes `with database.transaction()`: one thread from the lock to the commit, and only then the answer leaves."""


def permission(name: str) -> Any:
    """Gives the person who asks, and refuses those who lack the permission."""
    check: Callable[..., object] = _everybody if name == PUBLIC else _allowed(name)
    return Depends(check)


def asker(request: Request, database: Data) -> Asker:
    """Who shows a session cookie, an API token or a password. Raises Unauthorized."""
    scheme, _blank, credentials = request.headers.get("Authorization", "").partition(" ")
    with database.reading() as session:
        if scheme.lower() == "bearer":
            return Asker(who_of_token(session, credentials.strip()))
        if scheme.lower() == "basic":
            return Asker(_with_password(session, credentials, request.client.host if request.client else ""))
        return Asker(*session_of(session, request.cookies.get(COOKIE, "")))


def refuse_without(who: Who, name: str) -> None:
    """Raises Forbidden when the person lacks the permission."""
    if not who.may(name):
        sentence = _("%(name)s lacks the permission “%(permission)s”. Ask an administrator for a role that has it.")
        raise Forbidden(sentence % {"name": who.name, "permission": name})


def declared(app: FastAPI) -> dict[str, str | None]:
    """Each route with the permission that it declares, or None for one that forgot."""
    return {
        f"{' '.join(sorted(route.methods or ()))} {route.path}": _permission_of(route.dependant.dependencies)
        for route in iter_route_contexts(app.routes)
        if hasattr(route, "dependant")
    }


def _everybody() -> None:
    """A public route asks nobody who they are."""


setattr(_everybody, DECLARED, PUBLIC)


def _allowed(name: str) -> Callable[..., object]:
    async def check(request: Request, found: Annotated[Asker, Depends(asker)]) -> Who:
        """In the request's own context, so that the language holds for all that follows."""
        set_language(found.who.language)
        if found.csrf is not None and request.method not in READS_ONLY:
            _refuse_forgery(found.csrf, request.headers.get(CSRF_HEADER, ""))
        refuse_without(found.who, name)
        return found.who

    setattr(check, DECLARED, name)
    return check


def _refuse_forgery(expected: str, given: str) -> None:
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise Forbidden(_("The request does not carry this session's form token. Reload the page and try again."), code="CSRF")


def _with_password(session: Session, credentials: str, address: str) -> Who:
    try:
        email, _colon, password = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Unauthorized(_("The Authorization header cannot be read. Send “Basic” and base64 of e-mail:password.")) from error
    user_id = identify(session, email, password, address)
    companies = companies_of(session, user_id)
    if not companies:
        raise Forbidden(_("You have no role in any company yet. Ask an administrator for one."))
    return who_of(session, user_id, companies[0].id)


def _permission_of(dependencies: list[Any]) -> str | None:
    return next((name for each in dependencies if (name := getattr(each.call, DECLARED, None)) is not None), None)

"""Who is at the page, and may they? Every page says which permission it needs; a public one says `public`."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.datastructures import FormData

import engine
from kit.db import Database
from kit.errors import Forbidden
from kit.i18n import LANGUAGES, _, set_language
from people.access import Who, companies_of, session_of
from people.companies import Company
from people.notices import count_unseen

COOKIE = "virke_session"
LANGUAGE_COOKIE = "virke_language"
CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf"
PUBLIC = "public"
SIGNED_IN = "signed-in"
"""What everybody may do who has come in at all: sign out, choose a language."""
READS_ONLY = frozenset({"GET", "HEAD", "OPTIONS"})
DECLARED = "virke_permission"
"""The attribute by which a test enumerates what every route asks for."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in, and what the frame of every page says to them; `csrf` is what their forms carry."""

    who: Who
    csrf: str
    company: str
    companies: tuple[tuple[int, str], ...]
    tasks: int
    """Open tasks that they have taken."""
    notices: int = 0
    """What they have been told and not put away."""


def database_of(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


async def form_of(request: Request) -> AsyncIterator[FormData]:
    """What was sent; the files in it are closed when the page has been made."""
    form = await request.form()
    try:
        yield form
    finally:
        await form.close()


Data = Annotated[Database, Depends(database_of)]
"""A page writes `with database.transaction()`: one thread from the lock to the commit, and only then the answer leaves."""
Form = Annotated[FormData, Depends(form_of)]


def permission(name: str) -> Any:
    """Gives the visitor, and refuses those who lack the permission; a public page gets nobody."""
    check: Callable[..., object] = _everybody if name == PUBLIC else _allowed(name)
    return Depends(check)


def visitor(request: Request, database: Data) -> Visitor:
    """Who holds the session cookie. Raises Unauthorized."""
    with database.reading() as session:
        who, csrf = session_of(session, request.cookies.get(COOKIE, ""))
        companies = tuple((company.id, company.name) for company in companies_of(session, who.user_id))
        tasks = engine.count_inbox(session, who=who, whose=engine.Whose.MINE) if who.may("task.work") else 0
        return Visitor(who, csrf, session.get_one(Company, who.company_id).name, companies, tasks, count_unseen(session, who))


async def _everybody(request: Request) -> None:
    """Nobody is asked who they are; a form must still come from one of our own pages."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        set_language(chosen)
    if request.method not in READS_ONLY and request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise Forbidden(_("This form was sent from another site. Open the page itself and try again."), code="CSRF")


setattr(_everybody, DECLARED, PUBLIC)


def _allowed(name: str) -> Callable[..., object]:
    async def check(request: Request, found: Annotated[Visitor, Depends(visitor)], form: Form) -> Visitor:
        """In the request's own context, so that the language holds for all that follows."""
        set_language(found.who.language)
        request.state.visitor = found
        if request.method not in READS_ONLY:
            _refuse_forgery(found.csrf, request.headers.get(CSRF_HEADER) or str(form.get(CSRF_FIELD, "")))
        if name != SIGNED_IN and not found.who.may(name):
            sentence = _("%(name)s lacks the permission “%(permission)s”. Ask an administrator for a role that has it.")
            raise Forbidden(sentence % {"name": found.who.name, "permission": name})
        return found

    setattr(check, DECLARED, name)
    return check


def _refuse_forgery(expected: str, given: str) -> None:
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise Forbidden(_("The request does not carry this session's form token. Reload the page and try again."), code="CSRF")

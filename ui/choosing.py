"""In which language does a person read, and in which of their companies do they work?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from kit.i18n import LANGUAGES
from people.access import prefer_language, switch_company
from ui.access import COOKIE, LANGUAGE_COOKIE, SIGNED_IN, Data, Form, Visitor, permission
from ui.signing_in import inside

router = APIRouter()
YEAR = 365 * 24 * 3600


@router.post("/language", dependencies=[permission("public")])
def speak_to_a_stranger(form: Form) -> Response:
    """Before anybody has signed in: only this browser remembers."""
    answer = RedirectResponse(_back(form), 303)
    chosen = str(form.get("language", ""))
    if chosen in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=YEAR, httponly=True, samesite="lax")
    return answer


@router.post("/me/language")
def speak(form: Form, database: Data, visitor: Annotated[Visitor, permission(SIGNED_IN)]) -> Response:
    chosen = str(form.get("language", ""))
    with database.transaction() as session:
        prefer_language(session, visitor.who.user_id, chosen)
    answer = RedirectResponse(_back(form), 303)
    answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=YEAR, httponly=True, samesite="lax")
    return answer


@router.post("/me/company", dependencies=[permission(SIGNED_IN)])
def work_elsewhere(request: Request, form: Form, database: Data) -> Response:
    chosen = str(form.get("company", ""))
    if chosen.isdecimal():
        with database.transaction() as session:
            switch_company(session, request.cookies.get(COOKIE, ""), int(chosen))
    return RedirectResponse("/inbox", 303)


def _back(form: Form) -> str:
    wanted = str(form.get("next", ""))
    return wanted if wanted.startswith("/sign-in") else inside(wanted)

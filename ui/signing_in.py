"""How does a person come in and go out?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from kit.errors import Forbidden, TooMany, Unauthorized
from kit.i18n import _
from kit.settings import settings
from people.access import identify, open_session, sign_out
from ui.access import COOKIE, SIGNED_IN, Data, Form, Visitor, permission
from ui.rendering import page

router = APIRouter()


@router.get("/sign-in", dependencies=[permission("public")])
def sign_in_page(request: Request, next: str = "", ended: bool = False) -> Response:  # noqa: A002  so the address calls it
    sentence = _("Your session has ended. Sign in again; what was saved is kept.") if ended else ""
    return page(request, "sign_in.html", {"next": next, "email": "", "notice": sentence, "error": ""})


@router.post("/sign-in", dependencies=[permission("public")])
def come_in(request: Request, form: Form, database: Data) -> Response:
    email, wanted = str(form.get("email", "")), str(form.get("next", ""))
    address = request.client.host if request.client else ""
    try:
        with database.reading() as session:
            user_id = identify(session, email, str(form.get("password", "")), address)
        with database.transaction() as session:
            opened = open_session(session, user_id)
    except (Unauthorized, Forbidden, TooMany) as refused:
        view = {"next": wanted, "email": email, "notice": "", "error": refused.message}
        return page(request, "sign_in.html", view, refused.status)
    answer = RedirectResponse(inside(wanted), 303)
    answer.set_cookie(
        COOKIE,
        opened.token,
        max_age=settings().session_hours * 3600,
        secure=settings().secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return answer


@router.post("/sign-out")
def go_out(request: Request, database: Data, _visitor: Annotated[Visitor, permission(SIGNED_IN)]) -> Response:
    with database.transaction() as session:
        sign_out(session, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=settings().secure_cookies)
    return answer


def inside(address: str) -> str:
    """The address, if it is one of ours; else the inbox."""
    ours = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if ours and not address.startswith("/sign-in") else "/inbox"

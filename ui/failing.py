"""What does a person see when a page cannot be had? A page with the sentence; who is not signed in is asked to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import cast
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError, WebSocketRequestValidationError
from fastapi.responses import RedirectResponse, Response

from kit.errors import AppError, BadRequest, NotFound, TooLarge, Unauthorized
from kit.i18n import _, language, set_language, use_language
from kit.sizes import too_much
from ui.access import COOKIE, READS_ONLY, database_of, visitor
from ui.rendering import page

Handler = Callable[[Request, Exception], Response | Awaitable[Response]]


def answer_people(app: FastAPI) -> None:
    """Answer errors as pages where a page was asked for, and else as the application did before."""
    for kind, before in list(app.exception_handlers.items()):
        if kind is not WebSocketRequestValidationError:
            handler = cast(Handler, before)
            app.exception_handler(kind)(_after(handler) if kind is Exception else _for_people(handler))


def _for_people(for_programs: Handler) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, error: Exception) -> Response:
        answered = await run_in_threadpool(_said if wants_page(request) else for_programs, request, error)
        return answered if isinstance(answered, Response) else await answered

    return answer


def _after(told: Handler) -> Handler:
    """A fault of ours: the application says and logs it first; a person gets the same as a page."""

    def answer(request: Request, error: Exception) -> Response:
        before = cast(Response, told(request, error))
        if not wants_page(request):
            return before
        known = getattr(request.state, "visitor", None)
        with use_language(known.who.language if known else language()):
            sentence = _("Something went wrong here, and nothing was changed. Tell the operator when it happened.")
            found = page(request, "error.html", {"status": before.status_code, "sentence": sentence, "fields": {}}, before.status_code)
        found.headers.update({name: value for name, value in before.headers.items() if not name.startswith("content-t") and name != "content-length"})
        return found

    return answer


def wants_page(request: Request) -> bool:
    """Browsers and htmx ask for HTML; programs do not."""
    return "text/html" in request.headers.get("Accept", "")


def _said(request: Request, error: Exception) -> Response:
    if isinstance(error, Unauthorized):
        return _to_sign_in(request)
    _recognise(request)
    told = _sentence(request, error)
    return page(request, "error.html", {"status": told.status, "sentence": told.message, "fields": told.fields}, told.status)


def _recognise(request: Request) -> None:
    """Where the refusal came before anybody asked who is there: the page still speaks to whoever is signed in."""
    if getattr(request.state, "visitor", None) is None and COOKIE in request.cookies:
        with suppress(AppError):
            request.state.visitor = found = visitor(request, database_of(request))
            set_language(found.who.language)


def _sentence(request: Request, error: Exception) -> AppError:
    if isinstance(error, AppError):
        return error
    status = getattr(error, "status_code", None)  # of the framework's own refusals
    if status == NotFound.status:
        return NotFound(_("There is nothing at %(path)s. Check the address.") % {"path": request.url.path})
    if status == TooLarge.status:
        return too_much()
    if status is not None or isinstance(error, RequestValidationError):
        return BadRequest(_("This address or form cannot be read. Go back and try again."))
    raise error


def _to_sign_in(request: Request) -> Response:
    """Back to where the person was; `ended` says that they had been signed in."""
    place = request.url if request.method in READS_ONLY else urlsplit(request.headers.get("Referer", "/inbox"))
    asked = {"next": place.path + (f"?{place.query}" if place.query else "")} | ({"ended": "1"} if COOKIE in request.cookies else {})
    address = f"/sign-in?{urlencode(asked)}"
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        return Response(status_code=401, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)

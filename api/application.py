"""The web application: its doors, how it answers errors, and the headers of every answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from api.v2 import topology
from kit import log
from kit.db import Database
from kit.errors import AppError, NotFound
from kit.i18n import _, use_language
from kit.keys import new_key

Application = FastAPI

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create(database: Database) -> FastAPI:
    """An application over this database; it owns no thread and opens no port."""
    app = FastAPI(title="Virke", version=topology.VERSION, docs_url=None, redoc_url=None)
    app.state.database = database
    app.middleware("http")(_dressed)
    app.exception_handler(AppError)(_told)
    app.exception_handler(RequestValidationError)(_unreadable)
    app.exception_handler(404)(_not_here)
    app.include_router(topology.router)
    return app


async def _dressed(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    """Every answer carries the strict headers; every request its language and a key for the log."""
    key = new_key()
    wanted = request.headers.get("Accept-Language", "en")[:2]
    with log.bind(request=key), use_language(wanted):
        answer = await go_on(request)
    answer.headers.update(HEADERS)
    answer.headers["X-Request-Key"] = str(key)
    return answer


def _told(_request: Request, error: Exception) -> JSONResponse:
    """An error as RFC 9457 problem details, as Camunda 8 answers too."""
    if not isinstance(error, AppError):
        raise error
    body = {"type": "about:blank", "title": error.code, "status": error.status, "detail": error.message, "fields": error.fields}
    return JSONResponse(body, error.status, media_type="application/problem+json")


def _not_here(request: Request, _error: Exception) -> JSONResponse:
    return _told(request, NotFound(_("There is nothing at %(path)s. Check the address.") % {"path": request.url.path}))


def _unreadable(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    fields = {".".join(str(part) for part in fault["loc"]): str(fault["msg"]) for fault in error.errors()}
    detail = _("The request does not fit: %(faults)s.") % {"faults": "; ".join(f"{name}: {why}" for name, why in fields.items())}
    body = {"type": "about:blank", "title": "INVALID_ARGUMENT", "status": 400, "detail": detail, "fields": fields}
    return JSONResponse(body, 400, media_type="application/problem+json")

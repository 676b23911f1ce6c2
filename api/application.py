"""The web application: its doors, how it answers errors, and the headers of every answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response

from api.bounding import Bounded
from api.erp import operations, records
from api.exact import text_of
from api.v2 import (
    batch_operations,
    conditionals,
    decision_definitions,
    decision_instances,
    decision_requirements,
    deployments,
    element_instances,
    incidents,
    instance_batches,
    jobs,
    messages,
    migration,
    modification,
    process_definitions,
    process_instances,
    topology,
    user_tasks,
    variables,
)
from kit import log
from kit.db import Database
from kit.errors import AppError, BadRequest, NotFound, TooLarge, Unauthorized
from kit.i18n import _, use_language
from kit.keys import new_key
from kit.sizes import request_bytes, too_much
from records import StaleEdit

Application = FastAPI
logger = log.get_logger(__name__)

NOUNS = (
    topology, deployments, process_definitions, instance_batches, process_instances, modification, migration, batch_operations,
    element_instances, variables, user_tasks, messages, conditionals, incidents, jobs,
    decision_definitions, decision_requirements, decision_instances, operations, records,
)  # fmt: skip
NO_SUCH_METHOD = 405
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
    app.add_middleware(Bounded, limit=request_bytes())
    app.middleware("http")(_dressed)
    app.exception_handler(AppError)(_told)
    app.exception_handler(StaleEdit)(_stale)
    app.exception_handler(RequestValidationError)(_unreadable)
    app.exception_handler(BadRequest.status)(_garbled)
    app.exception_handler(NotFound.status)(_not_here)
    app.exception_handler(NO_SUCH_METHOD)(_wrong_method)
    app.exception_handler(TooLarge.status)(_too_large)
    app.exception_handler(Exception)(_broken)
    for noun in NOUNS:
        app.include_router(noun.router)
    return app


async def _dressed(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    """Every answer carries the strict headers, or stricter ones of its own; every request its language and a key for the log."""
    key = new_key()
    wanted = request.headers.get("Accept-Language", "en")[:2]
    with log.bind(request=key), use_language(wanted):
        answer = await go_on(request)
    answer.headers.update({name: value for name, value in HEADERS.items() if name not in answer.headers})
    answer.headers["X-Request-Key"] = str(key)
    return answer


def _told(request: Request, error: Exception) -> Response:
    """An error as RFC 9457 problem details, as Camunda 8 answers too."""
    if not isinstance(error, AppError):
        raise error
    return _problem(request, error.status, error.code, error.message, error.fields)


def _stale(request: Request, error: Exception) -> Response:
    """Somebody else changed the record first: both changes, so that a person or a program can choose."""
    if not isinstance(error, StaleEdit):
        raise error
    return _problem(request, error.status, error.code, error.message, error.fields, records.differences(error))


def _not_here(request: Request, _error: Exception) -> Response:
    return _told(request, NotFound(_("There is nothing at %(path)s. Check the address.") % {"path": request.url.path}))


def _wrong_method(request: Request, _error: Exception) -> Response:
    sentence = _("%(path)s does not answer to %(method)s. Check the method.") % {"path": request.url.path, "method": request.method}
    return _problem(request, NO_SUCH_METHOD, "METHOD_NOT_ALLOWED", sentence)


def _too_large(request: Request, _error: Exception) -> Response:
    return _told(request, too_much())


def _garbled(request: Request, error: Exception) -> Response:
    """A body that the framework itself cannot read."""
    why = getattr(error, "detail", str(error))
    return _told(request, BadRequest(_("The request to %(path)s cannot be read: %(why)s.") % {"path": request.url.path, "why": why}))


def _unreadable(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    fields = {".".join(str(part) for part in fault["loc"]): str(fault["msg"]) for fault in error.errors()}
    detail = _("The request does not fit: %(faults)s.") % {"faults": "; ".join(f"{name}: {why}" for name, why in fields.items())}
    return _problem(request, 400, "INVALID_ARGUMENT", detail, fields)


def _broken(request: Request, error: Exception) -> Response:
    """A fault of ours: the log has its trace, the person hears that nothing was kept."""
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    sentence = _("Something went wrong here, and nothing was changed. Tell the operator when it happened.")
    answer = _problem(request, 500, "INTERNAL", sentence)
    answer.headers.update(HEADERS)
    return answer


def _problem(
    request: Request, status: int, title: str, detail: str, fields: Mapping[str, str] | None = None, more: Mapping[str, object] | None = None
) -> Response:
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": request.url.path, "fields": dict(fields or {})}
    headers = {"WWW-Authenticate": "Bearer"} if status == Unauthorized.status else None
    return Response(text_of({**said, **(more or {})}), status, headers, media_type="application/problem+json")

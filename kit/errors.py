"""Errors that a person meets: a sentence, a status, and the fields that it is about."""

from __future__ import annotations

from collections.abc import Mapping


class AppError(Exception):
    """A whole sentence that names the thing, says what is wrong, and what to do."""

    status = 500
    title = "INTERNAL"

    def __init__(self, message: str, *, code: str | None = None, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.title
        self.fields = dict(fields or {})


class BadRequest(AppError):
    status, title = 400, "INVALID_ARGUMENT"


class Unauthorized(AppError):
    status, title = 401, "UNAUTHENTICATED"


class Forbidden(AppError):
    status, title = 403, "FORBIDDEN"


class NotFound(AppError):
    status, title = 404, "NOT_FOUND"


class Conflict(AppError):
    status, title = 409, "INVALID_STATE"


class TooLarge(AppError):
    status, title = 413, "TOO_LARGE"


class Invalid(AppError):
    """What was given cannot be taken; `fields` says which field and why."""

    status, title = 422, "INVALID"


class TooMany(AppError):
    status, title = 429, "RESOURCE_EXHAUSTED"


class Unavailable(AppError):
    """A service that the work needs does not answer, or has no room left; nothing was kept."""

    status, title = 503, "UNAVAILABLE"

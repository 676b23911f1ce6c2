"""A database error told as a sentence: no room left, busy, gone, or refused by a rule of the database."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from kit.errors import AppError, Conflict, Unavailable
from kit.i18n import _


def told(error: DBAPIError | StaleDataError) -> AppError:
    """The same as an error that a person can read."""
    if isinstance(error, StaleDataError):
        return Conflict(_("Somebody else changed this record in the meantime. Reload it and make your change again."))
    words = str(error.orig)
    if rule := _rule(words):
        return Conflict(rule)
    if isinstance(error, IntegrityError):
        return Conflict(_("The database refused this because it breaks a rule: %(rule)s. Nothing was changed.") % {"rule": words.splitlines()[0]})
    if "full" in words or "No space" in words or getattr(error.orig, "sqlstate", "") == "53100":
        return Unavailable(_("The database has no room left. Nothing was changed. Ask the operator to free space, then try again."))
    if isinstance(error, OperationalError):
        return Unavailable(_("The database does not answer just now. Nothing was changed. Try again in a moment."))
    return Unavailable(_("The database reported an error. Nothing was changed. Try again; if it happens again, tell the operator."))


def _rule(words: str) -> str | None:
    """The sentence that one of our own triggers raised: they all begin with "virke:"."""
    _before, found, sentence = words.partition("virke:")
    return sentence.splitlines()[0].strip() if found else None

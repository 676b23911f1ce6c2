"""How does a page do an operation, once for each form that was shown?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from fastapi.datastructures import FormData
from sqlalchemy.orm import Session

from kit import operations
from kit.errors import AppError, Conflict
from kit.operations import Context, Done, Refused
from people.access import Who

ONCE = "once"
"""The hidden field that makes a form's second sending harmless."""


def once() -> str:
    """A new key for a form that is shown."""
    return secrets.token_urlsafe(12)


def do(session: Session, who: Who, name: str, form: FormData, given: Mapping[str, object]) -> Mapping[str, object]:
    """Do it as this person. Raises Conflict for a refusal of the business, with its own sentence."""
    key = str(form.get(ONCE, ""))[:60] or once()
    outcome = operations.call(session, name, Context(session, who.company_id, who.user_id, f"{who.company_id}/page/{name}/{key}"), given)
    if isinstance(outcome, Done):
        return outcome.result
    if isinstance(outcome, Refused):
        raise Conflict(outcome.message, code=outcome.code)
    error = AppError(outcome.message, code="OPERATION_FAILED")
    error.status = outcome.status
    raise error

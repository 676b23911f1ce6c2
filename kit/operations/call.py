"""Call an operation: at most once a key, under its own SAVEPOINT, and say how it went."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, SessionTransaction

from kit.db.trouble import told
from kit.errors import AppError, Conflict, Invalid, Unavailable
from kit.i18n import _
from kit.log import get_logger
from kit.operations import ledger
from kit.operations.context import BusinessError, Context
from kit.operations.ledger import Entry, canonical, digest_of
from kit.operations.registry import Operation, get
from kit.operations.tables import ServiceCall

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    result: dict[str, Any]
    again: bool = False
    """True when this key was done before: nothing ran, the stored result is given again."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A business error, rolled back to the SAVEPOINT."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A technical error, rolled back to the SAVEPOINT; trying again may help."""

    message: str
    status: int = 500
    """What a door answers: the status of the error that it was."""


Outcome = Done | Refused | Failed


def call(
    session: Session, name: str, context: Context, given: Mapping[str, object], *, reason: str | None = None, compensates: str | None = None
) -> Outcome:
    """Run the operation under `context.key`; the service_call row and the effects stand or fall together."""
    operation = get(name)
    try:
        request = operation.given.model_validate(dict(given))
    except ValidationError as error:
        return Failed(wrong_input(operation, error), Invalid.status)
    text = canonical(request)
    if context.pending is None and (earlier := ledger.done_before(session, context.key)):
        return again(operation, earlier, text)
    started = time.perf_counter_ns()
    inside = context.guarded()
    outcome: Refused | Failed
    try:
        result = operation.function(inside, request)
        stored = result.model_dump() if isinstance(result, BaseModel) else {}
        kept = canonical(result, stored) if isinstance(result, BaseModel) else "{}"
        if inside.savepoint is not None:
            session.flush()
        took = (time.perf_counter_ns() - started) // 1000
        _settle(inside, Entry(operation.name, context, text, kept, took, reason, compensates))
        return Done(stored)
    except BusinessError as error:
        outcome = Refused(error.code, error.message)
    except AppError as error:
        outcome = Failed(error.message, error.status)
    except DBAPIError as error:
        trouble = told(error)
        outcome = Failed(trouble.message, trouble.status)
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        log.exception("Operation %s failed", name)
        outcome = Failed(f"{type(error).__name__}: {error}")
    return outcome if inside.savepoint is None else _rolled_back(inside.savepoint, outcome)


def _settle(inside: Context, entry: Entry) -> None:
    """The effects stand, and so does their row: now, or with those that the caller writes together."""
    if inside.pending is None:
        ledger.write(inside.session, [entry])
    if inside.savepoint is not None:
        inside.savepoint.commit()
    if inside.pending is not None:
        inside.pending.append(entry)


def _rolled_back(savepoint: SessionTransaction, outcome: Refused | Failed) -> Outcome:
    """A database that is full may have ended the whole transaction; then nobody may go on in it. Raises Unavailable."""
    try:
        savepoint.rollback()
    except DBAPIError as error:
        if isinstance(outcome, Failed):
            raise Unavailable(outcome.message) from error
        raise told(error) from error
    return outcome


def undo(session: Session, name: str, context: Context, done_key: str) -> Outcome | None:
    """Call the undo of an operation that was done under `done_key`, with its request and result; None when it has none."""
    target = get(name).undo
    done = ledger.done_before(session, done_key)
    if target is None or done is None:
        return None
    return call(session, target, context, {**done.request, **done.result}, compensates=done_key)


def again(operation: Operation, earlier: ServiceCall, request: str) -> Outcome:
    """The stored result. Raises Conflict when the request was another one."""
    if earlier.request_hash != digest_of(operation.name, request):
        raise Conflict(
            _("The call %(key)s was already done with another request. To do it again on purpose, give a new key and a reason.")
            % {"key": earlier.call_key}
        )
    result = operation.result.model_validate(earlier.result).model_dump() if operation.result else {}
    return Done(result, again=True)


def wrong_input(operation: Operation, error: ValidationError) -> str:
    faults = "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'input'}: {fault['msg']}" for fault in error.errors())
    return _("The input of %(operation)s does not fit: %(faults)s.") % {"operation": operation.name, "faults": faults}

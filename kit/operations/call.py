"""Call an operation: at most once a key, under its own SAVEPOINT, and say how it went."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import simplejson
from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kit.db.trouble import told
from kit.errors import AppError, Conflict, Invalid
from kit.i18n import _
from kit.log import get_logger
from kit.operations.context import BusinessError, Context, Outside
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
    digest = digest_of(name, text)
    if earlier := session.scalars(select(ServiceCall).where(ServiceCall.call_key == context.key)).one_or_none():
        return again(operation, earlier, digest)
    started = time.perf_counter_ns()
    savepoint = session.begin_nested()
    outcome: Outcome
    try:
        result = operation.function(context, request)
        stored = result.model_dump(mode="python") if isinstance(result, BaseModel) else {}
        kept = simplejson.loads(canonical(result), use_decimal=True) if isinstance(result, BaseModel) else {}
        session.add(ledger_row(operation, context, digest, simplejson.loads(text, use_decimal=True), kept, started, reason, compensates))
        session.flush()
        savepoint.commit()
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
    savepoint.rollback()
    return outcome


def undo(session: Session, name: str, context: Context, done_key: str) -> Outcome | None:
    """Call the undo of an operation that was done under `done_key`, with its request and result; None when it has none."""
    target = get(name).undo
    done = session.scalars(select(ServiceCall).where(ServiceCall.call_key == done_key)).one_or_none()
    if target is None or done is None:
        return None
    return call(session, target, context, {**done.request, **done.result}, compensates=done_key)


def again(operation: Operation, earlier: ServiceCall, digest: str) -> Outcome:
    if earlier.request_hash != digest:
        raise Conflict(
            _("The call %(key)s was already done with another request. To do it again on purpose, give a new key and a reason.")
            % {"key": earlier.call_key}
        )
    result = operation.result.model_validate(earlier.result).model_dump() if operation.result else {}
    return Done(result, again=True)


def digest_of(name: str, text: str) -> str:
    """What tells one request of an operation from another."""
    return hashlib.sha256(f"{name}\n{text}".encode()).hexdigest()


def ledger_row(  # noqa: PLR0913  one row, one place that fills it
    operation: Operation,
    context: Context | Outside,
    digest: str,
    request: Any,
    result: Any,
    started: int,
    reason: str | None,
    compensates: str | None,
) -> ServiceCall:
    return ServiceCall(
        call_key=context.key,
        operation=operation.name,
        company_id=context.company_id,
        instance_key=context.instance_key,
        element_id=context.element_id,
        actor=context.actor,
        request_hash=digest,
        request=request,
        result=result,
        took_us=(time.perf_counter_ns() - started) // 1000,
        reason=reason,
        compensates=compensates,
    )


def canonical(model: BaseModel) -> str:
    """The same text for the same request: 3.5 and 3.50 are one number."""
    return simplejson.dumps(_plain(model.model_dump(mode="json"), model.model_dump()), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(shown: Any, value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    if isinstance(value, dict):
        return {name: _plain(shown[str(name)], part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, part) for one, part in zip(shown, value, strict=True)]
    return shown


def wrong_input(operation: Operation, error: ValidationError) -> str:
    faults = "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'input'}: {fault['msg']}" for fault in error.errors())
    return _("The input of %(operation)s does not fit: %(faults)s.") % {"operation": operation.name, "faults": faults}

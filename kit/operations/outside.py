"""How does a slow operation run outside any transaction, and how is it written down that it is done?"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import Session

from kit.errors import AppError, Conflict
from kit.operations import ledger
from kit.operations.call import Done, Failed, Outcome, Refused, again, wrong_input
from kit.operations.context import BusinessError, Outside
from kit.operations.ledger import Entry, canonical
from kit.operations.registry import get


def compute(name: str, context: Outside, given: Mapping[str, object]) -> Outcome:
    """Run it, without any database. It may run more than once for one key; whatever it raises is a technical failure."""
    operation = get(name)
    try:
        request = operation.given.model_validate(dict(given))
    except ValidationError as error:
        return Failed(wrong_input(operation, error))
    try:
        result = operation.function(context, request)
    except BusinessError as error:
        return Refused(error.code, error.message)
    except AppError as error:
        return Failed(error.message)
    return Done(result.model_dump(mode="python") if isinstance(result, BaseModel) else {})


def recall(session: Session, name: str, context: Outside, given: Mapping[str, object]) -> Outcome | None:
    """What it gave when it was done before under this key; None when it was not."""
    earlier = ledger.done_before(session, context.key)
    if earlier is None:
        return None
    try:
        request = get(name).given.model_validate(dict(given))
        return again(get(name), earlier, canonical(request))
    except ValidationError as error:
        return Failed(wrong_input(get(name), error))
    except Conflict as error:
        return Failed(error.message)


def record(session: Session, name: str, context: Outside, given: Mapping[str, object], done: Done, took_ns: int = 0) -> None:
    """Write its service_call row, in the transaction that applies the result."""
    operation = get(name)
    request = canonical(operation.given.model_validate(dict(given)))
    result = canonical(operation.result.model_validate(done.result)) if operation.result else "{}"
    ledger.write(session, [Entry(name, context, request, result, took_ns // 1000)])

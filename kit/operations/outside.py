"""How does a slow operation run outside any transaction, and how is it written down that it is done?"""

from __future__ import annotations

from collections.abc import Mapping

import simplejson
from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from kit.errors import AppError, Conflict
from kit.operations.call import Done, Failed, Outcome, Refused, again, canonical, digest_of, ledger_row, wrong_input
from kit.operations.context import BusinessError, Outside
from kit.operations.registry import get
from kit.operations.tables import ServiceCall


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
    earlier = session.scalars(select(ServiceCall).where(ServiceCall.call_key == context.key)).one_or_none()
    if earlier is None:
        return None
    try:
        request = get(name).given.model_validate(dict(given))
        return again(get(name), earlier, digest_of(name, canonical(request)))
    except ValidationError as error:
        return Failed(wrong_input(get(name), error))
    except Conflict as error:
        return Failed(error.message)


def record(session: Session, name: str, context: Outside, given: Mapping[str, object], done: Done, took_ns: int = 0) -> None:
    """Write its service_call row, in the transaction that applies the result."""
    operation = get(name)
    request = operation.given.model_validate(dict(given))
    text = canonical(request)
    kept = simplejson.loads(canonical(operation.result.model_validate(done.result)), use_decimal=True) if operation.result else {}
    row = ledger_row(operation, context, digest_of(name, text), simplejson.loads(text, use_decimal=True), kept, 0, None, None)
    row.took_us = took_ns // 1000
    session.add(row)
    session.flush()

"""/erp/operations: how does a program do business, once and only once for each Idempotency-Key?"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header
from fastapi.responses import Response
from pydantic import ValidationError

from api.access import Data, permission, refuse_without
from api.exact import ExactRoute, exact
from kit import operations
from kit.errors import AppError, BadRequest, Conflict, Invalid
from kit.i18n import _
from kit.operations import Context, Done, Failed, Operation, Refused
from people.access import Who

LONGEST_KEY = 150
NEEDS = {
    "finance.issue-invoice": "invoice.post",
    "sales.invoice-order": "invoice.post",
    "finance.register-payment": "payment.register",
    "finance.register-bank-line": "payment.register",
    "finance.allocate-payment": "payment.register",
    "finance.reverse-payment": "payment.register",
    "finance.register-supplier-invoice": "payment.register",
    "finance.void-supplier-invoice": "payment.register",
    "finance.match-invoice": "payment.register",
    "finance.resolve-variance": "payment.register",
    "finance.post-supplier-invoice": "invoice.post",
    "finance.change-bank-account": "payment.register",
    "finance.verify-bank-account": "payment.register",
    "finance.propose-payments": "payment.register",
    "finance.approve-payments": "payment.register",
    "finance.write-bank-file": "payment.register",
    "finance.reconcile-payments": "payment.register",
    "finance.void-payments": "payment.register",
}
"""What an operation asks of a person beside the right to write records."""

router = APIRouter(prefix="/erp/operations", tags=["operations"], route_class=ExactRoute)


@router.get("", response_model=None, dependencies=[permission("record.read")])
def listed() -> Response:
    """What can be done, and the JSON Schema of what each operation is given."""
    found = [each for each in operations.all_operations() if not each.slow]
    return exact({"items": [{"name": each.name, "label": _(each.label), "given": each.given.model_json_schema()} for each in found]})


@router.post("/{name}", response_model=None)
def call(
    name: str,
    given: dict[str, Any],
    who: Annotated[Who, permission("record.write")],
    database: Data,
    idempotency_key: Annotated[str, Header(min_length=1, max_length=LONGEST_KEY)],
) -> Response:
    """The same key with the same request gives the same result again, and nothing is done twice."""
    operation = _callable(name, who)
    _check(operation, given)
    with database.transaction() as session:
        context = Context(session, who.company_id, who.user_id, f"{who.company_id}/{idempotency_key}")
        done = operations.call(session, name, context, given)
        if not isinstance(done, Done):
            raise _refusal(done)
    answer = exact(done.result)
    if done.again:
        answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _callable(name: str, who: Who) -> Operation:
    """The operation, if this person may call it from outside. Raises NotFound, BadRequest or Forbidden."""
    operation = operations.get(name)
    if operation.slow:
        raise BadRequest(_("The operation %(name)s reaches outside of this system: only a process may call it.") % {"name": name})
    refuse_without(who, NEEDS.get(name, "record.write"))
    return operation


def _check(operation: Operation, given: dict[str, Any]) -> None:
    try:
        operation.given.model_validate(given)
    except ValidationError as error:
        fields = {".".join(map(str, fault["loc"])): fault["msg"] for fault in error.errors()}
        raise Invalid(_("The input of %(operation)s does not fit.") % {"operation": operation.name}, fields=fields) from error


def _refusal(outcome: Refused | Failed) -> AppError:
    if isinstance(outcome, Refused):
        return Conflict(outcome.message, code=outcome.code)
    error = AppError(outcome.message, code="OPERATION_FAILED")
    error.status = outcome.status
    return error

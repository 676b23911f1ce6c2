"""Is every operation of the ERP whole: typed, taken back or not for a reason, its errors declared, its words in Danish?"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from pydantic import BaseModel

import erp.announced
import people.approvals.operations  # it announces approvals.*
import people.notices  # noqa: F401  it announces messaging.notify
from kit import operations
from kit.operations import Operation

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("erp.", "people.")
OPERATIONS = [each for each in operations.all_operations() if each.function.__module__.startswith(ROOMS)]
PREFIXES = {"approvals": "people.approvals", "finance": "erp.accounting", "sales": "erp.sales", "messaging": "people.notices"}
ELSEWHERE = {"finance.match-invoice": "erp.purchasing.matching"}
"""It reads orders and receipts, which accounting does not know."""


@pytest.fixture(scope="module")
def danish() -> set[str]:
    with (ROOT / "locale/da/LC_MESSAGES/virke.po").open("rb") as file:
        return {str(message.id) for message in read_po(file, locale="da") if message.id and message.string}


def test_each_room_is_announced() -> None:
    rooms = {each.name.partition(".")[0] for each in OPERATIONS}

    assert rooms == {
        "approvals",
        "finance",
        "inventory",
        "logistics",
        "messaging",
        "purchasing",
        "sales",
    }
    assert erp.announced.ANNOUNCED


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_operation_is_whole(operation: Operation, danish: set[str]) -> None:
    prefix = operation.name.partition(".")[0]

    assert operation.function.__module__.startswith(ELSEWHERE.get(operation.name, PREFIXES.get(prefix, f"erp.{prefix}")))
    assert issubclass(operation.given, BaseModel)
    assert operation.result is None or issubclass(operation.result, BaseModel)
    assert operation.function.__doc__
    assert (operation.undo is None) is (operation.no_undo is not None)
    assert operation.undo is None or operations.known(operation.undo)
    assert {operation.label, *operation.errors.values(), operation.no_undo or operation.label} <= danish


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.undo], ids=lambda operation: operation.name)
def test_an_undo_finds_what_it_needs_in_the_request_and_the_result(operation: Operation) -> None:
    undo = operations.get(operation.undo or "")
    offered = {*operation.given.model_fields, *(operation.result.model_fields if operation.result else ())}

    assert {name for name, field in undo.given.model_fields.items() if field.is_required()} <= offered


@pytest.mark.parametrize("file", sorted((ROOT / "erp").rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_every_business_error_that_is_raised_is_declared(file: Path) -> None:
    declared = {code for each in OPERATIONS for code in each.errors}
    calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]

    raised = {ast.literal_eval(call.args[0]) for call in calls if isinstance(call.func, ast.Name) and call.func.id == "BusinessError"}

    assert raised <= declared

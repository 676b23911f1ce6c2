"""Do decision tables choose and combine their rules as their hit policies say?"""

from __future__ import annotations

from decimal import Decimal

import pytest

from feel.values import Value
from tests.engine.dmn.drawing import decision, input_data, model, table, value_of

RULES = [[">= 10", '"high"'], [">= 5", '"middle"'], [">= 0", '"low"']]
OUTPUTS = ['level|"low", "middle", "high"']


@pytest.mark.parametrize(
    ("hit", "amount", "value"),
    [
        ("UNIQUE", 1, "low"),
        ("UNIQUE", 7, None),
        ("ANY", 1, "low"),
        ("ANY", 7, None),
        ("FIRST", 7, "middle"),
        ("FIRST", -1, None),
        ("PRIORITY", 12, "low"),
        ("RULE ORDER", 12, ["high", "middle", "low"]),
        ("OUTPUT ORDER", 12, ["low", "middle", "high"]),
        ("COLLECT", 7, ["middle", "low"]),
        ("COLLECT", -1, []),
    ],
)
def test_a_hit_policy(hit: str, amount: int, value: Value) -> None:
    assert value_of(table(["amount"], OUTPUTS, RULES, hit), amount=Decimal(amount)) == value


@pytest.mark.parametrize(("aggregation", "value"), [("SUM", 6), ("MIN", 1), ("MAX", 3), ("COUNT", 3)])
def test_an_aggregator(aggregation: str, value: int) -> None:
    rules = [[">= 10", "3"], [">= 5", "2"], [">= 0", "1"]]
    logic = table(["amount"], ["points"], rules, "COLLECT", f'aggregation="{aggregation}"')

    assert value_of(logic, amount=Decimal(12)) == Decimal(value)


def test_any_accepts_rules_that_say_the_same() -> None:
    rules = [[">= 10", '"yes"'], [">= 5", '"yes"']]

    assert value_of(table(["amount"], ["answer"], rules, "ANY"), amount=Decimal(12)) == "yes"


def test_several_outputs_make_a_context() -> None:
    rules = [["< 100", "0", '"none"'], [">= 100", "amount * 0.1", '"ten"']]
    logic = table(["amount"], ["discount", "why"], rules)

    assert value_of(logic, amount=Decimal(200)) == {"discount": Decimal(20), "why": "ten"}


def test_the_default_output_counts_when_no_rule_matches() -> None:
    logic = table(["amount"], ['level||"none"'], RULES)

    assert value_of(logic, amount=Decimal(-1)) == "none"


@pytest.mark.parametrize(
    ("cell", "given", "matches"),
    [
        ("-", None, True),
        ("", "x", True),
        ('"A", "B"', "B", True),
        ('not("A", "B")', "C", True),
        ("[1..5)", Decimal(5), False),
        ("limit", Decimal(4), True),
        ("> limit", Decimal(5), True),
        ("? * 2 = 10", Decimal(5), True),
        ("null", None, True),
        ("not(null)", None, False),
        ('date("2024-01-01")', "2024-01-01", False),
        ("true", True, True),
    ],
)
def test_a_cell(cell: str, given: Value, matches: bool) -> None:
    logic = table(["given"], ["hit"], [[cell, "true"]])

    assert value_of(logic, given=given, limit=Decimal(4)) is (True if matches else None)


def test_an_input_value_that_is_not_allowed_gives_null_with_a_reason() -> None:
    logic = table(["color:string"], ["known"], [['"red"', "1"]]).replace(
        "</inputExpression>", '</inputExpression><inputValues><text>"red", "blue"</text></inputValues>'
    )

    evaluation = model(input_data("color"), decision("it", logic, ["input:color"])).evaluate("it", {"color": "green"})

    assert evaluation.value is None
    assert "not allowed" in evaluation.reasons[0]


def test_the_rules_that_matched_are_told() -> None:
    logic = table(["amount"], OUTPUTS, RULES, "COLLECT")

    evaluation = model(input_data("amount"), decision("level", logic, ["input:amount"])).evaluate("level", {"amount": 7})

    assert [(each.decision, each.table_id, each.rule_id, each.number) for each in evaluation.matched] == [
        ("level", "table", "rule2", 2),
        ("level", "table", "rule3", 3),
    ]

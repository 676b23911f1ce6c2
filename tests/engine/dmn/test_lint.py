"""Does lint find the gaps and the overlaps of decision tables, with an example?"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from engine.dmn import Severity
from tests.engine.dmn.drawing import decision, model, table


def told(inputs: Sequence[str], rules: Sequence[Sequence[str]], hit: str = "UNIQUE", output: str = "out") -> list[str]:
    """What lint says of a table, as warnings."""
    problems = model(decision("it", table(inputs, [output], rules, hit))).problems
    assert all(problem.severity is Severity.WARNING for problem in problems)
    return [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("inputs", "rules", "example"),
    [
        (["amount:number"], [["< 100", "1"], ["> 100", "2"]], "amount = 100"),
        (["amount:number"], [["[0..10]", "1"], ["[12..20]", "2"], ["> 20", "3"], ["< 0", "4"]], "amount = 11"),
        (["amount:number"], [["<= 1", "1"], [">= 2", "2"]], "amount = 1.5"),
        (["color:string"], [['"red"', "1"], ['"blue"', "2"]], "color = any other text"),
        (["ok:boolean"], [["true", "1"]], "ok = false"),
        (["day:date"], [['< date("2024-01-01")', "1"], ['> date("2024-01-01")', "2"]], "day = 2024-01-01"),
        (["day:date"], [['<= @"2024-01-01"', "1"], ['>= @"2024-01-03"', "2"]], "day = 2024-01-02"),
        (
            ["amount:number", "ok:boolean"],
            [["< 10", "true", "1"], [">= 10", "-", "2"]],
            "amount = 9, ok = false",
        ),
        (["amount:number"], [["not(5)", "1"]], "amount = 5"),
    ],
)
def test_a_gap_is_told_with_what_falls_through(inputs: list[str], rules: list[list[str]], example: str) -> None:
    assert told(inputs, rules)[0] == f"No rule fits {example}. Add a rule, or a default output."


def test_an_overlap_is_told_with_what_both_rules_fit() -> None:
    assert told(["amount:number"], [["<= 10", "1"], [">= 10", "2"]]) == [
        "Only one rule may match, but rules 1, 2 all fit amount = 10. Make them exclude one another."
    ]


def test_a_rule_that_never_applies_is_told() -> None:
    assert told(["amount:number"], [["-", "1"], ["> 5", "2"]], "FIRST") == ["Rule 2 never applies: earlier rules take all that fits it."]


@pytest.mark.parametrize(
    ("inputs", "rules", "hit", "output"),
    [
        (["amount:number"], [["< 10", "1"], [">= 10", "2"]], "UNIQUE", "out"),
        (["amount:number"], [["< 10", "1"]], "UNIQUE", "out||0"),
        (["amount:number"], [["< 10", "1"]], "COLLECT", "out"),
        (["amount:number"], [["< limit", "1"]], "UNIQUE", "out"),
        (["amount:number"], [["? > other", "1"]], "UNIQUE", "out"),
        (["color:tColor"], [['"red"', "1"], ['not("red")', "2"]], "UNIQUE", "out"),
    ],
)
def test_a_table_that_is_whole_or_beyond_lint_is_left_alone(inputs: list[str], rules: list[list[str]], hit: str, output: str) -> None:
    color = '<itemDefinition name="tColor"><typeRef>string</typeRef><allowedValues><text>"red", "blue"</text></allowedValues></itemDefinition>'

    assert model(color, decision("it", table(inputs, [output], rules, hit))).problems == ()


def test_a_vast_table_does_not_hold_up_reading() -> None:
    columns = [f"c{n}:number" for n in range(12)]
    rules = [[*(f"[{n + c}..{n + c + 5}]" for c in range(12)), "1"] for n in range(40)]

    assert told(columns, rules) == []

"""Does lint find the gaps and the overlaps of decision tables, with an example?"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

import feel
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
        (
            ["at:dateTime"],
            [['< @"2024-01-01T10:00:00"', "1"], ['> @"2024-01-01T10:00:30"', "2"]],
            "at = 2024-01-01T10:00:00",
        ),
        (["long:dayTimeDuration"], [['<= @"PT1H"', "1"], ['>= @"PT3H"', "2"]], "long = PT1H1M"),
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


def test_what_any_other_column_says_does_not_matter_to_a_gap() -> None:
    assert told(["free:string", "amount:number"], [["-", "< 5", "1"]]) == ["No rule fits amount = 5. Add a rule, or a default output."]


def test_rules_that_contradict_one_another_are_told_where_any_may_match() -> None:
    rules = [["<= 10", "1"], [">= 10", "2"], [">= 20", "2"]]

    assert told(["amount:number"], rules, "ANY") == ["Rules that match must say the same, but rules 1, 2 differ and all fit amount = 10."]


def test_a_vast_table_does_not_hold_up_reading() -> None:
    columns = [f"c{n}:number" for n in range(12)]
    rules = [[*(f"[{n + c}..{n + c + 5}]" for c in range(12)), "1"] for n in range(40)]

    said = told(columns, rules)

    assert said[0].startswith("No rule fits c0 = -1, ")
    assert any("rules 1, 2" in each for each in said)


def test_a_huge_table_is_told_to_be_too_large() -> None:
    rules = [[f"[{10 * n}..{10 * n + 10})", str(n)] for n in range(1500)]

    assert told(["amount:number"], rules) == ["The table is too large to be searched for gaps and overlaps. Part it."]


def test_a_gap_that_only_a_search_finds() -> None:
    """Of 2 to the power of 16 cases one is missing."""
    columns = [f"c{n}:boolean" for n in range(16)]
    rules = [[*("-" for _ in range(n)), "true", *("-" for _ in range(15 - n)), "1"] for n in range(16)]

    assert told(columns, rules, "FIRST") == [f"No rule fits {', '.join(f'c{n} = false' for n in range(16))}. Add a rule, or a default output."]


@given(data=some.data())
def test_lint_finds_what_counting_all_cases_finds(data: some.DataObject) -> None:
    tests = some.sampled_from(["-", "< 3", "[2..4]", "> 4", "not(3)", "3", "<= 1"])
    rules = data.draw(some.lists(some.lists(tests, min_size=3, max_size=3), min_size=1, max_size=6))
    hit = data.draw(some.sampled_from(["UNIQUE", "FIRST"]))

    said = told(["a:number", "b:number", "c:number"], [[*rule, str(number)] for number, rule in enumerate(rules)], hit)

    fits = [[{value for value in VALUES if _holds(test, value)} for test in rule] for rule in rules]
    cases = [[n for n, rule in enumerate(fits) if all(value in passed for value, passed in zip(case, rule, strict=True))] for case in CASES]
    assert any("No rule fits" in each for each in said) == any(not case for case in cases)
    if hit == "UNIQUE":
        assert any("Only one rule" in each for each in said) == any(len(case) > 1 for case in cases)
    else:
        never = {n + 1 for n in range(len(rules))} - {case[0] + 1 for case in cases if case}
        assert {int(each.split()[1]) for each in said if "never applies" in each} == never


VALUES = [Decimal(twice) / 2 for twice in range(1, 11)]
CASES = list(product(VALUES, repeat=3))


def _holds(test: str, number: Decimal) -> bool:
    return test == "-" or feel.unary(test)({"?": number}) is True

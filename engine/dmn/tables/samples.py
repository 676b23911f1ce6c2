"""Which values stand for all that an input of a decision table may be?

Each column's tests cut its values into pieces inside which no test changes its mind; one value of each piece stands for
it. Columns whose tests cannot be cut so (they call functions, read other inputs) have no samples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal

from engine.dmn.tables.table import INPUT, Column, Rule
from engine.dmn.types import ConstrainedType
from feel.budget import Run
from feel.builtins import FUNCTIONS
from feel.compiling.folding import folded
from feel.compiling.scope import Code as Test
from feel.compiling.scope import Env, Frame, Scope
from feel.syntax import ast
from feel.values import Value

ANOTHER = "…"
"""Stands for any text that no rule names."""
SCOPE = Scope((Frame("root"),), FUNCTIONS)
EFFORT = 2_000_000
"""Tests of one column that lint tries."""
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)

Ordered = Decimal | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Sample:
    """A value that stands for a piece of a column, and the rules that it passes, one bit each."""

    value: Value
    rules: int


class TooLarge(Exception):
    """A column has more pieces than lint looks at."""


def samples(column: Column, place: int, rules: Sequence[Rule], trees: Sequence[ast.Node | None]) -> list[Sample] | None:
    """One sample for each set of rules that a value of the column may pass; None where one cannot know. Raises TooLarge."""
    marks: list[Value] = []
    for tree in trees:
        found = [] if tree is None else _marks(tree)
        if found is None:
            return None
        marks.extend(found)
    free, tests = _tests(place, rules)
    if not marks and not _allowed(column):
        return [Sample(None, free)]
    values = _values(column, marks)
    if len(values) * len(tests) > EFFORT:
        raise TooLarge
    by_rules: dict[int, Sample] = {}
    for value in values:
        env = Env({INPUT: value}, None, Run())
        if not column.type.admits(value) or (column.allowed is not None and column.allowed(env) is not True):
            continue
        passed = free
        for test, bits in tests:
            passed |= bits if test(env) is True else 0
        by_rules.setdefault(passed, Sample(value, passed))
    return list(by_rules.values()) or None


def _tests(place: int, rules: Sequence[Rule]) -> tuple[int, list[tuple[Test, int]]]:
    """The rules that test nothing in a column, and each of its different tests with the rules that have it; one bit each."""
    free = 0
    tests: dict[str, tuple[Test, int]] = {}
    for bit, rule in enumerate(rules):
        found = next((test for column, test in rule.tests if column == place), None)
        if found is None:
            free |= 1 << bit
        else:
            test, bits = tests.get(rule.texts[place], (found, 0))
            tests[rule.texts[place]] = test, bits | 1 << bit
    return free, list(tests.values())


def _marks(tree: ast.Node) -> list[Value] | None:
    """The constants at which a test may change its mind; None for a test that is no plain comparison."""
    node = folded(tree, SCOPE)
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.UnaryTests):
        return _all_marks(node.tests)
    if isinstance(node, ast.Comparison):
        return _marks(node.value)
    if isinstance(node, ast.Interval):
        return _all_marks((node.start, node.end))
    return None


def _all_marks(nodes: Iterable[ast.Node]) -> list[Value] | None:
    marks: list[Value] = []
    for each in nodes:
        found = _marks(each)
        if found is None:
            return None
        marks.extend(found)
    return marks


def _values(column: Column, marks: list[Value]) -> list[Value]:
    """Values of which one stands for each piece of the column."""
    allowed = _allowed(column)
    if allowed and all(isinstance(each, str) for each in allowed):
        return allowed
    if all(type(each) is bool for each in marks) and marks:
        return [True, False]
    if marks and all(isinstance(each, str) for each in marks):
        return [*dict.fromkeys(marks), ANOTHER]
    return _pieces([*marks, *allowed])


def _pieces(marks: list[Value]) -> list[Value]:
    """The ordered marks, and values between them; nothing where they are of several kinds or cannot be ordered."""
    ordered = [each for each in marks if isinstance(each, Decimal | date | timedelta)]
    if len({type(each) for each in ordered}) != 1 or len(ordered) < len(marks):
        return []
    try:
        return list(_between(sorted(set(ordered))))
    except (TypeError, OverflowError):  # with a zone and without one; the end of the calendar
        return []


def _allowed(column: Column) -> list[Value]:
    """The constants of the column's allowed values."""
    trees = [column.allowed_tree, column.type.tests.tree if isinstance(column.type, ConstrainedType) else None]
    found = [_marks(tree) or [] for tree in trees if tree is not None]
    return [value for marks in found for value in marks]


def _between(marks: list[Ordered]) -> Iterator[Ordered]:
    """The marks themselves, one value between each two, one below all and one above."""
    before: Ordered | None = None
    for mark in marks:
        yield _middle(before, mark)
        yield mark
        before = mark
    if before is not None:
        yield _moved(before, 1)


def _middle(low: Ordered | None, high: Ordered) -> Ordered:
    if low is None:
        return _moved(high, -1)
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        whole = (low + 1).to_integral_value(rounding=ROUND_FLOOR)
        return whole if low < whole < high else (low + high) / 2
    after = _moved(low, 1)
    if isinstance(after, datetime | timedelta) and not after < high:  # type: ignore[operator]  # of one kind with the marks
        return low + (high - low) / 2  # type: ignore[operator]  # the same
    return after


def _moved(mark: Ordered, by: int) -> Ordered:
    """A little after the mark, or before it: 1, a day, a minute."""
    if isinstance(mark, Decimal):
        return mark + by
    return mark + by * (MINUTE if isinstance(mark, datetime | timedelta) else DAY)

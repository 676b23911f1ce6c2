"""Which inputs fall through a decision table, and which rules get in one another's way?

Each column's tests cut its values into pieces inside which no test changes its mind; one value of each piece stands for
it. Columns whose tests cannot be cut so (they call functions, read other inputs) make a table that lint leaves alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from engine.dmn.tables.table import INPUT, Column, Rule, Table
from engine.dmn.types import ConstrainedType
from feel.budget import Run
from feel.builtins import FUNCTIONS
from feel.compiling.folding import folded
from feel.compiling.scope import Env, Frame, Scope
from feel.syntax import ast
from feel.values import Value
from feel.writing import text_of
from kit.i18n import _

CASES = 5_000
"""Combinations that are looked at before lint gives up."""
SHOWN = 3
"""Findings of one sort that are told."""
ANOTHER = "…"
"""Stands for any text that no rule names."""
ONLY_ONE = frozenset({"UNIQUE"})
IN_ORDER = frozenset({"FIRST"})
ONE_RESULT = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})
SCOPE = Scope((Frame("root"),), FUNCTIONS)

Ordered = Decimal | date


@dataclass(frozen=True, slots=True)
class Sample:
    """A value that stands for a piece of a column, and the rules that it passes, one bit each."""

    value: Value
    rules: int


def findings(table: Table, hit: str, trees: Sequence[Sequence[ast.Node | None]]) -> Iterator[str]:
    """What lint has to say; `trees` has for each column the tests of each rule, None for one that tests nothing."""
    columns = [_samples(column, place, table.rules, tree) for place, (column, tree) in enumerate(zip(table.columns, trees, strict=True))]
    known = [column for column in columns if column is not None]
    if not table.rules or not known or len(known) < len(columns):
        return
    cases = list(_cases(known, len(table.rules)))
    if len(cases) > CASES:
        return
    if hit in ONE_RESULT and all(each.default is None for each in table.outcomes):
        gaps = [values for values, rules in cases if rules == 0]
        yield from (_gap(table, values) for values in gaps[:SHOWN])
    if hit in ONLY_ONE:
        yield from _overlaps(table, cases)
    if hit in IN_ORDER:
        yield from _unreached(table, cases)


def _gap(table: Table, values: tuple[Value, ...]) -> str:
    text = _("No rule fits %(example)s. Add a rule, or a default output.")
    return text % {"example": _example(table, values)}


def _overlaps(table: Table, cases: list[tuple[tuple[Value, ...], int]]) -> Iterator[str]:
    told: set[int] = set()
    for values, rules in cases:
        if rules.bit_count() > 1 and rules not in told and len(told) < SHOWN:
            told.add(rules)
            numbers = ", ".join(str(table.rules[bit].number) for bit in _bits(rules))
            text = _("Only one rule may match, but rules %(numbers)s all fit %(example)s. Make them exclude one another.")
            yield text % {"numbers": numbers, "example": _example(table, values)}


def _unreached(table: Table, cases: list[tuple[tuple[Value, ...], int]]) -> Iterator[str]:
    first = {rules & -rules for _, rules in cases if rules}
    for place, rule in enumerate(table.rules):
        if 1 << place not in first:
            yield _("Rule %(number)s never applies: earlier rules take all that fits it.") % {"number": rule.number}


def _bits(rules: int) -> Iterator[int]:
    return (place for place in range(rules.bit_length()) if rules >> place & 1)


def _example(table: Table, values: tuple[Value, ...]) -> str:
    return ", ".join(f"{column.label} = {_shown(value)}" for column, value in zip(table.columns, values, strict=True))


def _shown(value: Value) -> str:
    if value == ANOTHER:
        return _("any other text")
    return f'"{value}"' if isinstance(value, str) else text_of(Run(), value)


def _cases(columns: list[list[Sample]], rules: int) -> Iterator[tuple[tuple[Value, ...], int]]:
    """All combinations of samples, with the rules that fit; at most one more than lint looks at."""
    cases: list[tuple[tuple[Value, ...], int]] = [((), (1 << rules) - 1)]
    for column in columns:
        longer = [((*values, sample.value), fitting & sample.rules) for values, fitting in cases[:CASES] for sample in column]
        cases = longer[: CASES + 1]
    yield from cases


def _samples(column: Column, place: int, rules: Sequence[Rule], trees: Sequence[ast.Node | None]) -> list[Sample] | None:
    """One sample for each set of rules that a value of the column may pass; None where one cannot know."""
    marks: list[Value] = []
    for tree in trees:
        found = [] if tree is None else _marks(tree)
        if found is None:
            return None
        marks.extend(found)
    by_rules: dict[int, Sample] = {}
    for value in _values(column, marks):
        env = Env({INPUT: value}, None, Run())
        if not column.type.admits(value) or (column.allowed is not None and column.allowed(env) is not True):
            continue
        passed = sum(1 << bit for bit, rule in enumerate(rules) if _passes(rule, place, env))
        by_rules.setdefault(passed, Sample(value, passed))
    return list(by_rules.values()) or None


def _passes(rule: Rule, place: int, env: Env) -> bool:
    return all(test(env) is True for column, test in rule.tests if column == place)


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
    ordered = [each for each in (*marks, *allowed) if isinstance(each, Decimal | date)]
    if len({type(each) for each in ordered}) == 1 and len(ordered) == len(marks) + len(allowed):
        return list(_between(sorted(set(ordered), key=_key)))
    return []


def _allowed(column: Column) -> list[Value]:
    """The constants of the column's allowed values."""
    trees = [column.allowed_tree, column.type.tests.tree if isinstance(column.type, ConstrainedType) else None]
    found = [_marks(tree) or [] for tree in trees if tree is not None]
    return [value for marks in found for value in marks]


def _key(value: Ordered) -> tuple[Decimal, int]:
    return (Decimal(0), value.toordinal()) if isinstance(value, date) else (value, 0)


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
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        whole = (low + 1).to_integral_value(rounding=ROUND_FLOOR)
        return whole if low < whole < high else (low + high) / 2
    if isinstance(low, date) and isinstance(high, date):
        return low + timedelta(days=1)
    return _moved(high, -1)


def _moved(mark: Ordered, by: int) -> Ordered:
    return mark + timedelta(days=by) if isinstance(mark, date) else mark + by

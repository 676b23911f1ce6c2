"""Which inputs fall through a decision table, and which rules get in one another's way?

A case has a sample of each column, and the rules that fit it. Cases are not counted out but searched, column by column:
once no rule is left the rest does not matter, and what leads nowhere is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import islice
from operator import and_

from engine.dmn.tables.samples import ANOTHER, Sample, TooLarge, samples
from engine.dmn.tables.table import Table
from feel.budget import Run
from feel.syntax import ast
from feel.values import Value
from feel.writing import text_of
from kit.i18n import _

EFFORT = 20_000
"""Steps of a search before lint gives up."""
SHOWN = 3
"""Findings of one sort that are told."""
ONE_RESULT = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})

Case = tuple[Value, ...]


def findings(table: Table, hit: str, trees: Sequence[Sequence[ast.Node | None]]) -> Iterator[str]:
    """What lint has to say; `trees` has for each column the tests of each rule, None for one that tests nothing."""
    try:
        columns = [samples(column, place, table.rules, tree) for place, (column, tree) in enumerate(zip(table.columns, trees, strict=True))]
    except TooLarge:
        yield _("The table is too large to be searched for gaps and overlaps. Part it.")
        return
    known = [column for column in columns if column is not None]
    if not table.rules or not known or len(known) < len(columns):
        return
    if hit in ONE_RESULT and all(each.default is None for each in table.outcomes):
        yield from (_gap(table, case) for case in _Search(known, 0).cases((1 << len(table.rules)) - 1, SHOWN))
    if hit == "UNIQUE":
        said = _("Only one rule may match, but rules %(numbers)s all fit %(example)s. Make them exclude one another.")
        yield from _overlaps(table, known, said)
    if hit == "ANY":
        said = _("Rules that match must say the same, but rules %(numbers)s differ and all fit %(example)s.")
        yield from _overlaps(table, known, said, but_twins=True)
    if hit == "FIRST":
        yield from _unreached(table, known)


def _gap(table: Table, case: Case) -> str:
    text = _("No rule fits %(example)s. Add a rule, or a default output.")
    return text % {"example": _example(table, case)}


def _overlaps(table: Table, columns: list[list[Sample]], said: str, *, but_twins: bool = False) -> Iterator[str]:
    """Two rules fit one case if in each column some value passes both; twins say the same."""
    beside = [_beside(column, len(table.rules)) for column in columns]
    told: set[int] = set()
    for one, rule in enumerate(table.rules):
        others = reduce(and_, (column[one] for column in beside)) >> (one + 1) << (one + 1)
        for other in _bits(others):
            if but_twins and rule.says == table.rules[other].says:
                continue
            both = 1 << one | 1 << other
            case = [next(each for each in column if each.rules & both == both) for column in columns]
            fitting = _all_of(case)
            if fitting in told:
                continue
            told.add(fitting)
            numbers = ", ".join(str(table.rules[bit].number) for bit in _bits(fitting))
            yield said % {"numbers": numbers, "example": _example(table, tuple(each.value for each in case))}
            if len(told) == SHOWN:
                return


def _beside(column: list[Sample], rules: int) -> list[int]:
    """For each rule all the rules that share a sample of this column with it."""
    found = [0] * rules
    for sample in column:
        for bit in _bits(sample.rules):
            found[bit] |= sample.rules
    return found


def _bits(rules: int) -> Iterator[int]:
    while rules:
        lowest = rules & -rules
        yield lowest.bit_length() - 1
        rules ^= lowest


def _all_of(samples: Iterable[Sample]) -> int:
    """The rules that all of these pass."""
    return reduce(and_, (each.rules for each in samples), -1)


def _unreached(table: Table, columns: list[list[Sample]]) -> Iterator[str]:
    for place, rule in enumerate(table.rules):
        alone = 1 << place
        search = _Search([[each for each in column if each.rules & alone] for column in columns], alone)
        if not search.cases((alone << 1) - 1, 1) and not search.gave_up:
            yield _("Rule %(number)s never applies: earlier rules take all that fits it.") % {"number": rule.number}


class _Search:
    """Looks for cases that exactly these rules fit, one bit each; none for 0."""

    def __init__(self, columns: list[list[Sample]], target: int) -> None:
        self._columns = columns
        self._target = target
        self._unstoppable = [~target & _all_of([each for column in columns[place:] for each in column]) for place in range(len(columns) + 1)]
        """For each place the rules that whatever follows fits."""
        self._vain: set[tuple[int, int]] = set()
        self._effort = EFFORT

    @property
    def gave_up(self) -> bool:
        return self._effort <= 0

    def cases(self, among: int, at_most: int) -> list[Case]:
        """The first few, of the rules among these."""
        return list(islice(self._below(0, among), at_most))

    def _below(self, place: int, fitting: int) -> Iterator[Case]:
        """The rest of each case that begins so."""
        self._effort -= 1
        if fitting == self._target and (place == len(self._columns) or not fitting):
            yield tuple(column[0].value for column in self._columns[place:])
            return
        if place == len(self._columns) or self.gave_up or fitting & self._unstoppable[place] or (place, fitting) in self._vain:
            return
        is_vain = True
        for sample in self._columns[place]:
            for rest in self._below(place + 1, fitting & sample.rules):
                is_vain = False
                yield (sample.value, *rest)
        if is_vain:
            self._vain.add((place, fitting))


def _example(table: Table, case: Case) -> str:
    parts = [f"{column.label} = {_shown(value)}" for column, value in zip(table.columns, case, strict=True) if value is not None]
    return ", ".join(parts) or _("anything")


def _shown(value: Value) -> str:
    if value == ANOTHER:
        return _("any other text")
    return f'"{value}"' if isinstance(value, str) else text_of(Run(), value)

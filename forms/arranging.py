"""Which rows does a dynamic list have, and which stored row does each answered one continue?

An HTML form sends with each row the number of the stored row that it shows (`__row`), so that read-only values stay with their
row when others are removed. An answer without it continues the stored row in the same place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms.document import Component
from forms.nesting import MISSING, mapping

ORIGIN = "__row"
NEW = -1
MOST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """`origin` is the place of the stored row, or NEW."""

    origin: int
    stored: Mapping[str, object]
    given: Mapping[str, object]


def may_rearrange(component: Component) -> bool:
    return component.given.get("allowAddRemove", True) is True


def arranged(component: Component, stored: object, given: object, *, fresh: bool) -> list[Row]:
    """The rows in the order of the answer; a list that may not be rearranged keeps its rows whatever is answered."""
    kept = [mapping(row) for row in stored] if isinstance(stored, list) else []
    if not isinstance(stored, list) and (fresh or not may_rearrange(component)):
        kept = [{}] * min(_first_rows(component), MOST_ROWS)
    answered = given if isinstance(given, list) else MISSING
    if not isinstance(answered, list):
        return [Row(index if isinstance(stored, list) else NEW, row, {}) for index, row in enumerate(kept)]
    if not may_rearrange(component):
        answers = [mapping(row) for row in answered]
        return [Row(index, row, answers[index] if index < len(answers) else {}) for index, row in enumerate(kept)]
    return _rearranged(kept if isinstance(stored, list) else [], answered[:MOST_ROWS])


def _rearranged(kept: Sequence[Mapping[str, object]], answered: Sequence[object]) -> list[Row]:
    rows: list[Row] = []
    used: set[int] = set()
    for index, item in enumerate(answered):
        given = mapping(item)
        origin = given.get(ORIGIN, index)
        if not isinstance(origin, int) or isinstance(origin, bool) or not 0 <= origin < len(kept) or origin in used:
            origin = NEW
        used.add(origin)
        rows.append(Row(origin, kept[origin] if origin != NEW else {}, given))
    return rows


def _first_rows(component: Component) -> int:
    count = component.whole("defaultRepetitions")
    return 1 if count is None else max(count, 0)

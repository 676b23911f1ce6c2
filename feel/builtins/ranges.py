"""Built-in functions that relate points and ranges (DMN 10.3.4.8), and ranges read from text."""

from __future__ import annotations

from feel.budget import Run
from feel.builtins.registry import built_in
from feel.comparing import order
from feel.values import Range, Value
from feel.words import N_

FURTHEST = 2
"""Beyond any order of values: where a range is open."""


class Incomparable(Exception):
    """Two ends that have no order."""


def as_range(value: Value) -> Range:
    """A point is the range that holds only itself."""
    return value if isinstance(value, Range) else Range(value, value, True, True)


def _order(run: Run, left: Value, right: Value) -> int:
    found = None if left is None or right is None else order(run, left, right)
    if found is None:
        raise Incomparable
    return found


def _starts(run: Run, left: Range, right: Range) -> int:
    """How the starts follow one another."""
    if left.start is None or right.start is None:
        return (right.start is None) - (left.start is None)
    found = _order(run, left.start, right.start)
    return found or right.start_included - left.start_included


def _ends(run: Run, left: Range, right: Range) -> int:
    """How the ends follow one another."""
    if left.end is None or right.end is None:
        return (left.end is None) - (right.end is None)
    found = _order(run, left.end, right.end)
    return found or left.end_included - right.end_included


def _gap(run: Run, left: Range, right: Range) -> int:
    """Below 0 when `left` ends before `right` starts, 0 when they share just that point, above 0 when they share more."""
    if left.end is None or right.start is None:
        return FURTHEST
    found = _order(run, left.end, right.start)
    if found == 0:
        return 0 if left.end_included and right.start_included else -1
    return found


def _overlap(run: Run, left: Range, right: Range) -> bool:
    return _gap(run, left, right) >= 0 and _gap(run, right, left) >= 0


def _related(run: Run, name: str, one: Value, other: Value) -> Value:
    if one is None or other is None:
        run.note(N_("%s: a point or range is null."), name)
        return None
    left, right = as_range(one), as_range(other)
    try:
        return _RELATIONS[name](run, left, right)
    except Incomparable:
        run.note(N_("%s: the two cannot be ordered."), name)
        return None


def _before(run: Run, left: Range, right: Range) -> bool:
    return _gap(run, left, right) < 0


def _meets(run: Run, left: Range, right: Range) -> bool:
    return _gap(run, left, right) == 0


def _overlaps_before(run: Run, left: Range, right: Range) -> bool:
    return _overlap(run, left, right) and _starts(run, left, right) < 0 and _ends(run, left, right) <= 0


def _overlaps_after(run: Run, left: Range, right: Range) -> bool:
    return _overlap(run, left, right) and _starts(run, left, right) > 0 and _ends(run, left, right) >= 0


def _finishes(run: Run, left: Range, right: Range) -> bool:
    return _ends(run, left, right) == 0 and _starts(run, left, right) >= 0


def _starts_with(run: Run, left: Range, right: Range) -> bool:
    return _starts(run, left, right) == 0 and _ends(run, left, right) <= 0


def _includes(run: Run, left: Range, right: Range) -> bool:
    return _starts(run, left, right) <= 0 and _ends(run, left, right) >= 0


def _coincides(run: Run, left: Range, right: Range) -> bool:
    return _starts(run, left, right) == 0 and _ends(run, left, right) == 0


_RELATIONS = {
    "before": _before,
    "after": lambda run, left, right: _before(run, right, left),
    "meets": _meets,
    "met by": lambda run, left, right: _meets(run, right, left),
    "overlaps": _overlap,
    "overlaps before": _overlaps_before,
    "overlaps after": _overlaps_after,
    "finishes": _finishes,
    "finished by": lambda run, left, right: _finishes(run, right, left),
    "includes": _includes,
    "during": lambda run, left, right: _includes(run, right, left),
    "starts": _starts_with,
    "started by": lambda run, left, right: _starts_with(run, right, left),
    "coincides": _coincides,
}

_NAMES = {
    "before": [("point1", "point2"), ("point", "range"), ("range", "point"), ("range1", "range2")],
    "after": [("point1", "point2"), ("point", "range"), ("range", "point"), ("range1", "range2")],
    "meets": [("range1", "range2")],
    "met by": [("range1", "range2")],
    "overlaps": [("range1", "range2")],
    "overlaps before": [("range1", "range2")],
    "overlaps after": [("range1", "range2")],
    "finishes": [("point", "range"), ("range1", "range2")],
    "finished by": [("range", "point"), ("range1", "range2")],
    "includes": [("range", "point"), ("range1", "range2")],
    "during": [("point", "range"), ("range1", "range2")],
    "starts": [("point", "range"), ("range1", "range2")],
    "started by": [("range", "point"), ("range1", "range2")],
    "coincides": [("point1", "point2"), ("range1", "range2")],
}


def _add(name: str, ways: list[tuple[str, str]]) -> None:
    allowed = {tuple(each.startswith("range") for each in way) for way in ways}

    def relate(run: Run, one: Value, other: Value) -> Value:
        if (isinstance(one, Range), isinstance(other, Range)) not in allowed:
            run.note(N_("%s does not take such a pair of points and ranges."), name)
            return None
        return _related(run, name, one, other)

    for way in ways:
        built_in(name, *way)(relate)


for _name, _ways in _NAMES.items():
    _add(_name, _ways)

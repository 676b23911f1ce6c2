"""When are two values equal, which comes first, and what lies in a range? (DMN 10.3.2.5, 10.3.2.7)"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from feel.budget import Run
from feel.decimals import as_number
from feel.temporal.moments import (
    SECOND,
    civil_of,
    instant_of,
    nanos_in,
    nanos_of,
    time_offset,
)
from feel.values import (
    Range,
    Value,
    YearsMonthsDuration,
    is_date,
    is_date_time,
    is_duration,
    is_time,
    kind_of,
)
from feel.words import N_

PLAIN = frozenset((Decimal, str, bool))


def equal(run: Run, left: Value, right: Value) -> bool | None:
    """Whether two values are equal; null when their kinds differ."""
    if type(left) is type(right) and type(left) in PLAIN:
        return left == right
    if left is None or right is None:
        return left is right
    kind = kind_of(left)
    if kind != kind_of(right) or kind == "unknown":
        run.note(N_("A %s cannot be equal to a %s."), kind, kind_of(right))
        return None
    return EQUALITIES[kind](run, left, right)


def same(run: Run, left: Value, right: Value) -> bool:
    """Whether two values are surely equal."""
    return equal(run, left, right) is True


def order(run: Run, left: Value, right: Value) -> int | None:
    """Below 0, 0 or above 0, as `left` comes before, with or after `right`; null where nothing comes first."""
    kind = kind_of(left)
    place = PLACES.get(kind)
    if place is None or kind != kind_of(right):
        run.note(N_("A %s and a %s cannot be ordered."), kind, kind_of(right))
        return None
    first, second = place(left), place(right)
    if first is None or second is None or type(first) is not type(second):
        return None
    if kind in ZONED and _is_zoned(first) is not _is_zoned(second):
        run.note(N_("A %s with a zone and one without cannot be ordered."), kind)
        return None
    return _sign(first, second)


def _is_zoned(place: Value) -> bool:
    return isinstance(place, tuple) and place[1] is True


def _sign(first: object, second: object) -> int:
    if first == second:
        return 0
    return -1 if first < second else 1  # type: ignore[operator]  # both are of one ordered type


def in_range(run: Run, value: Value, range_: Range) -> bool | None:
    """Whether a value lies in a range; null where it cannot be compared with its ends."""
    if range_.operator in ("=", "!="):
        found = equal(run, value, range_.end)
        return found if range_.operator == "=" or found is None else not found
    if value is None:
        return None
    after = _within(run, range_.start, value, range_.start_included)
    before = _within(run, value, range_.end, range_.end_included)
    if after is False or before is False:
        return False
    return True if after and before else None


def _within(run: Run, low: Value, high: Value, included: bool) -> bool | None:
    if low is None or high is None:
        return True
    found = order(run, low, high)
    return None if found is None else found < 0 or (included and found == 0)


def _equal_numbers(run: Run, left: Value, right: Value) -> bool | None:  # noqa: ARG001 - one of many
    first, second = as_number(left), as_number(right)
    return None if first is None or second is None else first == second


def _equal_plainly(run: Run, left: Value, right: Value) -> bool | None:  # noqa: ARG001 - one of many
    return left == right


def _equal_places(run: Run, left: Value, right: Value) -> bool | None:  # noqa: ARG001 - one of many
    place = PLACES[kind_of(left)]
    return place(left) == place(right)


def _equal_lists(run: Run, left: Value, right: Value) -> bool | None:
    run.spend(1)
    if not isinstance(left, list | tuple) or not isinstance(right, list | tuple) or len(left) != len(right):
        return False
    run.spend(len(left))
    return all(same(run, one, other) for one, other in zip(left, right, strict=True))


def _equal_contexts(run: Run, left: Value, right: Value) -> bool | None:
    if not isinstance(left, dict) or not isinstance(right, dict):
        return False
    run.spend(1 + len(left))
    return left.keys() == right.keys() and all(same(run, left[key], right[key]) for key in left)


def _equal_ranges(run: Run, left: Value, right: Value) -> bool | None:
    run.spend(1)
    return (
        isinstance(left, Range)
        and isinstance(right, Range)
        and left.operator == right.operator
        and left.start_included == right.start_included
        and left.end_included == right.end_included
        and same(run, left.start, right.start)
        and same(run, left.end, right.end)
    )


def _equal_functions(run: Run, left: Value, right: Value) -> bool | None:  # noqa: ARG001 - one of many
    return left is right


def _text_place(value: Value) -> Value:
    return str(value)


def _date_place(value: Value) -> Value:
    return civil_of(value) if is_date(value) else None


def _time_place(value: Value) -> Value:
    if not is_time(value):
        return None
    offset = time_offset(value)
    return (nanos_of(value) - (offset or 0)) // SECOND, offset is not None


def _date_time_place(value: Value) -> Value:
    if not is_date_time(value):
        return None
    instant, zoned = instant_of(value)
    return instant // SECOND, zoned


def _duration_place(value: Value) -> Value:
    return nanos_in(value) if is_duration(value) else None


def _months_place(value: Value) -> Value:
    return value.months if isinstance(value, YearsMonthsDuration) else None


ZONED = frozenset({"time", "date and time"})
"""Their places have a second part: whether they have a zone."""

PLACES: dict[str, Callable[[Value], Value]] = {
    "number": as_number,
    "string": _text_place,
    "date": _date_place,
    "time": _time_place,
    "date and time": _date_time_place,
    "days and time duration": _duration_place,
    "years and months duration": _months_place,
}
"""Where a value stands among its kind. Times count in whole seconds, as their `second` does."""

EQUALITIES: dict[str, Callable[[Run, Value, Value], bool | None]] = {
    "number": _equal_numbers, "string": _equal_plainly, "boolean": _equal_plainly, "date": _equal_places,
    "time": _equal_places, "date and time": _equal_places, "days and time duration": _equal_places,
    "years and months duration": _equal_places, "list": _equal_lists, "context": _equal_contexts,
    "range": _equal_ranges, "function": _equal_functions,
}  # fmt: skip

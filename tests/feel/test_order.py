"""Is what FEEL says of order the same for every way to ask, and the same as Python's for each kind of value?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

import feel
from feel.values import YearsMonthsDuration

OFFSETS = some.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
FIRST, LAST = datetime(1, 1, 2), datetime(9999, 12, 30)  # noqa: DTZ001  FEEL has moments without a zone
SECONDS = some.datetimes(FIRST, LAST).map(lambda moment: moment.replace(microsecond=0))
KINDS: dict[str, some.SearchStrategy[Any]] = {
    "numbers": some.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9),
    "texts": some.text(max_size=5),
    "dates": some.dates(),
    "times": some.times().map(lambda moment: moment.replace(microsecond=0)),
    "moments": SECONDS,
    "moments with offsets": some.tuples(SECONDS, OFFSETS).map(lambda pair: pair[0].replace(tzinfo=pair[1])),
    "durations": some.timedeltas(timedelta(days=-(10**6)), timedelta(days=10**6)).map(lambda long: timedelta(seconds=int(long.total_seconds()))),
}
ASKED = {
    name: feel.compile(text)
    for name, text in {
        "less": "a < b", "less or equal": "a <= b", "greater": "a > b", "equal": "a = b", "within": "a in [b..c]", "inside": "a in (b..c)",
        "between": "a between b and c", "least": "min(a, b, c)", "greatest": "max([a, b, c])", "sorted": "sort([a, b, c], function(x, y) x < y)",
    }.items()
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_way_to_ask_for_the_order_agrees_with_python(kind: str) -> None:
    @given(a=KINDS[kind], b=KINDS[kind], c=KINDS[kind])
    def holds(a: Any, b: Any, c: Any) -> None:
        said = {name: ask({"a": a, "b": b, "c": c}) for name, ask in ASKED.items()}

        assert said == {
            "less": a < b, "less or equal": a <= b, "greater": a > b, "equal": a == b, "within": b <= a <= c, "inside": b < a < c,
            "between": b <= a <= c, "least": min(a, b, c), "greatest": max(a, b, c), "sorted": sorted([a, b, c]),
        }  # fmt: skip

    holds()


def test_months_are_ordered_too() -> None:
    assert ASKED["within"]({"a": YearsMonthsDuration(13), "b": YearsMonthsDuration(12), "c": YearsMonthsDuration(14)}) is True


def test_a_date_lies_in_a_range_that_spans_months() -> None:
    assert feel.evaluate('@"2026-01-31" in [@"2026-01-01"..@"2026-12-31"]', {}) is True
    assert feel.evaluate('max(@"2026-01-01", @"2026-02-01", @"2025-12-31")', {}) == date(2026, 2, 1)


def test_with_a_zone_and_without_one_there_is_no_order() -> None:
    value, reasons = ASKED["less"].explain({"a": FIRST, "b": datetime(2026, 1, 1, tzinfo=UTC)})
    assert value is None
    assert reasons == ["A date and time with a zone and one without cannot be ordered."]
    assert ASKED["within"]({"a": time(8), "b": time(7, tzinfo=UTC), "c": time(9)}) is None


def test_a_fraction_that_was_written_otherwise_is_the_same_number() -> None:
    assert ASKED["equal"]({"a": Decimal("1.0"), "b": Decimal("1.000")}) is True

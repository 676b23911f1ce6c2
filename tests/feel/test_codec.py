"""Does a stored value come back exactly as it was?"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import feel
from feel import codec
from feel.budget import Run
from feel.comparing import same
from feel.values import Range, WideDate, WideTime, YearsMonthsDuration

VALUES: list[object] = [
    None, True, "æ\n\"\u2028", Decimal("100.50"), Decimal("1E-50"), Decimal("-0.000"), [], {}, [1, [None]],
    {"a": {"b": date(2024, 1, 2)}}, time(10, 20, 30, 5), time(1, 2, 3, tzinfo=UTC), timedelta(days=-1, microseconds=3),
    datetime(2024, 1, 2, 3, 4, 5, tzinfo=ZoneInfo("Europe/Copenhagen")), datetime(2024, 1, 2, 3, 4, 5, 6),  # noqa: DTZ001
    YearsMonthsDuration(-14), Range(Decimal(1), None, True, False, ">="), WideDate(-44, 3, 15), WideTime(1, None),
    {"@": ["date", "2024-01-02"]}, {"@": 1, "b": 2}, {"@": {"@": []}},
]  # fmt: skip

PLAIN = st.none() | st.booleans() | st.text() | st.decimals(allow_nan=False, allow_infinity=False) | st.dates()
NESTED = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_a_value_comes_back(value: object) -> None:
    text = codec.dump(value)

    json.loads(text)
    assert codec.load(text) == value
    assert type(codec.load(text)) is type(value)


@given(NESTED)
def test_any_value_comes_back(value: object) -> None:
    assert codec.load(codec.dump(value)) == value


def test_numbers_keep_their_digits_and_are_plain_json() -> None:
    assert codec.dump({"price": Decimal("10.00"), "n": 3}) == '{"price":10.00,"n":3}'
    assert str(codec.load("10.00")) == "10.00"


def test_the_order_of_keys_carries_no_meaning() -> None:
    stored = json.loads(codec.dump({"until": date(2024, 1, 2), "range": Range(1, 2, True, True)}))

    shuffled = json.dumps(stored, sort_keys=True)
    assert same(Run(), codec.load(shuffled), {"until": date(2024, 1, 2), "range": Range(1, 2, True, True)})


def test_a_function_cannot_be_stored() -> None:
    with pytest.raises(feel.FeelError, match="function cannot be stored"):
        codec.dump(feel.evaluate("function(x) x", {}))


@pytest.mark.parametrize("text", ["", "{", "NaN", "[1,", "Infinity"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(feel.FeelError):
        codec.load(text)

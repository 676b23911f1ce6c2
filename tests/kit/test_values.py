"""Are keys unique, amounts exact, instants true, and working hours counted as people work?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, Inexact
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from kit import clock
from kit.calendar import add_working_days, add_working_time, is_working_day
from kit.db.types import from_micros, scale, to_micros
from kit.keys import KeyStr, new_key
from kit.money import line_net, round_amount

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def test_keys_are_unique_and_rise() -> None:
    keys = [new_key() for _ in range(5000)]

    assert keys == sorted(set(keys))
    assert max(keys) < 2**63


def test_a_key_is_text_in_json_and_a_number_in_python() -> None:
    adapter: TypeAdapter[int] = TypeAdapter(KeyStr)

    assert adapter.validate_json('"9007199254740993"') == 9007199254740993
    assert adapter.dump_json(9007199254740993) == b'"9007199254740993"'


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=6))
def test_a_quantity_comes_back_as_it_went_in(value: Decimal) -> None:
    assert Decimal(scale(value, 6)).scaleb(-6) == value


def test_an_amount_that_does_not_fit_is_refused_not_rounded() -> None:
    with pytest.raises(Inexact):
        scale(Decimal("0.00001"), 4)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  hypothesis adds the zone
def test_an_instant_comes_back_as_it_went_in(value: datetime) -> None:
    assert from_micros(to_micros(value)) == value


@pytest.mark.parametrize(("value", "rounded"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("1.004", "1.00")])
def test_amounts_are_rounded_half_up(value: str, rounded: str) -> None:
    assert round_amount(Decimal(value), "DKK") == Decimal(rounded)


def test_a_line_is_rounded_once() -> None:
    assert line_net(Decimal(35), Decimal("14.70"), Decimal("0.15"), "USD") == Decimal("437.33")
    assert line_net(Decimal(3), Decimal("33.335"), Decimal(0), "JPY") == Decimal(100)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ((2026, 3, 2, 9), 4, (2026, 3, 2, 13)),
        ((2026, 3, 2, 14), 4, (2026, 3, 3, 10)),
        ((2026, 3, 6, 15), 2, (2026, 3, 9, 9)),
        ((2026, 4, 1, 15), 2, (2026, 4, 7, 9)),  # over Easter: Thursday, Friday and Monday are free
        ((2026, 3, 7, 12), 8, (2026, 3, 9, 16)),
        ((2026, 3, 27, 15), 2, (2026, 3, 30, 9)),  # the clocks go forward on that Sunday
    ],
)
def test_working_hours_pass_only_while_people_work(start: tuple[int, ...], hours: int, end: tuple[int, ...]) -> None:
    begun = datetime(*start, tzinfo=COPENHAGEN)  # type: ignore[misc, arg-type]  # four numbers, never a zone

    assert add_working_time(begun, timedelta(hours=hours)) == datetime(*end, tzinfo=COPENHAGEN)  # type: ignore[misc, arg-type]  # as above


def test_store_bededag_is_a_working_day_since_2024() -> None:
    assert not is_working_day(date(2023, 5, 5))
    assert is_working_day(date(2024, 4, 26))


def test_working_days_skip_the_weekend() -> None:
    friday = datetime(2026, 3, 6, 10, tzinfo=COPENHAGEN)

    assert add_working_days(friday, 2) == datetime(2026, 3, 10, 10, tzinfo=COPENHAGEN)


def test_a_clock_never_goes_back(moving_clock: clock.MovingClock) -> None:
    before = clock.now()

    moving_clock.set(before - timedelta(days=1))

    assert clock.now() == before

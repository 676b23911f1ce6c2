"""Does time pass evenly where clocks are changed?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

import feel
from feel import codec

ZONES = ("Europe/Copenhagen", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
MOVED = feel.compile("start + long")
BACK = feel.compile("start + long - long")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('@"2026-03-29T01:30:00@Europe/Copenhagen" + @"PT1H"', "2026-03-29T03:30:00@Europe/Copenhagen"),
        ('@"2026-03-28T12:00:00@Europe/Copenhagen" + @"P1D"', "2026-03-29T13:00:00@Europe/Copenhagen"),
        ('@"2026-10-25T01:30:00@Europe/Copenhagen" + @"PT1H"', "2026-10-25T02:30:00@Europe/Copenhagen"),
        ('@"2026-10-25T02:30:00@Europe/Copenhagen" + @"PT1H"', "2026-10-25T02:30:00+01:00"),
        ('@"2026-10-25T02:30:00@Europe/Copenhagen" + @"PT2H"', "2026-10-25T03:30:00@Europe/Copenhagen"),
        ('@"2026-10-25T04:00:00@Europe/Copenhagen" - @"PT2H"', "2026-10-25T02:00:00+01:00"),
        ('@"2026-01-31T12:00:00@Europe/Copenhagen" + @"P1M"', "2026-02-28T12:00:00@Europe/Copenhagen"),
    ],
)
def test_an_hour_is_an_hour_when_the_clocks_are_changed(text: str, shown: str) -> None:
    assert feel.evaluate(f"string({text})", {}) == shown


@given(
    start=some.datetimes(datetime(1990, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001  the zone comes next
    zone=some.sampled_from(ZONES),
    hours=some.integers(-30_000, 30_000),
)
def test_the_instant_moves_by_the_duration(start: datetime, zone: str, hours: int) -> None:
    begun = start.replace(microsecond=0, tzinfo=ZoneInfo(zone))
    long = timedelta(minutes=15 * hours)

    found: Any = MOVED({"start": begun, "long": long})

    assert found.astimezone(UTC) == begun.astimezone(UTC) + long
    kept: Any = codec.load(codec.dump(found))
    assert kept.astimezone(UTC) == found.astimezone(UTC), "also when it is stored"
    back: Any = BACK({"start": begun, "long": long})
    assert back.astimezone(UTC) == begun.astimezone(UTC)

"""Which properties do values other than contexts have? (DMN 10.3.2.3, table 65)"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from decimal import Decimal

from feel.temporal.moments import (
    HOUR,
    MINUTE,
    SECOND,
    civil_from,
    civil_of,
    days_of,
    duration_of,
    nanos_in,
    nanos_of,
    offset_at,
    split,
    zone_name,
    zone_of,
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

Getter = Callable[[Value], Value]

ABSENT = object()
"""What `property_of` gives where there is no such property."""


def property_of(value: Value, name: str) -> Value:
    """A property of a date, time, duration or range; ABSENT where there is none."""
    getter = GETTERS.get(kind_of(value), {}).get(name)
    return ABSENT if getter is None else getter(value)


def _civil(index: int) -> Getter:
    def get(value: Value) -> Value:
        if is_date_time(value):
            return Decimal(civil_from(split(value)[0])[index])
        assert is_date(value)
        return Decimal(civil_of(value)[index])

    return get


def _weekday(value: Value) -> Value:
    days = split(value)[0] if is_date_time(value) else days_of(value) if is_date(value) else 0
    return Decimal((days + 3) % 7 + 1)


def _clock(unit: int, wrap: int) -> Getter:
    def get(value: Value) -> Value:
        nanos = split(value)[1] if is_date_time(value) else nanos_of(value) if is_time(value) else 0
        return Decimal(nanos // unit % wrap)

    return get


def _zone(value: Value) -> tuple[tzinfo | None, int, int]:
    if is_date_time(value):
        days, nanos, zone = split(value)
        return zone, days, nanos
    assert is_time(value)
    return zone_of(value), 0, nanos_of(value)


def _time_offset(value: Value) -> Value:
    offset = offset_at(*_zone(value))
    return None if offset is None else duration_of(offset)


def _timezone(value: Value) -> Value:
    return zone_name(_zone(value)[0])


def _midnight(value: Value) -> Value:  # noqa: ARG001 - one of many
    return Decimal(0)


def _utc_offset(value: Value) -> Value:  # noqa: ARG001 - one of many
    return duration_of(0)


def _utc(value: Value) -> Value:  # noqa: ARG001 - one of many
    return "Z"


def _of_duration(unit: int, wrap: int | None) -> Getter:
    def get(value: Value) -> Value:
        assert is_duration(value)
        nanos = nanos_in(value)
        count = abs(nanos) // unit
        count = count % wrap if wrap else count
        return Decimal(-count if nanos < 0 else count)

    return get


def _years(value: Value) -> Value:
    assert isinstance(value, YearsMonthsDuration)
    years = abs(value.months) // 12
    return Decimal(-years if value.months < 0 else years)


def _months(value: Value) -> Value:
    assert isinstance(value, YearsMonthsDuration)
    months = abs(value.months) % 12
    return Decimal(-months if value.months < 0 else months)


def _start(value: Value) -> Value:
    assert isinstance(value, Range)
    return value.start


def _end(value: Value) -> Value:
    assert isinstance(value, Range)
    return value.end


def _start_included(value: Value) -> Value:
    assert isinstance(value, Range)
    return value.start_included


def _end_included(value: Value) -> Value:
    assert isinstance(value, Range)
    return value.end_included


DATE: dict[str, Getter] = {"year": _civil(0), "month": _civil(1), "day": _civil(2), "weekday": _weekday}
CLOCK: dict[str, Getter] = {
    "hour": _clock(HOUR, 24),
    "minute": _clock(MINUTE, 60),
    "second": _clock(SECOND, 60),
    "time offset": _time_offset,
    "timezone": _timezone,
}
MIDNIGHT: dict[str, Getter] = {
    "hour": _midnight,
    "minute": _midnight,
    "second": _midnight,
    "time offset": _utc_offset,
    "timezone": _utc,
}
GETTERS: dict[str, dict[str, Getter]] = {
    "date": {**MIDNIGHT, **DATE},
    "time": CLOCK,
    "date and time": {**DATE, **CLOCK},
    "days and time duration": {
        "days": _of_duration(24 * HOUR, None),
        "hours": _of_duration(HOUR, 24),
        "minutes": _of_duration(MINUTE, 60),
        "seconds": _of_duration(SECOND, 60),
    },
    "years and months duration": {"years": _years, "months": _months},
    "range": {"start": _start, "end": _end, "start included": _start_included, "end included": _end_included},
}

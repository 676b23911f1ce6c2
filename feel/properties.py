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
        days = _days(value)
        return None if days is None else Decimal(civil_from(days)[index])

    return get


def _weekday(value: Value) -> Value:
    days = _days(value)
    return None if days is None else Decimal((days + 3) % 7 + 1)


def _days(value: Value) -> int | None:
    if is_date_time(value):
        return split(value)[0]
    return days_of(value) if is_date(value) else None


def _clock(unit: int, wrap: int) -> Getter:
    def get(value: Value) -> Value:
        nanos = split(value)[1] if is_date_time(value) else nanos_of(value) if is_time(value) else 0
        return Decimal(nanos // unit % wrap)

    return get


def _zone(value: Value) -> tuple[tzinfo | None, int, int]:
    if is_date_time(value):
        days, nanos, zone = split(value)
        return zone, days, nanos
    return (zone_of(value), 0, nanos_of(value)) if is_time(value) else (None, 0, 0)


def _time_offset(value: Value) -> Value:
    offset = offset_at(*_zone(value))
    return None if offset is None else duration_of(offset)


def _timezone(value: Value) -> Value:
    return zone_name(_zone(value)[0])


def _always(result: Value) -> Getter:
    def get(value: Value) -> Value:  # noqa: ARG001 - the same for all
        return result

    return get


def _of_duration(unit: int, wrap: int | None) -> Getter:
    return lambda value: _part(nanos_in(value), unit, wrap) if is_duration(value) else None


def _of_months(unit: int, wrap: int | None) -> Getter:
    return lambda value: _part(value.months, unit, wrap) if isinstance(value, YearsMonthsDuration) else None


def _part(total: int, unit: int, wrap: int | None) -> Decimal:
    count = abs(total) // unit
    count = count % wrap if wrap else count
    return Decimal(-count if total < 0 else count)


def _of_range(read: Callable[[Range], Value]) -> Getter:
    return lambda value: read(value) if isinstance(value, Range) else None


DATE: dict[str, Getter] = {"year": _civil(0), "month": _civil(1), "day": _civil(2), "weekday": _weekday}
CLOCK: dict[str, Getter] = {
    "hour": _clock(HOUR, 24),
    "minute": _clock(MINUTE, 60),
    "second": _clock(SECOND, 60),
    "time offset": _time_offset,
    "timezone": _timezone,
}
MIDNIGHT: dict[str, Getter] = {
    "hour": _always(Decimal(0)),
    "minute": _always(Decimal(0)),
    "second": _always(Decimal(0)),
    "time offset": _always(duration_of(0)),
    "timezone": _always("Z"),
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
    "years and months duration": {"years": _of_months(12, None), "months": _of_months(1, 12)},
    "range": {
        "start": _of_range(lambda value: value.start),
        "end": _of_range(lambda value: value.end),
        "start included": _of_range(lambda value: value.start_included),
        "end included": _of_range(lambda value: value.end_included),
    },
}

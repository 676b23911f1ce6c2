"""How is a date, a time or a duration written?"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from feel.temporal.moments import (
    HOUR,
    MINUTE,
    SECOND,
    civil_from,
    civil_of,
    nanos_in,
    nanos_of,
    offset_at,
    split,
    zone_name,
    zone_of,
)
from feel.values import AnyDateTime, AnyDuration, WideDate, WideDateTime, WideDuration, WideTime, YearsMonthsDuration


def written(value: object) -> str | None:
    """The text of a date, time or duration; None for anything else."""
    if isinstance(value, datetime | WideDateTime):
        return date_time_text(value)
    if isinstance(value, date | WideDate):
        return date_text(civil_of(value))
    if isinstance(value, time | WideTime):
        return _clock_text(nanos_of(value)) + _zone_text(zone_of(value), 0, 0)
    if isinstance(value, timedelta | WideDuration):
        return duration_text(value)
    return str(value) if isinstance(value, YearsMonthsDuration) else None


def date_text(civil: tuple[int, int, int]) -> str:
    year, month, day = civil
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{day:02d}"


def date_time_text(value: AnyDateTime) -> str:
    days, nanos, zone = split(value)
    return f"{date_text(civil_from(days))}T{_clock_text(nanos)}{_zone_text(zone, days, nanos)}"


def duration_text(value: AnyDuration) -> str:
    nanos = nanos_in(value)
    sign, nanos = ("-", -nanos) if nanos < 0 else ("", nanos)
    days, rest = divmod(nanos, 24 * HOUR)
    hours, minutes, seconds = rest // HOUR, rest // MINUTE % 60, rest % MINUTE
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds // SECOND}{_fraction_text(seconds % SECOND)}S" if seconds else ""
    shown = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return f"{sign}P{shown or 'T0S'}"


def _clock_text(nanos: int) -> str:
    seconds = nanos // SECOND
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{_fraction_text(nanos % SECOND)}"


def _fraction_text(nanos: int) -> str:
    return f".{nanos:09d}".rstrip("0") if nanos else ""


def _zone_text(zone: tzinfo | None, days: int, nanos: int) -> str:
    name = zone_name(zone)
    if name is not None:
        return f"@{name}"
    offset = offset_at(zone, days, nanos)
    if offset is None:
        return ""
    if offset == 0:
        return "Z"
    sign, seconds = ("-", -offset // SECOND) if offset < 0 else ("+", offset // SECOND)
    shown = f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    return shown if seconds % 60 == 0 else f"{shown}:{seconds % 60:02d}"

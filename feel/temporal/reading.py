"""Which date, time or duration does a text say? (ISO 8601 as XML Schema has it, and zones by name)"""

from __future__ import annotations

import re
from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from feel.temporal.moments import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    date_of,
    datetime_of,
    days_of,
    duration_of,
    fixed_zone,
    time_of,
)
from feel.values import AnyDate, AnyDateTime, AnyDuration, AnyTime, YearsMonthsDuration

DATE = re.compile(r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})", re.ASCII)
TIME = re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(Z|z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@.+)?", re.ASCII)
OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?", re.ASCII)
ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*", re.ASCII)
YEARS_MONTHS = re.compile(r"(-)?P(?=[0-9])(?:([0-9]{1,15})Y)?(?:([0-9]{1,15})M)?", re.ASCII)
DAYS_TIME = re.compile(
    r"(-)?P(?=[0-9T])(?:([0-9]{1,15})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,18})H)?(?:([0-9]{1,18})M)?(?:([0-9]{1,18})(?:\.([0-9]{0,30}))?S)?)?",
    re.ASCII,
)
LONGEST = 100


def read_date(text: str) -> AnyDate | None:
    match = DATE.fullmatch(text) if len(text) <= LONGEST else None
    return date_of(int(match[1]), int(match[2]), int(match[3])) if match else None


def read_time(text: str) -> AnyTime | None:
    parts = _clock(text)
    return time_of(*parts) if parts else None


def read_date_time(text: str) -> AnyDateTime | None:
    """A date and time; a date alone is its midnight."""
    day, _, clock = text.partition("T")
    found = read_date(day)
    if found is None or (not clock and "T" in text):
        return None
    parts = _clock(clock) if clock else (0, None)
    return datetime_of(days_of(found), *parts) if parts else None


def read_duration(text: str) -> AnyDuration | YearsMonthsDuration | None:
    if len(text) > LONGEST:
        return None
    match = YEARS_MONTHS.fullmatch(text)
    if match is not None:
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearsMonthsDuration(-months if match[1] else months)
    match = DAYS_TIME.fullmatch(text)
    if match is None:
        return None
    nanos = int(match[2] or 0) * DAY + int(match[3] or 0) * HOUR + int(match[4] or 0) * MINUTE + int(match[5] or 0) * SECOND
    nanos += _fraction(match[6])
    return duration_of(-nanos if match[1] else nanos)


def read_any(text: str) -> object:
    """What stands after `@`: a date, a time, a date and time, or a duration; None for anything else."""
    for read in (read_date, read_time, read_duration):
        found: object = read(text)
        if found is not None:
            return found
    return read_date_time(text) if "T" in text else None


@lru_cache(maxsize=1024)
def zone_named(name: str) -> tzinfo | None:
    """A zone of the IANA database; None when it has no such zone."""
    if not ZONE.fullmatch(name) or len(name) > 64:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def read_offset(text: str) -> tzinfo | None:
    """`Z` or an offset like `+01:00`, at most 18 hours."""
    if text in ("Z", "z"):
        return fixed_zone(0)
    match = OFFSET.fullmatch(text)
    if match is None or int(match[3]) > 59 or int(match[4] or 0) > 59:
        return None
    seconds = int(match[2]) * 3600 + int(match[3]) * 60 + int(match[4] or 0)
    return fixed_zone(-seconds if match[1] == "-" else seconds) if seconds <= 64_800 else None


def _clock(text: str) -> tuple[int, tzinfo | None] | None:
    """Nanoseconds after midnight and the zone."""
    match = TIME.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        return None
    hour, minute, second, zone_text = int(match[1]), int(match[2]), int(match[3]), match[5]
    nanos = hour * HOUR + minute * MINUTE + second * SECOND + _fraction(match[4])
    if hour > 24 or minute > 59 or second > 59 or nanos > DAY:
        return None
    if zone_text is None:
        return nanos, None
    zone = zone_named(zone_text[1:]) if zone_text.startswith("@") else read_offset(zone_text)
    return (nanos, zone) if zone is not None else None


def _fraction(digits: str | None) -> int:
    return int((digits or "")[:9].ljust(9, "0"))

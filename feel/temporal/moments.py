"""How do FEEL's dates, times and durations become days and nanoseconds, and these Python's values again?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from feel.values import AnyDate, AnyDateTime, AnyDuration, AnyTime, WideDate, WideDateTime, WideDuration, WideTime

DAY = 86_400_000_000_000
HOUR = 3_600_000_000_000
MINUTE = 60_000_000_000
SECOND = 1_000_000_000

LAST_YEAR = 999_999_999
DURATION_LIMIT = 10**28

EPOCH = date(1970, 1, 1).toordinal()
MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_from(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 in the proleptic Gregorian calendar, any year."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def civil_from(days: int) -> tuple[int, int, int]:
    """Year, month and day of a count of days since 1970-01-01."""
    era, day_of_era = divmod(days + 719_468, 146_097)
    year = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


def month_length(year: int, month: int) -> int:
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return MONTH_LENGTHS[month - 1] + leap


def date_of(year: int, month: int, day: int) -> AnyDate | None:
    """A date; None where there is no such day."""
    if not (1 <= month <= 12 and abs(year) <= LAST_YEAR and 1 <= day <= month_length(year, month)):
        return None
    return date(year, month, day) if 1 <= year <= 9999 else WideDate(year, month, day)


def date_on(days: int) -> AnyDate | None:
    """The date so many days after 1970-01-01."""
    if 0 < days + EPOCH <= date.max.toordinal():
        return date.fromordinal(days + EPOCH)
    return date_of(*civil_from(days))


def civil_of(value: AnyDate) -> tuple[int, int, int]:
    return value.year, value.month, value.day


def days_of(value: AnyDate) -> int:
    """Days since 1970-01-01."""
    if isinstance(value, WideDate):
        return days_from(value.year, value.month, value.day)
    return value.toordinal() - EPOCH


def time_of(nanos: int, zone: tzinfo | None) -> AnyTime:
    """The time so many nanoseconds after midnight, wrapped around the day."""
    nanos %= DAY
    return WideTime(nanos, zone) if nanos % 1000 else _clock(nanos, zone)


def _clock(nanos: int, zone: tzinfo | None) -> time:
    seconds, micros = divmod(nanos // 1000, 1_000_000)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, micros, zone)


def nanos_of(value: AnyTime | datetime) -> int:
    """Nanoseconds after midnight, as the clock shows."""
    if isinstance(value, WideTime):
        return value.nanos
    return ((value.hour * 60 + value.minute) * 60 + value.second) * SECOND + value.microsecond * 1000


def zone_of(value: AnyTime | AnyDateTime) -> tzinfo | None:
    return value.zone if isinstance(value, WideTime | WideDateTime) else value.tzinfo


def datetime_of(days: int, nanos: int, zone: tzinfo | None) -> AnyDateTime | None:
    """The date and time a clock shows; None beyond the calendar's end."""
    over, nanos = divmod(nanos, DAY)
    days += over
    if nanos % 1000 or not 0 < days + EPOCH <= date.max.toordinal():
        return WideDateTime(days, nanos, zone) if abs(days) < 366 * LAST_YEAR else None
    return datetime.combine(date.fromordinal(days + EPOCH), _clock(nanos, zone))


def split(value: AnyDateTime) -> tuple[int, int, tzinfo | None]:
    """Days since 1970-01-01, nanoseconds of the day, and the zone."""
    if isinstance(value, WideDateTime):
        return value.days, value.nanos, value.zone
    return value.toordinal() - EPOCH, nanos_of(value), value.tzinfo


def date_part(value: AnyDateTime) -> AnyDate | None:
    return date_on(split(value)[0])


def time_part(value: AnyDateTime) -> AnyTime:
    _, nanos, zone = split(value)
    return time_of(nanos, zone)


def duration_of(nanos: int) -> AnyDuration | None:
    """A days and time duration; None beyond some 300 billion years."""
    if abs(nanos) > DURATION_LIMIT:
        return None
    if nanos % 1000 or abs(nanos) >= 999_999_999 * DAY:
        return WideDuration(nanos)
    return timedelta(microseconds=nanos // 1000)


def nanos_in(duration: AnyDuration) -> int:
    if isinstance(duration, WideDuration):
        return duration.nanos
    return duration.days * DAY + duration.seconds * SECOND + duration.microseconds * 1000


def fixed_zone(seconds: int) -> tzinfo:
    return UTC if seconds == 0 else timezone(timedelta(seconds=seconds))


def offset_at(zone: tzinfo | None, days: int, nanos: int) -> int | None:
    """A zone's offset in nanoseconds at what a clock shows there; None without a zone."""
    if zone is None:
        return None
    within = min(max(days + EPOCH, 2), date.max.toordinal() - 1)
    shown = datetime.fromordinal(within) + timedelta(microseconds=nanos // 1000)
    offset = zone.utcoffset(shown.replace(tzinfo=zone))
    return None if offset is None else nanos_in(offset)


def offset_from(zone: tzinfo | None, days: int, nanos: int) -> int:
    """A zone's offset in nanoseconds at an instant in UTC; 0 without a zone."""
    within = min(max(days + EPOCH, 3), date.max.toordinal() - 2)
    instant = datetime.fromordinal(within).replace(tzinfo=UTC) + timedelta(microseconds=nanos // 1000)
    offset = None if zone is None else instant.astimezone(zone).utcoffset()
    return 0 if offset is None else nanos_in(offset)


def time_offset(value: AnyTime) -> int | None:
    """The offset in nanoseconds of a time's zone; a named zone's is the one it had at the epoch."""
    return offset_at(zone_of(value), 0, nanos_of(value))


def instant_of(value: AnyDateTime) -> tuple[int, bool]:
    """Nanoseconds since the epoch in UTC and True; or without a zone, as the clock shows, and False."""
    days, nanos, zone = split(value)
    offset = offset_at(zone, days, nanos)
    return days * DAY + nanos - (offset or 0), offset is not None


def zone_name(zone: tzinfo | None) -> str | None:
    """A named zone's name; None for a fixed offset."""
    return zone.key if isinstance(zone, ZoneInfo) else None

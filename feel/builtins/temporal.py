"""Built-in functions that make and read dates, times and durations (DMN 10.3.4.1, 10.3.4.7)."""

from __future__ import annotations

from datetime import datetime, tzinfo
from decimal import ROUND_FLOOR, Decimal

from feel import time_source
from feel.budget import Run
from feel.builtins.registry import built_in
from feel.decimals import as_number, whole
from feel.temporal.moments import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    civil_from,
    date_of,
    date_part,
    datetime_of,
    days_from,
    days_of,
    fixed_zone,
    instant_of,
    month_length,
    nanos_in,
    nanos_of,
    offset_at,
    split,
    time_of,
    time_part,
    zone_of,
)
from feel.temporal.reading import read_date, read_date_time, read_duration, read_time, zone_named
from feel.temporal.reckoning import months_between
from feel.temporal.writing import written
from feel.values import (
    AnyDate,
    AnyDateTime,
    AnyDuration,
    AnyTime,
    Value,
    WideDateTime,
    YearsMonthsDuration,
    is_date,
    is_date_time,
    is_duration,
    is_time,
    kind_of,
)
from feel.words import N_

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
UTC = fixed_zone(0)


@built_in("now")
def now(run: Run) -> Value:  # noqa: ARG001 - one of many
    return time_source.now()


@built_in("today")
def today(run: Run) -> Value:  # noqa: ARG001 - one of many
    return time_source.now().date()


@built_in("date", "from: any")
def date(run: Run, value: Value) -> Value:
    if isinstance(value, str):
        return _read(run, read_date(value), value, "date")
    if is_date_time(value):
        return date_part(value)
    return value if is_date(value) else _not(run, "date", value)


@built_in("date", "year: number", "month: number", "day: number")
def date_from_parts(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Value:
    parts = [whole(each) for each in (year, month, day)]
    found = None if None in parts else date_of(*[each for each in parts if each is not None])
    return _read(run, found, f"{year:.20}-{month:.20}-{day:.20}", "date")


@built_in("time", "from: any")
def time(run: Run, value: Value) -> Value:
    if isinstance(value, str):
        return _read(run, read_time(value), value, "time")
    if is_date_time(value):
        return time_part(value)
    if is_date(value):
        return time_of(0, UTC)
    return value if is_time(value) else _not(run, "time", value)


@built_in("time", "hour: number", "minute: number", "second: number", "offset: days duration?")
def time_from_parts(run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: AnyDuration | None = None) -> Value:
    nanos = _nanos(hour, minute, second)
    zone = None if offset is None else _zone(run, offset)
    if nanos is None or (offset is not None and zone is None):
        return _read(run, None, f"{hour:.10}:{minute:.10}:{second:.10}", "time")
    return time_of(nanos, zone)


@built_in("date and time", "from: any")
def date_and_time(run: Run, value: Value) -> Value:
    if isinstance(value, str):
        return _read(run, read_date_time(value), value, "date and time")
    if is_date(value):
        return datetime_of(days_of(value), 0, UTC)
    return value if is_date_time(value) else _not(run, "date and time", value)


@built_in("date and time", "date: day", "time: time")
def date_and_time_from_both(run: Run, day: AnyDate | AnyDateTime, moment: AnyTime) -> Value:  # noqa: ARG001
    return datetime_of(_days(day), nanos_of(moment), zone_of(moment))


@built_in("date and time", "date: date and time", "timezone: string")
def date_and_time_in_zone(run: Run, moment: AnyDateTime, timezone: str) -> Value:  # noqa: ARG001 - one of many
    """The same instant, shown in another zone; one without a zone gets it."""
    zone = zone_named(timezone)
    days, nanos, known = split(moment)
    if zone is None:
        return None
    if known is None:
        return datetime_of(days, nanos, zone)
    return shown_in(moment, zone)


@built_in("date and time", "year: number", "month: number", "day: number", "hour: number", "minute: number", "second: number")
@built_in(
    "date and time", "year: number", "month: number", "day: number", "hour: number", "minute: number", "second: number",
    "offset: days duration?",
)  # fmt: skip
@built_in(
    "date and time", "year: number", "month: number", "day: number", "hour: number", "minute: number", "second: number",
    "timezone: string",
)  # fmt: skip
def date_and_time_from_parts(run: Run, *given: Value) -> Value:
    parts = [each for each in given[:6] if isinstance(each, Decimal)]
    day = date_from_parts(run, *parts[:3])
    nanos = _nanos(*parts[3:])
    last = given[6] if len(given) > 6 else None
    zone = zone_named(last) if isinstance(last, str) else _zone(run, last) if is_duration(last) else None
    if not is_date(day) or nanos is None or (last is not None and zone is None):
        return None
    return datetime_of(days_of(day), nanos, zone)


@built_in("duration", "from: any")
def duration(run: Run, value: Value) -> Value:
    if isinstance(value, str):
        return _read(run, read_duration(value), value, "duration")
    return value if is_duration(value) or isinstance(value, YearsMonthsDuration) else _not(run, "duration", value)


@built_in("years and months duration", "from: day", "to: day")
def years_and_months_duration(run: Run, start: AnyDate, end: AnyDate) -> Value:  # noqa: ARG001 - one of many
    return months_between(start, end)


@built_in("cycle", "interval: duration")
def cycle(run: Run, interval: Value) -> Value:
    """A timer's endless cycle, as BPMN writes it."""
    return run.made_text(f"R/{written(interval)}")


@built_in("cycle", "repetitions: any", "interval: duration")
def cycle_so_often(run: Run, repetitions: Value, interval: Value) -> Value:
    """As many turns, or endless ones when the number is null."""
    number = as_number(repetitions)
    times = None if number is None else whole(number)
    if times is None and repetitions is not None:
        return _not(run, "number of repetitions", repetitions)
    return run.made_text(f"R{'' if times is None else times}/{written(interval)}")


@built_in("day of year", "date: day")
def day_of_year(run: Run, day: AnyDate | AnyDateTime) -> Value:  # noqa: ARG001 - one of many
    days = _days(day)
    return Decimal(days - days_from(civil_from(days)[0], 1, 1) + 1)


@built_in("day of week", "date: day")
def day_of_week(run: Run, day: AnyDate | AnyDateTime) -> Value:  # noqa: ARG001 - one of many
    return DAYS[(_days(day) + 3) % 7]


@built_in("month of year", "date: day")
def month_of_year(run: Run, day: AnyDate | AnyDateTime) -> Value:  # noqa: ARG001 - one of many
    return MONTHS[civil_from(_days(day))[1] - 1]


@built_in("week of year", "date: day")
def week_of_year(run: Run, day: AnyDate | AnyDateTime) -> Value:  # noqa: ARG001 - one of many
    """The week's number by ISO 8601: the year's first week has its first Thursday."""
    days = _days(day)
    thursday = days - (days + 3) % 7 + 3
    return Decimal((thursday - days_from(civil_from(thursday)[0], 1, 1)) // 7 + 1)


@built_in("last day of month", "date: day")
def last_day_of_month(run: Run, day: AnyDate | AnyDateTime) -> Value:  # noqa: ARG001 - one of many
    year, month, _ = civil_from(_days(day))
    return date_of(year, month, month_length(year, month))


def shown_in(moment: AnyDateTime, zone: tzinfo) -> Value:
    """The same instant as a clock in this zone shows it."""
    instant, _ = instant_of(moment)
    guess = offset_at(zone, *divmod(instant, DAY)) or 0
    offset = offset_at(zone, *divmod(instant + guess, DAY)) or 0
    days, nanos = divmod(instant + offset, DAY)
    return datetime_of(days, nanos, zone)


def _days(day: AnyDate | AnyDateTime) -> int:
    return split(day)[0] if isinstance(day, datetime | WideDateTime) else days_of(day)


def _nanos(hour: Decimal, minute: Decimal, second: Decimal) -> int | None:
    """Nanoseconds after midnight; None where there is no such time."""
    hours, minutes = whole(hour), whole(minute)
    if hours is None or minutes is None or not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= second < 60):
        return None
    return hours * HOUR + minutes * MINUTE + int((second * SECOND).to_integral_value(rounding=ROUND_FLOOR))


def _zone(run: Run, offset: AnyDuration) -> tzinfo | None:
    seconds = nanos_in(offset) // SECOND
    if abs(seconds) > 18 * HOUR // SECOND:
        run.note(N_("An offset is at most 18 hours."))
        return None
    return fixed_zone(seconds)


def _read(run: Run, found: Value, text: str, kind: str) -> Value:
    if found is None:
        run.note(N_("“%s” is no %s."), text[:60], kind)
    return found


def _not(run: Run, kind: str, value: Value) -> Value:
    run.note(N_("A %s cannot become a %s."), kind_of(value), kind)
    return None

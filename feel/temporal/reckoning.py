"""What is a moment so much later, and how long is it between two moments?"""

from __future__ import annotations

from datetime import datetime, time

from feel.budget import Run
from feel.temporal.moments import (
    DAY,
    SECOND,
    civil_from,
    civil_of,
    date_of,
    date_on,
    datetime_of,
    days_from,
    days_of,
    duration_of,
    fixed_zone,
    instant_of,
    month_length,
    nanos_of,
    offset_at,
    offset_from,
    split,
    time_of,
    time_offset,
    zone_of,
)
from feel.values import (
    AnyDate,
    AnyDateTime,
    AnyDuration,
    AnyTime,
    Value,
    WideDateTime,
    WideTime,
    YearsMonthsDuration,
    is_date,
    is_date_time,
    is_time,
)
from feel.words import N_


def later(run: Run, moment: AnyDate | AnyTime | AnyDateTime, nanos: int) -> Value:
    """A moment so many nanoseconds later; a date moves by what its midnight does."""
    if isinstance(moment, time | WideTime):
        return time_of(nanos_of(moment) + nanos, zone_of(moment))
    if isinstance(moment, datetime | WideDateTime):
        return _within_calendar(run, _later_date_time(moment, nanos))
    return _within_calendar(run, date_on(days_of(moment) + nanos // DAY))


def _later_date_time(moment: AnyDateTime, nanos: int) -> AnyDateTime | None:
    """Later on the time line, shown in the same zone; where its clocks show the time twice, the second one is told by its offset."""
    days, clock, zone = split(moment)
    before = offset_at(zone, days, clock)
    if before is None:
        return datetime_of(days, clock + nanos, zone)
    over, instant = divmod(clock - before + nanos, DAY)
    days += over
    after = offset_from(zone, days, instant)
    over, shown = divmod(instant + after, DAY)
    is_second = offset_at(zone, days + over, shown) != after
    return datetime_of(days + over, shown, fixed_zone(after // SECOND) if is_second else zone)


def later_by_months(run: Run, moment: AnyDate | AnyDateTime, months: int) -> Value:
    """The same day so many months later, or the last one of a shorter month."""
    if isinstance(moment, datetime | WideDateTime):
        days, clock, zone = split(moment)
        civil = _moved(civil_from(days), months)
        return _within_calendar(run, None if civil is None else datetime_of(days_from(*civil), clock, zone))
    civil = _moved(civil_of(moment), months)
    return _within_calendar(run, None if civil is None else date_of(*civil))


def _moved(civil: tuple[int, int, int], months: int) -> tuple[int, int, int] | None:
    year, month, day = civil
    year, month = divmod(year * 12 + month - 1 + months, 12)
    if abs(year) > 999_999_999:
        return None
    return year, month + 1, min(day, month_length(year, month + 1))


def _within_calendar(run: Run, found: Value) -> Value:
    if found is None:
        run.note(N_("The calendar ends before that moment."))
    return found


def difference(run: Run, left: Value, right: Value) -> AnyDuration | None:
    """How long after `right` is `left`; a date counts as its midnight in UTC, and both or neither have a zone."""
    first, second = _instant(left), _instant(right)
    if first is None or second is None:
        return None
    if first[1] is not second[1]:
        run.note(N_("The time between a moment with a zone and one without is not known."))
        return None
    return duration_of(first[0] - second[0])


def _instant(value: Value) -> tuple[int, bool] | None:
    if is_date_time(value):
        return instant_of(value)
    if is_date(value):
        return days_of(value) * DAY, True
    if is_time(value):
        offset = time_offset(value)
        return nanos_of(value) - (offset or 0), offset is not None
    return None


def months_between(start: AnyDate | AnyDateTime, end: AnyDate | AnyDateTime) -> YearsMonthsDuration:
    """The whole months from start to end, negative when the end comes first."""
    first, second = _civil_and_clock(start), _civil_and_clock(end)
    if second < first:
        return YearsMonthsDuration(-_whole_months(second, first))
    return YearsMonthsDuration(_whole_months(first, second))


def _whole_months(first: tuple[int, int, int, int], second: tuple[int, int, int, int]) -> int:
    months = (second[0] - first[0]) * 12 + second[1] - first[1]
    return months - (second[2:] < first[2:])


def _civil_and_clock(moment: AnyDate | AnyDateTime) -> tuple[int, int, int, int]:
    if isinstance(moment, datetime | WideDateTime):
        days, clock, _ = split(moment)
        return (*civil_from(days), clock)
    return (*civil_of(moment), 0)

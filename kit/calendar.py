"""Working time: which days people work, and when a number of working hours from now is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays


@dataclass(frozen=True, slots=True)
class Calendar:
    """A company's working week; a country of None knows no holidays."""

    zone: str = "Europe/Copenhagen"
    country: str | None = "DK"
    opens: time = time(8)
    closes: time = time(16)
    weekdays: frozenset[int] = frozenset(range(5))

    @property
    def day(self) -> timedelta:
        """The length of a working day."""
        return datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens)


DEFAULT = Calendar()


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year))


def is_working_day(day: date, calendar: Calendar = DEFAULT) -> bool:
    free = calendar.country is not None and day in _holidays(calendar.country, day.year)
    return day.weekday() in calendar.weekdays and not free


def add_working_time(start: datetime, duration: timedelta, calendar: Calendar = DEFAULT) -> datetime:
    """The instant at which this much working time has passed since `start` (aware); hours count, not days.

    Raises ValueError for a negative duration or an instant without a zone.
    """
    if start.tzinfo is None or duration < timedelta(0):
        raise ValueError("Working time needs an instant with a zone and a duration of zero or more.")
    zone = ZoneInfo(calendar.zone)
    at, left = start.astimezone(zone), duration
    while True:
        opens, closes = (datetime.combine(at.date(), moment, zone) for moment in (calendar.opens, calendar.closes))
        if is_working_day(at.date(), calendar) and at < closes:
            at = max(at, opens)
            if left <= closes - at:
                return (at + left).astimezone(start.tzinfo)
            left -= closes - at
        at = datetime.combine(at.date() + timedelta(days=1), time(0), zone)


def add_working_days(start: datetime, days: int, calendar: Calendar = DEFAULT) -> datetime:
    """The same time of day, `days` working days later."""
    zone = ZoneInfo(calendar.zone)
    at = start.astimezone(zone)
    while days > 0:
        at += timedelta(days=1)
        days -= is_working_day(at.date(), calendar)
    return at.astimezone(start.tzinfo)


def working_time(start: datetime, end: datetime, calendar: Calendar = DEFAULT) -> timedelta:
    """How much working time lies between two instants (aware); none where the second is not later."""
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("Working time needs instants with a zone.")
    zone = ZoneInfo(calendar.zone)
    first, last, total = start.astimezone(zone), end.astimezone(zone), timedelta(0)
    day = first.date()
    while day <= last.date():
        if is_working_day(day, calendar):
            opens, closes = (datetime.combine(day, moment, zone) for moment in (calendar.opens, calendar.closes))
            total += max(min(closes, last) - max(opens, first), timedelta(0))
        day += timedelta(days=1)
    return total

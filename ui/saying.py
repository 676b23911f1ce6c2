"""How are moments and numbers said to the person who reads, in their language and the company's time?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_decimal

from kit import clock
from kit.i18n import _, language
from kit.money import show
from kit.settings import settings


def locale() -> str:
    """English here is written as in Britain: the day before the month, and 24 hours."""
    return {"en": "en_GB", "da": "da_DK"}[language()]


def zone() -> ZoneInfo:
    return ZoneInfo(settings().time_zone)


def local_day(moment: datetime) -> date:
    return moment.astimezone(zone()).date()


def moment(value: datetime | None) -> str:
    """Day and time, such as “2 Mar 2026 10:00”."""
    return f"{day(local_day(value))} {clock_time(value)}" if value else ""


def clock_time(value: datetime) -> str:
    return format_time(value, "short", tzinfo=zone(), locale=locale())


def day(value: date) -> str:
    return format_date(value, "medium", locale=locale())


def day_of(value: datetime) -> str:
    return day(local_day(value))


def due(value: datetime | None) -> str:
    """When something is due, as a colleague would say it."""
    if value is None:
        return ""
    now = clock.now()
    if value < now:
        return _("%(time)s late") % {"time": format_timedelta(now - value, locale=locale())}
    if local_day(value) == local_day(now):
        return _("today %(time)s") % {"time": clock_time(value)}
    return day(local_day(value))


def ago(value: datetime) -> str:
    """How long ago, such as “2 hours ago”."""
    return format_timedelta(value - clock.now(), add_direction=True, locale=locale())


def lasted(seconds: float) -> str:
    """How long something took, such as “3 hours”; nothing for what took no time."""
    return format_timedelta(timedelta(seconds=seconds), locale=locale()) if seconds >= 1 else ""


def iso_day(value: datetime | None) -> str:
    """The day as a date field of a page wants it."""
    return local_day(value).isoformat() if value else ""


def month(value: date) -> str:
    """Such as “March 2026”."""
    return format_date(value, "LLLL y", locale=locale())


def percent(value: Decimal) -> str:
    """A part of one, such as “12.5%”."""
    return format_decimal(value, "#,##0.#%", locale=locale())


FILTERS: dict[str, Callable[..., str]] = {
    "moment": moment,
    "due": due,
    "ago": ago,
    "lasted": lasted,
    "iso_day": iso_day,
    "day": day,
    "day_of": day_of,
    "money": show,
    "month": month,
    "percent": percent,
}

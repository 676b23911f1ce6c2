"""How does the reader's language write a value?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from feel import codec
from kit.i18n import _, language
from kit.settings import settings

MARKS = {"da": (",", "."), "en": (".", ",")}
"""The decimal mark and the grouping mark of each language."""


def shown(value: object) -> str:
    """A value as plain words; nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal | int | float):
        return number(Decimal(str(value)))
    if isinstance(value, date | time):
        return moment(value)
    if isinstance(value, list):
        return ", ".join(shown(item) for item in value)
    return codec.dump(value) if isinstance(value, Mapping) else str(value)


def number(value: Decimal, places: int | None = None, *, grouped: bool = False) -> str:
    """All digits of a number with the reader's decimal mark, and at least `places` of them after it."""
    if not value.is_finite():
        return str(value)
    whole, _point, fraction = f"{value:f}".partition(".")
    fraction = fraction.rstrip("0").ljust(places or 0, "0")
    mark, group = MARKS.get(language(), MARKS["en"])
    if grouped:
        whole = f"{int(whole):,}".replace(",", group) if int(whole) else whole
    return f"{whole}{mark}{fraction}" if fraction else whole


def moment(value: date | time) -> str:
    """A date, a time, or both in the house's own time zone."""
    if isinstance(value, datetime):
        return f"{moment(at_home(value).date())} {moment(at_home(value).time())}"
    if isinstance(value, date):
        return format_date(value, "medium", locale=language())
    return format_time(value, "short", locale=language()) if value.tzinfo is None else value.isoformat("minutes")


def at_home(value: datetime) -> datetime:
    """The clock time on the house's wall, without a zone."""
    return value if value.tzinfo is None else value.astimezone(home()).replace(tzinfo=None)


def home() -> ZoneInfo:
    return ZoneInfo(settings().time_zone)

"""Dates, times of day, and both: what may be given, and how is it shown?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from forms.components.kind import Kind, Schema, View, Wrong
from forms.document import Component
from forms.place import Place
from forms.showing import at_home, home, moment
from kit import clock
from kit.i18n import _

FORMATS = {"date": "date", "time": "time", "datetime": "date-time"}
INPUTS = {"date": "date", "time": "time", "datetime": "datetime-local"}
YEARS = (1000, 9000)
NO_ZONE, UTC_ZONE = "no_timezone", "utc_normalized"


def _subtype(component: Component) -> str:
    return component.text("subtype") or "date"


def _read(_component: Component, given: Sequence[object]) -> object:
    return str(given[-1]).strip() or None if given else None


def _convert(component: Component, value: object, _place: Place) -> object:
    if value is None or value == "":
        return None
    subtype = _subtype(component)
    found = _sensible(_parsed(subtype, value) if isinstance(value, str) else value)
    if subtype == "datetime" and isinstance(found, datetime):
        return _zoned(found, component.text("timeSerializingFormat"))
    if subtype == "time" and isinstance(found, time):
        return found
    if subtype == "date" and isinstance(found, date) and not isinstance(found, datetime):
        return found
    sentences = {
        "date": _("Write a date as year-month-day, for example 2024-12-31."),
        "time": _("Write a time as hour:minute, for example 14:30."),
        "datetime": _("Write a date and a time, for example 2024-12-31T14:30."),
    }
    raise Wrong(sentences.get(subtype, sentences["date"]))


def _parsed(subtype: str, text: str) -> object:
    readers = {"date": date.fromisoformat, "time": time.fromisoformat, "datetime": datetime.fromisoformat}
    try:
        return readers.get(subtype, date.fromisoformat)(text)
    except ValueError:
        return None


def _sensible(found: object) -> object:
    """Nothing for years that people do not mean, and that no time zone can move."""
    return None if isinstance(found, date) and not YEARS[0] <= found.year <= YEARS[1] else found


def _zoned(value: datetime, form: str) -> datetime:
    """As the component wants it kept; a clock time without a zone is the house's."""
    if form == NO_ZONE:
        return at_home(value)
    aware = value if value.tzinfo else value.replace(tzinfo=home())
    return aware.astimezone(UTC) if form == UTC_ZONE else aware


def _schema(component: Component) -> Schema:
    return {"type": "string", "format": FORMATS.get(_subtype(component), "date")}


def _judge(component: Component, value: object, _place: Place) -> None:
    if component.flag("disallowPassedDates") and isinstance(value, date):
        day = at_home(value).date() if isinstance(value, datetime) else value
        if day < _today():
            raise Wrong(_("Choose today or a later day."))


def _today() -> date:
    return clock.now().astimezone(home()).date()


def _view(component: Component, value: object, _place: Place) -> View:
    subtype = _subtype(component)
    past_refused = component.flag("disallowPassedDates") and subtype != "time"
    earliest = "" if not past_refused else _today().isoformat() + ("T00:00" if subtype == "datetime" else "")
    return {
        "text": _written(value),
        "shown": moment(value) if isinstance(value, date | time) else "",
        "input_type": INPUTS.get(subtype, "date"),
        "earliest": earliest,
        "step": (component.whole("timeInterval") or 0) * 60 if subtype != "date" else 0,
    }


def _written(value: object) -> str:
    """As an HTML input takes it."""
    if isinstance(value, datetime):
        return at_home(value).isoformat(timespec="minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")[:5]
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _lint(component: Component) -> Iterable[str]:
    if _subtype(component) not in FORMATS:
        yield _("its subtype must be date, time or datetime, not %(subtype)s") % {"subtype": _subtype(component)}


KINDS = [Kind("datetime", "datetime.html", _convert, _schema, _judge, _view, _read, _lint)]

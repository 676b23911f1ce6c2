"""When is a timer due, and when again?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from engine.bpmn.events import EventDefinition, TimerKind
from engine.bpmn.reading import iso
from engine.bpmn.values import Literal, Names, Stuck, Value, shown
from engine.model import IncidentType, Json
from feel.values import YearsMonthsDuration
from kit.i18n import _


def first(definition: EventDefinition, names: Names, now: datetime) -> tuple[datetime, Json]:
    """When the timer is due, and of a cycle what its next turns need: [turns left or -1, interval, this due time]."""
    source = definition.when or Literal("")
    value = source.of(names)
    try:
        if definition.timer is TimerKind.CYCLE:
            return _first_of_cycle(value, now)
        if definition.timer is TimerKind.DURATION:
            return after(now, value), None
        return _instant(value), None
    except ValueError as error:
        raise _wrong(source, value, error) from error


def instant_of(given: Value, names: Names) -> datetime | None:
    """A date and time that may be null. Raises Stuck for anything else."""
    value = given.of(names)
    try:
        return None if value is None else _instant(value)
    except ValueError as error:
        raise _wrong(given, value, error) from error


def length_of(given: Value | None, names: Names, now: datetime) -> timedelta | None:
    """A duration from now; None where none is given. Raises Stuck for what is none."""
    value = given.of(names) if given is not None else None
    if given is None or value is None:
        return None
    try:
        return after(now, value) - now
    except ValueError as error:
        raise _wrong(given, value, error) from error


def _wrong(given: Value, value: object, error: ValueError) -> Stuck:
    said = _("The time “%(text)s” gives %(value)s: %(reason)s") % {"text": given.text, "value": shown(value), "reason": error}
    return Stuck(IncidentType.EXTRACT_VALUE_ERROR, said)


def following(extra: Json, now: datetime) -> tuple[datetime, Json] | None:
    """The next turn of a cycle, counted from the one before and not from when it was noticed; None after the last."""
    if not isinstance(extra, list):
        return None
    left, interval, due = extra
    if left == 0:
        return None
    again = iso.turn(str(interval), datetime.fromisoformat(str(due)), now)
    left = left - 1 if isinstance(left, int) and left > 0 else -1
    return again, [left, interval, again.isoformat()]


def after(start: datetime, duration: object) -> datetime:
    """The time when a duration has passed. Raises ValueError for what is none."""
    if isinstance(duration, timedelta):
        return start + duration
    if isinstance(duration, YearsMonthsDuration):
        return iso.later(start, f"P{duration.months}M")
    if isinstance(duration, str):
        return iso.later(start, duration)
    raise ValueError(_("that is no duration such as PT15M or P1DT12H."))


def _first_of_cycle(value: object, now: datetime) -> tuple[datetime, Json]:
    if not isinstance(value, str):
        raise ValueError(_("that is no repeating interval such as R3/PT10S and no cron expression."))
    cycle = iso.cycle(value)
    due = cycle.start or iso.turn(cycle.interval, now, now)
    left = cycle.turns - 1 if cycle.turns > 0 else -1
    return due, [left, cycle.interval, due.isoformat()]


def _instant(value: object) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    if isinstance(value, str):
        return iso.instant(value)
    raise ValueError(_("that is no date and time such as 2026-01-31T12:00:00Z."))

"""How are the dates, durations and repeating intervals of ISO 8601 read?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.bpmn.reading import cron
from engine.bpmn.spiff import TimerEventDefinition
from kit.i18n import _

_DURATION = re.compile(r"P(?=.)(\d+(?:[.,]\d+)?[YMWD])*(T(?=.)(\d+(?:[.,]\d+)?[HMS])+)?", re.IGNORECASE)
_TURNS = re.compile(r"R(\d*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cycle:
    """A repeating interval, or the turns of a cron expression."""

    turns: int
    """-1: without end."""
    interval: str
    """A duration, or the cron expression."""
    start: datetime | None
    """When it is first due; None: one interval from now."""


def instant(text: str) -> datetime:
    """A date and time, UTC where no zone is given. Raises ValueError."""
    try:
        found = datetime.fromisoformat(text.strip().partition("[")[0])
    except ValueError:
        raise ValueError(_("that is no date and time such as 2026-01-31T12:00:00Z.")) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def later(start: datetime, duration: str) -> datetime:
    """`start` plus an ISO 8601 duration, months by the calendar. Raises ValueError."""
    return start + _timedelta(duration, start)


def cycle(text: str) -> Cycle:
    """R3/PT10S, R/P1D, R5/2026-01-31T12:00:00Z/PT1H, one with an end, or a cron expression. Raises ValueError."""
    if cron.is_cron(text):
        return Cycle(-1, cron.checked(text.strip()), None)
    parts = text.strip().replace("--", "/").split("/")
    turns = _TURNS.fullmatch(parts[0])
    if turns is None or len(parts) not in (2, 3):
        raise ValueError(_("that is no repeating interval such as R3/PT10S and no cron expression."))
    count = int(turns.group(1)) if turns.group(1) else -1
    if count == 0:
        raise ValueError(_("it repeats zero times."))
    if len(parts) == 2:
        return Cycle(count, _interval(parts[1]), None)
    if _DURATION.fullmatch(parts[1]):
        end = instant(parts[2])
        return Cycle(count, _interval(parts[1]), end - _timedelta(parts[1], end, from_end=True))
    return Cycle(count, _interval(parts[2]), instant(parts[1]))


def turn(interval: str, before: datetime, now: datetime) -> datetime:
    """The next turn of a cycle: an interval is counted from the turn before, cron from now, so that missed turns are not made up."""
    return cron.following(interval, max(before, now)) if cron.is_cron(interval) else later(before, interval)


def is_duration(text: str) -> bool:
    return _DURATION.fullmatch(text.strip()) is not None


def _interval(text: str) -> str:
    """A duration that takes some time: without it, a cycle would never come to an end of its turns."""
    if _timedelta(text, datetime(2026, 1, 1, tzinfo=UTC)) <= timedelta():
        raise ValueError(_("its interval takes no time at all."))
    return text


def _checked(text: str) -> str:
    if not is_duration(text):
        raise ValueError(_("that is no duration such as PT15M or P1DT12H."))
    return text


def _timedelta(text: str, anchor: datetime, *, from_end: bool = False) -> timedelta:
    parsed = TimerEventDefinition.parse_iso_duration(_checked(text.strip()))
    try:
        if from_end:
            return TimerEventDefinition.get_timedelta_from_end(parsed, anchor)
        return TimerEventDefinition.get_timedelta_from_start(parsed, anchor)
    except OverflowError:
        raise ValueError(_("that duration is too long.")) from None

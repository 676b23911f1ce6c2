"""The time: asked here and nowhere else, so that a test or a simulation can move it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class MovingClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._now = _aware(start)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> datetime:
        with self._lock:
            self._now += by
            return self._now

    def set(self, to: datetime) -> datetime:
        """Move to an instant; a clock never goes back."""
        with self._lock:
            self._now = max(self._now, _aware(to))
            return self._now


_clock: list[Clock] = [SystemClock()]


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _clock[-1].now()


@contextmanager
def use(clock: Clock) -> Iterator[Clock]:
    """Let this clock tell the time, for every thread, until the block ends."""
    _clock.append(clock)
    try:
        yield clock
    finally:
        _clock.remove(clock)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("A clock needs an instant with a time zone.")
    return instant.astimezone(UTC)

"""What time is it for `now()` and `today()`?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def tell_time(source: Callable[[], datetime]) -> None:
    """Have `now()` and `today()` ask another clock than the system's; it gives aware datetimes."""
    global _source
    _source = source


def now() -> datetime:
    return _source()

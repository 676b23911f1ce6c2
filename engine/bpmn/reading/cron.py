"""When does a cron expression come round? Six fields, seconds first, as Spring and Camunda 8 write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from kit.i18n import _
from kit.settings import settings

MACROS = {
    "@yearly": "0 0 0 1 1 *", "@annually": "0 0 0 1 1 *", "@monthly": "0 0 0 1 * *", "@weekly": "0 0 0 * * 0",
    "@daily": "0 0 0 * * *", "@midnight": "0 0 0 * * *", "@hourly": "0 0 * * * *",
}  # fmt: skip
DAY, WEEKDAY = 3, 5
TRIES = 1000
"""So many days of the month are looked at for one that is the right day of the week."""
_TO_SUNDAY = re.compile(r"-(SUN|0)\b", re.IGNORECASE)


def is_cron(text: str) -> bool:
    """True for what is meant as one; it may still be wrong."""
    stripped = text.strip()
    return stripped.startswith("@") or len(stripped.split()) in (5, 6)


def checked(text: str) -> str:
    """The expression, when it comes round at all. Raises ValueError."""
    following(text, datetime(2026, 1, 1, tzinfo=UTC))
    return text


def following(text: str, start: datetime) -> datetime:
    """The first time after `start`, by the clock on the wall here (the setting time_zone). Raises ValueError."""
    fields = _fields(text)
    local = start.astimezone(ZoneInfo(settings().time_zone))
    by_day = [*fields[:WEEKDAY], "*"]
    by_weekday = [*fields[:DAY], "*", *fields[DAY + 1 :]]
    try:
        for found in islice(CronSim(" ".join(by_day), local), TRIES):
            before = found - timedelta(seconds=1)
            if fields[WEEKDAY] == "*" or next(CronSim(" ".join(by_weekday), before)) == found:
                return found.astimezone(UTC)
    except (CronSimError, StopIteration) as error:
        raise _wrong() from error
    raise _wrong()


def _fields(text: str) -> list[str]:
    stripped = text.strip()
    fields = MACROS.get(stripped.lower(), stripped).split()
    if len(fields) != 6:
        raise _wrong()
    return [_TO_SUNDAY.sub("-7", field) if field != "?" else "*" for field in fields]


def _wrong() -> ValueError:
    return ValueError(_("that is no cron expression such as “0 0 9 * * MON-FRI”: second, minute, hour, day, month, day of the week."))

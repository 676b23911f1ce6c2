"""Which words may models use? Operations of every room, and expressions that ask the business calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import feel
from crm import announced as crm
from erp import announced as erp
from kit import clock
from kit.calendar import add_working_days, add_working_time, is_working_day
from kit.i18n import _
from people.approvals import operations as approvals
from people.notices import sending
from processes import telling

ROOMS = (crm, erp, approvals, sending, telling)
"""Importing them announced them."""


def teach() -> None:
    """Let expressions ask the business calendar and the house's clock, and say what is wrong in the reader's language.

    A null or a wrong kind of value gives null.
    """
    feel.speak(_)
    feel.tell_time(clock.now)
    feel.register("add working time", _add_working_time, ["from", "duration"])
    feel.register("add working days", _add_working_days, ["from", "days"])
    feel.register("is working day", _is_working_day, ["date"])


def _add_working_time(start: object, duration: object) -> object:
    if not isinstance(start, datetime) or start.tzinfo is None or not isinstance(duration, timedelta) or duration < timedelta(0):
        return None
    return add_working_time(start, duration)


def _add_working_days(start: object, days: object) -> object:
    if not isinstance(start, datetime) or start.tzinfo is None or not isinstance(days, int | Decimal):
        return None
    return add_working_days(start, int(days))


def _is_working_day(day: object) -> object:
    return is_working_day(day) if isinstance(day, date) else None

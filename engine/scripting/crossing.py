"""Which values go into a script, and which come out?

In: numbers as Decimal, texts, true and false, lists, contexts, dates, times, days and time durations; a years and months
duration as its text, a range as a context of its ends. Out: the same, whole and floating numbers too.
"""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

from feel import FeelError
from feel.decimals import CONTEXT
from feel.measuring import measured
from feel.temporal.writing import written
from feel.values import Range, Value
from kit.errors import AppError
from kit.i18n import _

NOW = "now"
DEEPEST = 60
MOST = 50_000
"""Members of a result."""
BITS = 20_000
"""Of a whole number; larger ones are not even looked at."""


class Uncrossable(AppError):
    """A value that a script cannot be given, or cannot give."""

    status = 422


def given(inputs: Mapping[str, Value], now: datetime) -> dict[str, object]:
    """The names that a script sees: copies of its inputs whose names are Python's, and `now`."""
    names = {name: _into(value, DEEPEST) for name, value in inputs.items() if name.isidentifier() and not keyword.iskeyword(name)}
    return {**names, NOW: now}


def _into(value: Value, depth: int) -> object:
    if depth == 0:
        raise Uncrossable(_("An input nests more than %(count)s deep.") % {"count": DEEPEST})
    if value is None or isinstance(value, bool | str | Decimal | int | float | timedelta):
        return value
    if isinstance(value, list | tuple):
        return [_into(each, depth - 1) for each in value]
    if isinstance(value, Mapping):
        return {str(name): _into(each, depth - 1) for name, each in value.items()}
    if isinstance(value, Range):
        ends = {"start": _into(value.start, depth - 1), "end": _into(value.end, depth - 1)}
        return {**ends, "start included": value.start_included, "end included": value.end_included}
    return _moment(value)


def _moment(value: Value) -> object:
    """A date or time; in a named zone with the offset that it has there and then. What Python cannot hold is its text."""
    if isinstance(value, datetime | time):
        offset = value.utcoffset()
        if value.tzinfo is None or offset is not None:
            return value.replace(tzinfo=None if offset is None else timezone(offset))
    elif isinstance(value, date):
        return value
    text = written(value)
    if text is None:
        raise Uncrossable(_("An input is of a kind that no script can be given."))
    return text


def taken(value: object) -> Value:
    """A script's result as a FEEL value. Raises Uncrossable."""
    found = _Taking().value(value, DEEPEST)
    try:
        return measured(found)
    except FeelError as error:
        raise Uncrossable(_("The script's result cannot be kept: %(reason)s") % {"reason": error}) from error


class _Taking:
    """One result on its way out, with the room that it has left."""

    def __init__(self) -> None:
        self.room = MOST

    def value(self, value: object, depth: int) -> Value:
        self.room -= 1
        if depth == 0 or self.room < 0:
            raise Uncrossable(_("The script's result is too large, or nests too deep, to be kept."))
        if value is None or isinstance(value, bool | str):
            return value
        if isinstance(value, int | float | Decimal):
            return _number(value)
        if isinstance(value, list | tuple):
            return [self.value(each, depth - 1) for each in value]
        if isinstance(value, dict):
            return {self.name(name): self.value(each, depth - 1) for name, each in value.items()}
        if type(value) in (date, datetime, time, timedelta):
            return value
        kind = type(value).__name__
        raise Uncrossable(_("The script's result holds a %(kind)s. Give numbers, texts, dates, lists and contexts.") % {"kind": kind})

    def name(self, name: object) -> str:
        if not isinstance(name, str):
            raise Uncrossable(_("The script's result has the key %(key)s, which is no text.") % {"key": repr(name)[:80]})
        return name


def _number(value: float | Decimal) -> Decimal:
    """A float as the shortest decimal that means it."""
    if not isinstance(value, int) or value.bit_length() < BITS:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if number.is_finite() and (rounded := CONTEXT.create_decimal(number)) == number:
            return rounded
    raise Uncrossable(_("The script's result is no number of at most 34 digits. Round it."))

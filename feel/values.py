"""What are FEEL's values? Python's own where they fit; ranges, functions and wider times where they do not.

null None, boolean bool, number Decimal, string str, list list, context dict, date date, time time, date and time
datetime, days and time duration timedelta, years and months duration YearsMonthsDuration. Whatever Python's types cannot
hold (years beyond 1 to 9999, nanoseconds) is a Wide… value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import TypeAlias, TypeGuard

from feel.budget import Run

Value: TypeAlias = object
"""A FEEL value, or any Python object that FEEL will leave alone."""

Variables: TypeAlias = Mapping[str, object]

DaysDuration = timedelta
"""A days and time duration."""


@dataclass(frozen=True, slots=True)
class YearsMonthsDuration:
    """A years and months duration."""

    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        sign = "-" if self.months < 0 else ""
        shown = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return f"{sign}P{shown}"


@dataclass(frozen=True, slots=True)
class WideDate:
    """A date whose year is not 1 to 9999."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class WideTime:
    """A time with nanoseconds."""

    nanos: int
    zone: tzinfo | None


@dataclass(frozen=True, slots=True)
class WideDateTime:
    """A date and time that datetime cannot hold: days since 1970-01-01 and nanoseconds of the day, as its clock shows."""

    days: int
    nanos: int
    zone: tzinfo | None


@dataclass(frozen=True, slots=True)
class WideDuration:
    """A days and time duration that timedelta cannot hold."""

    nanos: int


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two ends; `operator` when it was written as a comparison, like `(< 10)`."""

    start: Value
    end: Value
    start_included: bool
    end_included: bool
    operator: str = ""


class FunctionValue:
    """What can be called from FEEL."""

    __slots__ = ("name", "parameter_names", "parameter_types")

    def __init__(self, name: str, parameter_names: Sequence[str], parameter_types: Sequence[object] = ()) -> None:
        self.name = name
        self.parameter_names = tuple(parameter_names)
        self.parameter_types = tuple(parameter_types)
        """FeelTypes, or None where a parameter takes anything."""

    def call(self, run: Run, values: Sequence[Value], names: Sequence[str] | None = None) -> Value:
        """The result for positional values, or for named ones when `names` are given; null when they do not fit."""
        raise NotImplementedError


AnyDate: TypeAlias = date | WideDate
AnyTime: TypeAlias = time | WideTime
AnyDateTime: TypeAlias = datetime | WideDateTime
AnyDuration: TypeAlias = timedelta | WideDuration


def is_date(value: Value) -> TypeGuard[AnyDate]:
    return isinstance(value, date | WideDate) and not isinstance(value, datetime)


def is_time(value: Value) -> TypeGuard[AnyTime]:
    return isinstance(value, time | WideTime)


def is_date_time(value: Value) -> TypeGuard[AnyDateTime]:
    return isinstance(value, datetime | WideDateTime)


def is_duration(value: Value) -> TypeGuard[AnyDuration]:
    return isinstance(value, timedelta | WideDuration)


KINDS: dict[type, str] = {
    type(None): "null", bool: "boolean", Decimal: "number", int: "number", float: "number", str: "string",
    list: "list", tuple: "list", dict: "context", date: "date", WideDate: "date", time: "time", WideTime: "time",
    datetime: "date and time", WideDateTime: "date and time", timedelta: "days and time duration",
    WideDuration: "days and time duration", YearsMonthsDuration: "years and months duration", Range: "range",
}  # fmt: skip

BASES = (bool, int, str, Decimal, datetime, date, time, timedelta, list, dict, float)


def kind_of(value: Value) -> str:
    """The name of a value's type; `unknown` for what is no FEEL value."""
    found = KINDS.get(type(value))
    return found if found is not None else _kind_of_subclass(value)


def _kind_of_subclass(value: Value) -> str:
    if isinstance(value, FunctionValue):
        return "function"
    return next((KINDS[base] for base in BASES if isinstance(value, base)), "unknown")

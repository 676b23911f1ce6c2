"""Which functions are built in, what may each be given, and how do others join them?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from feel.budget import Run
from feel.decimals import as_number
from feel.values import (
    FunctionValue,
    Range,
    Value,
    YearsMonthsDuration,
    is_date,
    is_date_time,
    is_duration,
    is_time,
    kind_of,
)
from feel.words import N_, Said

Given = Callable[..., Value]
F = TypeVar("F", bound=Given)

UNFIT = object()
"""What a check gives for a value that does not fit."""


def _number(value: Value) -> Value:
    number = as_number(value)
    return UNFIT if number is None else number


def _when(holds: Callable[[Value], bool]) -> Callable[[Value], Value]:
    return lambda value: value if holds(value) else UNFIT


def _list(value: Value) -> Value:
    return value if isinstance(value, list) else list(value) if isinstance(value, tuple) else [value]


CHECKS: dict[str, Callable[[Value], Value]] = {
    "any": lambda value: value,
    "number": _number,
    "string": _when(lambda value: isinstance(value, str)),
    "boolean": _when(lambda value: type(value) is bool),
    "list": _list,
    "context": _when(lambda value: isinstance(value, dict)),
    "date": _when(is_date),
    "time": _when(is_time),
    "date and time": _when(is_date_time),
    "day": _when(lambda value: is_date(value) or is_date_time(value)),
    "duration": _when(lambda value: is_duration(value) or isinstance(value, YearsMonthsDuration)),
    "days duration": _when(is_duration),
    "range": _when(lambda value: isinstance(value, Range)),
    "function": _when(lambda value: isinstance(value, FunctionValue)),
}
"""What a parameter's kind accepts. `day` is a date or a date and time."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Written `name: kind`, with `?` after it when it may be left out or null, and `!` when it may be left out only."""

    name: str
    kind: str
    optional: bool
    nullable: bool

    def fitted(self, value: Value) -> Value:
        """The value as this parameter takes it, a single member out of its list; UNFIT where it does not fit."""
        if value is None:
            return None if self.nullable else UNFIT
        found = CHECKS[self.kind](value)
        if found is UNFIT and isinstance(value, list) and len(value) == 1 and value[0] is not None:
            return CHECKS[self.kind](value[0])
        return found


def parameter(text: str) -> Parameter:
    """The parameter that `name: kind?` describes; without a kind it takes anything."""
    name, _, kind = text.partition(":")
    kind = kind.strip() or "any"
    optional = kind.endswith(("?", "!"))
    nullable = kind.endswith("?") or kind.startswith("any")
    return Parameter(name.strip(), kind.rstrip("?!"), optional, nullable)


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function. With `many`, its last parameter takes all further arguments as a list."""

    function: Given
    parameters: tuple[Parameter, ...]
    many: bool
    takes_run: bool

    @property
    def needed(self) -> int:
        return sum(not each.optional for each in self.parameters)

    def fits(self, count: int) -> bool:
        return count >= self.needed and (self.many or count <= len(self.parameters))

    def order(self, names: Sequence[str]) -> list[int | None] | None:
        """For each parameter the place of its argument; None when the names are not these parameters'."""
        known = [each.name for each in self.parameters]
        if any(name not in known for name in names):
            return None
        places = [names.index(name) if name in names else None for name in known]
        left_out = any(place is None and not each.optional for place, each in zip(places, self.parameters, strict=True))
        return None if left_out else places


@dataclass(frozen=True, slots=True)
class Way:
    """A signature with, for named arguments, the place of each parameter's argument."""

    signature: Signature
    places: list[int | None] | None

    def fitted(self, values: Sequence[Value]) -> list[Value] | Said:
        """What the function is given; or why an argument does not fit."""
        signature, places = self.signature, self.places
        if places is not None:
            values = [None if place is None else values[place] for place in places]
            values = _listed(values) if signature.many else values
        elif signature.many:
            values = _gathered(signature, values)
        taken: list[Value] = []
        for index, (each, value) in enumerate(zip(signature.parameters, values, strict=False)):
            fitting = each.fitted(value)
            if fitting is UNFIT:
                if value is not None or places is None or places[index] is not None:
                    return Said(N_("“%s” cannot be a %s"), (each.name, kind_of(value)))
                fitting = None
            taken.append(fitting)
        return taken


@dataclass(frozen=True, slots=True)
class Bound:
    """The ways to call a function with a known number of arguments, or with known names."""

    name: str
    ways: tuple[Way, ...]

    def applied(self, run: Run, values: Sequence[Value]) -> Value:
        """The result of the first way that fits; null, with a reason, where none does."""
        run.spend(1)
        complaint: Said | None = None
        for way in self.ways:
            taken = way.fitted(values)
            if not isinstance(taken, Said):
                signature = way.signature
                return signature.function(run, *taken) if signature.takes_run else signature.function(*taken)
            complaint = complaint or taken
        run.note(N_("%s: %s."), self.name, complaint)
        return None


def _listed(values: list[Value]) -> list[Value]:
    """Named arguments, whose last is a list of many, or its only member."""
    last = values[-1]
    if isinstance(last, list) or (last is None and len(values) == 1):
        return values
    return [*values[:-1], [last]]


def _gathered(signature: Signature, values: Sequence[Value]) -> list[Value]:
    """The arguments after the fixed ones as one list; a single list stands for itself."""
    fixed = len(signature.parameters) - 1
    rest = list(values[fixed:])
    if fixed == 0 and len(rest) == 1 and isinstance(rest[0], list):
        return rest
    return [*values[:fixed], rest]


class BuiltIn(FunctionValue):
    """A function by its name, with all ways to call it."""

    __slots__ = ("signatures",)

    def __init__(self, name: str) -> None:
        super().__init__(name, ())
        self.signatures: list[Signature] = []

    def bound(self, count: int, names: Sequence[str] | None) -> Bound | None:
        """The ways to call it with so many arguments or these names; None where there is none."""
        ways: list[Way] = []
        for signature in self.signatures:
            if names is None:
                if signature.fits(count):
                    ways.append(Way(signature, None))
                continue
            places = signature.order(names)
            if places is not None:
                ways.append(Way(signature, places))
        return Bound(self.name, tuple(ways)) if ways else None

    def call(self, run: Run, values: Sequence[Value], names: Sequence[str] | None = None) -> Value:
        bound = self.bound(len(values), names)
        if bound is None:
            run.note(N_("%s cannot be called with these %d arguments."), self.name, len(values))
            return None
        return bound.applied(run, values)


FUNCTIONS: dict[str, BuiltIn] = {}
"""All built-in and registered functions by name."""


def built_in(name: str, *parameters: str, many: bool = False) -> Callable[[F], F]:
    """Mark a function `(run, *values)` as one that FEEL calls by this name; a name may have several signatures."""

    def mark(function: F) -> F:
        _add(name, Signature(function, tuple(parameter(each) for each in parameters), many, takes_run=True))
        return function

    return mark


def register(name: str, function: Given, parameters: Sequence[str]) -> None:
    """Let expressions call `function(*values)` by a name; parameters are written `name: kind`. It replaces an earlier one."""
    signature = Signature(function, tuple(parameter(each) for each in parameters), many=False, takes_run=False)
    known = FUNCTIONS.get(name)
    if known is not None and not known.signatures[0].takes_run:
        known.signatures.clear()
    _add(name, signature)


def _add(name: str, signature: Signature) -> None:
    function = FUNCTIONS.setdefault(name, BuiltIn(name))
    function.signatures.append(signature)
    function.parameter_names = tuple(each.name for each in function.signatures[0].parameters)

"""What types does FEEL have, and does a value conform to one?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC

from feel.temporal.moments import datetime_of, days_of
from feel.values import FunctionValue, Range, Value, is_date, kind_of


@dataclass(frozen=True, slots=True)
class FeelType:
    """A type; what conforms to it may also be null."""

    def admits(self, value: Value) -> bool:
        raise NotImplementedError

    def element_type(self) -> FeelType | None:
        """The type of a list type's members; None for any other type."""
        return None

    def bare(self) -> FeelType:
        """The type without constraints on its values: what `instance of` asks for."""
        return self


@dataclass(frozen=True, slots=True)
class AnyType(FeelType):
    def admits(self, value: Value) -> bool:  # noqa: ARG002 - the answer is the same for all
        return True


@dataclass(frozen=True, slots=True)
class NullType(FeelType):
    def admits(self, value: Value) -> bool:
        return value is None


@dataclass(frozen=True, slots=True)
class SimpleType(FeelType):
    """Its name is what `kind_of` says."""

    name: str

    def admits(self, value: Value) -> bool:
        return kind_of(value) == self.name


@dataclass(frozen=True, slots=True)
class DurationType(FeelType):
    """Either duration."""

    def admits(self, value: Value) -> bool:
        return kind_of(value).endswith("duration")


@dataclass(frozen=True, slots=True)
class ListType(FeelType):
    element: FeelType

    def element_type(self) -> FeelType | None:
        return self.element

    def bare(self) -> FeelType:
        return ListType(self.element.bare())

    def admits(self, value: Value) -> bool:
        return isinstance(value, list) and all(each is None or self.element.admits(each) for each in value)


@dataclass(frozen=True, slots=True)
class RangeType(FeelType):
    element: FeelType

    def admits(self, value: Value) -> bool:
        if not isinstance(value, Range):
            return False
        ends = [end for end in (value.start, value.end) if end is not None]
        return all(self.element.admits(end) for end in ends)


@dataclass(frozen=True, slots=True)
class ContextType(FeelType):
    """A context with at least these entries."""

    entries: Mapping[str, FeelType] = field(default_factory=dict)

    def bare(self) -> FeelType:
        return ContextType({name: type_.bare() for name, type_ in self.entries.items()})

    def admits(self, value: Value) -> bool:
        if not isinstance(value, dict):
            return False
        return all(name in value and (value[name] is None or type_.admits(value[name])) for name, type_ in self.entries.items())


@dataclass(frozen=True, slots=True)
class FunctionType(FeelType):
    """A function of so many parameters; None means any function."""

    parameters: tuple[FeelType, ...] | None = None
    result: FeelType | None = None

    def admits(self, value: Value) -> bool:
        if not isinstance(value, FunctionValue):
            return False
        if self.parameters is None:
            return True
        if len(value.parameter_names) != len(self.parameters):
            return False
        taken = [type_ if isinstance(type_, FeelType) else ANY for type_ in value.parameter_types]
        return all(conforms(given, wanted) for given, wanted in zip(self.parameters, taken, strict=False))


@dataclass(frozen=True, slots=True)
class NamedType(FeelType):
    """A type that is looked up where it is used; an unknown one admits nothing."""

    name: str

    def admits(self, value: Value) -> bool:  # noqa: ARG002 - the answer is the same for all
        return False


ANY = AnyType()


def conforms(narrow: FeelType, wide: FeelType) -> bool:
    """Whether every value of one type is one of the other (DMN 10.3.2.9.2)."""
    if wide in (ANY, narrow):
        return True
    if isinstance(narrow, ListType | RangeType) and isinstance(wide, ListType | RangeType):
        return type(narrow) is type(wide) and conforms(narrow.element, wide.element)
    if isinstance(narrow, ContextType) and isinstance(wide, ContextType):
        return all(name in narrow.entries and conforms(narrow.entries[name], type_) for name, type_ in wide.entries.items())
    return False


BUILT_IN: dict[str, FeelType] = {
    "Any": ANY,
    "Null": NullType(),
    "list": ListType(ANY),
    "context": ContextType(),
    "function": FunctionType(),
    "range": RangeType(ANY),
    "date time": SimpleType("date and time"),
    "dateTime": SimpleType("date and time"),
    "dayTimeDuration": SimpleType("days and time duration"),
    "day-time-duration": SimpleType("days and time duration"),
    "yearMonthDuration": SimpleType("years and months duration"),
    "year-month-duration": SimpleType("years and months duration"),
    "duration": DurationType(),
    **{
        name: SimpleType(name)
        for name in (
            "number", "string", "boolean", "date", "time", "date and time", "days and time duration",
            "years and months duration",
        )
    },
}  # fmt: skip

MISMATCH = object()
"""What `coerced` gives for a value that does not fit."""


def coerced(value: Value, type_: FeelType) -> Value:
    """The value as this type, by DMN's implicit conversions (10.3.2.9.4); MISMATCH where it does not fit."""
    if value is None or type_.admits(value):
        return value
    element = type_.element_type()
    if isinstance(value, list):
        return coerced(value[0], type_) if len(value) == 1 and element is None else MISMATCH
    if element is not None and element.admits(value):
        return [value]
    if is_date(value) and type_.admits(midnight := datetime_of(days_of(value), 0, UTC)):
        return midnight
    return MISMATCH

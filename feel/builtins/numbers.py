"""Built-in functions on numbers (DMN 10.3.4.5)."""

from __future__ import annotations

import re
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from feel.arithmetic import negate, number
from feel.budget import Run
from feel.builtins.registry import built_in
from feel.decimals import CONTEXT, WIDE, ZERO, read, whole
from feel.temporal.moments import nanos_in
from feel.values import Value, YearsMonthsDuration, is_duration, kind_of
from feel.words import N_

PLAIN_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
LONGEST = 7_000
SCALE_LOW, SCALE_HIGH = -6111, 6176


def rounded(run: Run, value: Decimal, scale: Decimal, rounding: str) -> Decimal | None:
    """The number with so many decimal places; null for a scale that a number cannot have."""
    places = whole(scale.to_integral_value(rounding=ROUND_DOWN))
    if places is None or not SCALE_LOW <= places <= SCALE_HIGH:
        run.note(N_("A number cannot have %s decimal places."), f"{scale:.10}")
        return None
    try:
        return CONTEXT.plus(value.quantize(Decimal((0, (1,), -places)), rounding, WIDE))
    except ArithmeticError:
        run.note(N_("A number cannot have %s decimal places."), f"{scale:.10}")
        return None


@built_in("decimal", "n: number", "scale: number")
def decimal(run: Run, value: Decimal, scale: Decimal) -> Value:
    return rounded(run, value, scale, ROUND_HALF_EVEN)


@built_in("floor", "n: number", "scale: number!")
def floor(run: Run, value: Decimal, scale: Decimal = ZERO) -> Value:
    return rounded(run, value, scale or ZERO, ROUND_FLOOR)


@built_in("ceiling", "n: number", "scale: number!")
def ceiling(run: Run, value: Decimal, scale: Decimal = ZERO) -> Value:
    return rounded(run, value, scale or ZERO, ROUND_CEILING)


@built_in("round up", "n: number", "scale: number")
def round_up(run: Run, value: Decimal, scale: Decimal) -> Value:
    return rounded(run, value, scale, ROUND_UP)


@built_in("round down", "n: number", "scale: number")
def round_down(run: Run, value: Decimal, scale: Decimal) -> Value:
    return rounded(run, value, scale, ROUND_DOWN)


@built_in("round half up", "n: number", "scale: number")
def round_half_up(run: Run, value: Decimal, scale: Decimal) -> Value:
    return rounded(run, value, scale, ROUND_HALF_UP)


@built_in("round half down", "n: number", "scale: number")
def round_half_down(run: Run, value: Decimal, scale: Decimal) -> Value:
    return rounded(run, value, scale, ROUND_HALF_DOWN)


@built_in("abs", "n: any")
def absolute(run: Run, value: Value) -> Value:
    if isinstance(value, Decimal | int) and type(value) is not bool:
        return CONTEXT.abs(Decimal(value))
    negative = (isinstance(value, YearsMonthsDuration) and value.months < 0) or (is_duration(value) and nanos_in(value) < 0)
    if isinstance(value, YearsMonthsDuration) or is_duration(value):
        return negate(run, value) if negative else value
    run.note(N_("A %s has no absolute value."), kind_of(value))
    return None


@built_in("modulo", "dividend: number", "divisor: number")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Value:
    """Dividend - divisor * floor(dividend / divisor), computed exactly."""
    if not divisor:
        run.note(N_("Nothing can be divided by 0."))
        return None
    try:
        rest = WIDE.remainder(dividend, divisor)
        return CONTEXT.plus(WIDE.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest)
    except ArithmeticError:
        return None


@built_in("sqrt", "number: number")
def sqrt(run: Run, value: Decimal) -> Value:
    if value < 0:
        run.note(N_("A number below 0 has no square root."))
        return None
    return CONTEXT.sqrt(value)


@built_in("log", "number: number")
def log(run: Run, value: Decimal) -> Value:
    if value <= 0:
        run.note(N_("Only a number above 0 has a logarithm."))
        return None
    return CONTEXT.ln(value)


@built_in("exp", "number: number")
def exp(run: Run, value: Decimal) -> Value:
    return number(run, lambda left, _: CONTEXT.exp(left), value, value)


@built_in("odd", "number: number")
def odd(run: Run, value: Decimal) -> Value:  # noqa: ARG001 - one of many
    return abs(WIDE.remainder(value, Decimal(2))) == 1


@built_in("even", "number: number")
def even(run: Run, value: Decimal) -> Value:  # noqa: ARG001 - one of many
    return WIDE.remainder(value, Decimal(2)) == 0


@built_in("number", "from: any")
def number_from(run: Run, value: Value) -> Value:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or len(value) > LONGEST or not PLAIN_NUMBER.fullmatch(value):
        run.note(N_("There is no number in a %s like this."), kind_of(value))
        return None
    return read(value)


@built_in("number", "from: string", "grouping separator: string?", "decimal separator: string?")
def number_with_separators(run: Run, text: str, grouping: str | None, point: str | None = None) -> Value:
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", ".") or (grouping and grouping == point):
        run.note(N_("These separators cannot be used."))
        return None
    plain = text.replace(grouping, "") if grouping else text
    if point == ",":
        plain = plain.replace(".", "?").replace(",", ".")
    return number_from(run, plain)

"""What do `+ - * / **` mean between FEEL's values? (DMN 10.3.2.8, tables 56 to 61)"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal

from feel.budget import Run
from feel.decimals import CONTEXT, as_number
from feel.temporal.moments import DAY, duration_of, nanos_in
from feel.temporal.reckoning import difference, later, later_by_months
from feel.values import Value, YearsMonthsDuration, is_date, is_date_time, is_duration, is_time, kind_of
from feel.words import N_

MONTHS_LIMIT = 10**18
ADDED = N_("A %s cannot be added to a %s.")
SUBTRACTED = N_("A %s cannot be subtracted from a %s.")
MULTIPLIED = N_("A %s cannot be multiplied with a %s.")
DIVIDED = N_("A %s cannot be divided by a %s.")
RAISED = N_("A %s cannot be raised to the power of a %s.")


def add(run: Run, left: Value, right: Value) -> Value:
    if type(left) is str and type(right) is str:
        run.room_for_text(len(left) + len(right))
        return left + right
    first, second = as_number(left), as_number(right)
    if first is not None and second is not None:
        return number(run, CONTEXT.add, first, second)
    return _plus(run, left, right, 1, ADDED)


def subtract(run: Run, left: Value, right: Value) -> Value:
    first, second = as_number(left), as_number(right)
    if first is not None and second is not None:
        return number(run, CONTEXT.subtract, first, second)
    if (is_date(left) or is_date_time(left)) and (is_date(right) or is_date_time(right)):
        return difference(run, left, right)
    if is_time(left) and is_time(right):
        return difference(run, left, right)
    return _plus(run, left, right, -1, SUBTRACTED)


def _plus(run: Run, left: Value, right: Value, sign: int, message: str) -> Value:
    """Moments and durations; `sign` is -1 when the right one is taken away."""
    if sign > 0 and (isinstance(left, YearsMonthsDuration) or is_duration(left)) and _is_moment(right):
        left, right = right, left
    if isinstance(right, YearsMonthsDuration):
        if isinstance(left, YearsMonthsDuration):
            return YearsMonthsDuration(left.months + sign * right.months)
        if is_date(left) or is_date_time(left):
            return later_by_months(run, left, sign * right.months)
    if is_duration(right):
        if is_duration(left):
            return duration_of(nanos_in(left) + sign * nanos_in(right))
        if is_date(left) or is_date_time(left) or is_time(left):
            return later(run, left, sign * nanos_in(right))
    return _refused(run, left, right, message)


def _is_moment(value: Value) -> bool:
    return is_date(value) or is_time(value) or is_date_time(value)


def multiply(run: Run, left: Value, right: Value) -> Value:
    first, second = as_number(left), as_number(right)
    if first is not None and second is not None:
        return number(run, CONTEXT.multiply, first, second)
    if first is not None:
        return _scaled(run, right, first, CONTEXT.multiply, MULTIPLIED)
    if second is not None:
        return _scaled(run, left, second, CONTEXT.multiply, MULTIPLIED)
    return _refused(run, left, right, MULTIPLIED)


def divide(run: Run, left: Value, right: Value) -> Value:
    first, second = as_number(left), as_number(right)
    if second is not None:
        if first is not None:
            return number(run, CONTEXT.divide, first, second)
        return _scaled(run, left, second, CONTEXT.divide, DIVIDED)
    if isinstance(left, YearsMonthsDuration) and isinstance(right, YearsMonthsDuration):
        return number(run, CONTEXT.divide, Decimal(left.months), Decimal(right.months))
    if is_duration(left) and is_duration(right):
        return number(run, CONTEXT.divide, Decimal(nanos_in(left)), Decimal(nanos_in(right)))
    return _refused(run, left, right, DIVIDED)


def power(run: Run, left: Value, right: Value) -> Value:
    first, second = as_number(left), as_number(right)
    if first is None or second is None:
        return _refused(run, left, right, RAISED)
    if not first and not second:
        return Decimal(1)
    return number(run, CONTEXT.power, first, second)


def negate(run: Run, value: Value) -> Value:
    found = as_number(value)
    if found is not None:
        return CONTEXT.minus(found)
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(-value.months)
    if is_duration(value):
        return duration_of(-nanos_in(value))
    run.note(N_("A %s has no negative."), kind_of(value))
    return None


def number(run: Run, operation: Callable[[Decimal, Decimal], Decimal], left: Decimal, right: Decimal) -> Decimal | None:
    """The rounded result; null where there is none."""
    try:
        return operation(left, right)
    except ArithmeticError:
        run.note(N_("There is no number that is the result with %s and %s."), f"{left:.10}", f"{right:.10}")
        return None


def _scaled(run: Run, duration: Value, by: Decimal, operation: Callable[[Decimal, Decimal], Decimal], message: str) -> Value:
    if isinstance(duration, YearsMonthsDuration):
        months = _integral(number(run, operation, Decimal(duration.months), by), MONTHS_LIMIT)
        return None if months is None else YearsMonthsDuration(months)
    if is_duration(duration):
        nanos = _integral(number(run, operation, Decimal(nanos_in(duration)), by), 10**12 * DAY)
        return None if nanos is None else duration_of(nanos)
    return _refused(run, duration, by, message)


def _integral(value: Decimal | None, limit: int) -> int | None:
    """The whole part; null beyond the limit."""
    if value is None or not -limit < value < limit:
        return None
    return int(value.to_integral_value(rounding=ROUND_DOWN))


def _refused(run: Run, left: Value, right: Value, message: str) -> Value:
    if message in (ADDED, SUBTRACTED):
        left, right = right, left
    run.note(message, kind_of(left), kind_of(right))
    return None

"""Built-in functions that make one value of many (DMN 10.3.4.4)."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce

from feel.arithmetic import add, multiply, number
from feel.budget import Run
from feel.builtins.lists import groups
from feel.builtins.registry import built_in
from feel.comparing import order
from feel.decimals import CONTEXT, as_number
from feel.values import Value, kind_of
from feel.words import N_

Values = list[Value]


@built_in("min", "list: list", many=True)
def minimum(run: Run, items: Values) -> Value:
    return _first(run, items, 1)


@built_in("max", "list: list", many=True)
def maximum(run: Run, items: Values) -> Value:
    return _first(run, items, -1)


def _first(run: Run, items: Values, sign: int) -> Value:
    if not items:
        return None
    best = items[0]
    if order(run, best, best) is None:
        return None
    for item in items[1:]:
        run.spend(1)
        found = order(run, best, item)
        if found is None:
            return None
        best = item if found * sign > 0 else best
    return best


@built_in("sum", "list: list", many=True)
def total(run: Run, items: Values) -> Value:
    if not items:
        return None
    run.spend(len(items))
    first = items[0]
    if not all(_is_summable(each) for each in items):
        run.note(N_("sum: not all members are numbers."))
        return None
    return reduce(lambda so_far, each: add(run, so_far, each), items[1:], first)


def _is_summable(value: Value) -> bool:
    return kind_of(value) in ("number", "days and time duration", "years and months duration")


@built_in("product", "list: list", many=True)
def product(run: Run, items: Values) -> Value:
    found = _numbers(run, items, "product")
    if not found:
        return None
    result: Value = found[0]
    for each in found[1:]:
        result = multiply(run, result, each)
    return result


@built_in("mean", "list: list", many=True)
def mean(run: Run, items: Values) -> Value:
    found = _numbers(run, items, "mean")
    if not found:
        return None
    total_of = _sum(run, found)
    return None if total_of is None else number(run, CONTEXT.divide, total_of, Decimal(len(found)))


@built_in("median", "list: list", many=True)
def median(run: Run, items: Values) -> Value:
    found = _numbers(run, items, "median")
    if not found:
        return None
    found.sort()
    middle = len(found) // 2
    if len(found) % 2:
        return found[middle]
    total_of = _sum(run, found[middle - 1 : middle + 1])
    return None if total_of is None else number(run, CONTEXT.divide, total_of, Decimal(2))


@built_in("stddev", "list: list", many=True)
def standard_deviation(run: Run, items: Values) -> Value:
    """Of a sample: divided by one less than the count."""
    found = _numbers(run, items, "stddev")
    if not found or len(found) < 2:
        return None
    try:
        average = CONTEXT.divide(sum_exactly(found), Decimal(len(found)))
        squares = [CONTEXT.power(CONTEXT.subtract(each, average), 2) for each in found]
        return CONTEXT.sqrt(CONTEXT.divide(sum_exactly(squares), Decimal(len(found) - 1)))
    except ArithmeticError:
        return None


@built_in("mode", "list: list", many=True)
def mode(run: Run, items: Values) -> Value:
    """The most frequent numbers, in ascending order."""
    found = _numbers(run, items, "mode")
    if found is None:
        return None
    counted = [(len(members), as_number(members[0])) for members in groups(run, list(found))]
    most = max((size for size, _ in counted), default=0)
    return sorted(each for size, each in counted if size == most and each is not None)


@built_in("all", "list: list", many=True)
def all_(run: Run, items: Values) -> Value:
    return _junction(run, items, decisive=False)


@built_in("and", "list: list", many=True)
def and_(run: Run, items: Values) -> Value:
    return _junction(run, items, decisive=False)


@built_in("any", "list: list", many=True)
def any_(run: Run, items: Values) -> Value:
    return _junction(run, items, decisive=True)


@built_in("or", "list: list", many=True)
def or_(run: Run, items: Values) -> Value:
    return _junction(run, items, decisive=True)


def _junction(run: Run, items: Values, *, decisive: bool) -> Value:
    run.spend(len(items))
    if any(each is decisive for each in items):
        return decisive
    return None if any(type(each) is not bool for each in items) else not decisive


def _numbers(run: Run, items: Values, name: str) -> list[Decimal] | None:
    run.spend(len(items))
    found = [as_number(each) for each in items]
    numbers = [each for each in found if each is not None]
    if len(numbers) < len(items):
        run.note(N_("%s: not all members are numbers."), name)
        return None
    return numbers


def _sum(run: Run, numbers: list[Decimal]) -> Decimal | None:
    try:
        return sum_exactly(numbers)
    except ArithmeticError:
        run.note(N_("The sum is too large."))
        return None


def sum_exactly(numbers: list[Decimal]) -> Decimal:
    """The sum, rounded after each addition. Raises ArithmeticError when it is too large."""
    total_of = numbers[0]
    for each in numbers[1:]:
        total_of = CONTEXT.add(total_of, each)
    return total_of

"""How are FEEL's numbers computed? In 34 decimal digits, rounded half to even, without a trap that reaches the caller."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

CONTEXT = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[DivisionByZero, InvalidOperation, Overflow])
"""IEEE 754 decimal128; its methods are called, so no thread's own context matters."""

WIDE = Context(prec=12_400, rounding=ROUND_HALF_EVEN, Emin=-999_999, Emax=999_999, traps=[InvalidOperation])
"""Wide enough for any integral part of a decimal128."""

ZERO = Decimal(0)
ONE = Decimal(1)
SMALL_INTEGER = Decimal(10) ** 18


def read(text: str) -> Decimal | None:
    """The number that a plain decimal text says; None where it is none or too large."""
    try:
        number = CONTEXT.create_decimal(text)
    except ArithmeticError:
        return None
    return number if number.is_finite() else None


def as_number(value: object) -> Decimal | None:
    """The value as a FEEL number; None for what is none."""
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if type(value) is bool:
        return None
    if isinstance(value, int):
        return _whole(value)
    return read(repr(value)) if isinstance(value, float) else None


def whole(number: Decimal) -> int | None:
    """The number as an int; None when it has a fraction or more than 18 digits."""
    if not -SMALL_INTEGER < number < SMALL_INTEGER or number != number.to_integral_value():
        return None
    return int(number)


def plain(number: Decimal) -> str:
    """The number in digits, never with an exponent."""
    if not number:
        number = abs(number)
    return format(number, "f")


def _whole(value: int) -> Decimal | None:
    if value.bit_length() > 20_000:
        return None
    try:
        return CONTEXT.create_decimal(value)
    except ArithmeticError:
        return None

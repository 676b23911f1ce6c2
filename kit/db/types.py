"""Column types that keep a value exact on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, Inexact, localcontext
from typing import Any

import simplejson
from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

Key = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit key; on SQLite INTEGER, so that a primary key is the row's own id."""


class Scaled(TypeDecorator[Decimal]):
    """A decimal kept as a whole number of its smallest unit, so that SQL sums it exactly on both databases.

    A value with more places than the column holds is refused, never rounded in silence.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | int | None, _dialect: Dialect) -> int | None:
        return None if value is None else scale(Decimal(value), self.places)

    def process_result_value(self, value: int | Decimal | None, _dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-self.places)

    def coerce_compared_value(self, _op: object, _value: object) -> TypeEngine[Any]:
        return self


def scale(value: Decimal, places: int) -> int:
    """The value as a whole number of 10^-places; refuses a value that does not fit exactly."""
    with localcontext() as context:
        context.prec = 60
        scaled = value.scaleb(places)
    whole = scaled.to_integral_value()
    if whole != scaled:
        raise Inexact(f"{value} has more than {places} decimal places")
    return int(whole)


Amount = Scaled(4)
Price = Scaled(6)
Quantity = Scaled(6)
Rate = Scaled(10)


class InstantType(TypeDecorator[datetime]):
    """An aware instant as microseconds since 1970 in UTC: one exact, sortable number on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        return None if value is None else to_micros(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else from_micros(value)

    def coerce_compared_value(self, _op: object, _value: object) -> TypeEngine[Any]:
        return self


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_micros(value: datetime) -> int:
    if value.tzinfo is None:
        raise ValueError(f"{value} has no time zone")
    delta = value - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def from_micros(value: int) -> datetime:
    seconds, micros = divmod(value, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)


Instant = InstantType()


class JsonType(TypeDecorator[Any]):
    """A JSON document as text; numbers with decimals come back as Decimal."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, _dialect: Dialect) -> str | None:
        return None if value is None else simplejson.dumps(value, use_decimal=True, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> object:
        return None if value is None else simplejson.loads(value, use_decimal=True)


JsonDoc = JsonType()

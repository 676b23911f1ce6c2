"""How does a column's value become an answer, a JSON value or a text, and back, exactly?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, String
from sqlalchemy.types import TypeEngine

from kit.db.types import InstantType, JsonType, Scaled
from kit.i18n import _

LARGEST = 2**63 - 1


class Kind(Enum):
    """What a column holds."""

    KEY = "key"
    WHOLE = "whole"
    DECIMAL = "decimal"
    FLAG = "flag"
    DATE = "date"
    INSTANT = "instant"
    TEXT = "text"
    DOCUMENT = "document"


KINDS: tuple[tuple[type[TypeEngine[object]], Kind], ...] = (
    (Scaled, Kind.DECIMAL),
    (InstantType, Kind.INSTANT),
    (JsonType, Kind.DOCUMENT),
    (Boolean, Kind.FLAG),
    (BigInteger, Kind.KEY),
    (Integer, Kind.WHOLE),
    (Date, Kind.DATE),
    (String, Kind.TEXT),
)  # type: ignore[assignment]  # each is a TypeEngine of its own Python type


class Unfit(ValueError):
    """A value that this column cannot take; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Notation:
    """How a file writes what it holds."""

    date_format: str = ""
    decimal: str = "."


def kind_of(column: Column[object]) -> Kind:
    return next((kind for type_, kind in KINDS if isinstance(column.type, type_)), Kind.TEXT)


def for_forms(column: Column[object], value: object) -> object:
    """As forms and JSON take it: keys are strings."""
    return str(value) if kind_of(column) is Kind.KEY and value is not None else value


def plain(value: object) -> object:
    """As a JSON document keeps it, for the audit."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def for_column(column: Column[object], value: object) -> object:
    """An answer as the column takes it. Raises Unfit."""
    if value is None or value == "":
        return _nothing(column)
    return TAKERS[kind_of(column)](column, value)


def _nothing(column: Column[object]) -> object:
    if column.nullable:
        return None
    if kind_of(column) is Kind.TEXT:
        return ""
    raise Unfit(_("Fill this in."))


def _key(_column: Column[object], value: object) -> int:
    text = str(value)
    if not text.isdecimal() or int(text) > LARGEST:
        raise Unfit(_("Choose one that exists."))
    return int(text)


def _whole(_column: Column[object], value: object) -> int:
    number = _number(value)
    if number != number.to_integral_value() or abs(number) >= 2**31:
        raise Unfit(_("Write a whole number."))
    return int(number)


def _decimal(column: Column[object], value: object) -> Decimal:
    number = _number(value)
    places = column.type.places if isinstance(column.type, Scaled) else 0
    written = f"{number:f}".partition(".")[2].rstrip("0")
    if len(written) > places:
        raise Unfit(_("Write at most %(count)d decimals.") % {"count": places})
    if abs(number) * 10**places > LARGEST:
        raise Unfit(_("This number is too large to be kept."))
    return number


def _number(value: object) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite() or abs(number.adjusted()) > 40:
        raise Unfit(_("Write a number."))
    return number


def _flag(_column: Column[object], value: object) -> bool:
    if not isinstance(value, bool):
        raise Unfit(_("Answer yes or no."))
    return value


def _date(_column: Column[object], value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Unfit(_("Write a date as year-month-day."))
    return value


def _instant(_column: Column[object], value: object) -> datetime:
    if not isinstance(value, datetime):
        raise Unfit(_("Write a date and a time."))
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _text(column: Column[object], value: object) -> str:
    text = value if isinstance(value, str) else str(value)
    length = column.type.length if isinstance(column.type, String) else None
    if length is not None and len(text) > length:
        raise Unfit(_("Write at most %(count)d characters.") % {"count": length})
    if "\x00" in text:
        raise Unfit(_("This text holds a character that cannot be kept. Remove it."))
    return text


def _document(_column: Column[object], value: object) -> object:
    return value


TAKERS: dict[Kind, Callable[[Column[object], object], object]] = {
    Kind.KEY: _key,
    Kind.WHOLE: _whole,
    Kind.DECIMAL: _decimal,
    Kind.FLAG: _flag,
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
    Kind.TEXT: _text,
    Kind.DOCUMENT: _document,
}

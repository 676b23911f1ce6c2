"""How is a column's value written in a CSV file or an address, and read back as the same value?"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import simplejson
from sqlalchemy import Column

from kit.i18n import _
from records.values import Kind, Notation, Unfit, for_column, kind_of

NUMBER = re.compile(r"[+-]?\d{1,40}(\.\d{1,40})?", re.ASCII)
FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
STANDARD = Notation()


def written(value: object) -> str:
    """Nothing for null; numbers without needless zeros, dates by ISO 8601, instants in UTC."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, date):
        return value.isoformat()
    return simplejson.dumps(value, use_decimal=True, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def read(column: Column[object], text: str, notation: Notation = STANDARD) -> object:
    """The value that this text says, as the column takes it. Raises Unfit."""
    if text == "":
        return for_column(column, None)
    return for_column(column, _meant(kind_of(column), text, notation))


def _meant(kind: Kind, text: str, notation: Notation) -> object:
    if kind in (Kind.WHOLE, Kind.DECIMAL):
        return _number(text, notation)
    if kind is Kind.FLAG:
        return _flag(text)
    if kind in (Kind.DATE, Kind.INSTANT):
        return _moment(kind, text, notation)
    return _document(text) if kind is Kind.DOCUMENT else text


def _number(text: str, notation: Notation) -> Decimal:
    group = "." if notation.decimal == "," else ","
    cleaned = text.strip().replace(group, "").replace(notation.decimal, ".") if notation.decimal != "." else text.strip()
    if not NUMBER.fullmatch(cleaned):
        raise Unfit(_("“%(text)s” is no number.") % {"text": text})
    return Decimal(cleaned)


def _flag(text: str) -> bool:
    if text.strip().lower() not in FLAGS:
        raise Unfit(_("“%(text)s” is neither true nor false.") % {"text": text})
    return FLAGS[text.strip().lower()]


def _moment(kind: Kind, text: str, notation: Notation) -> date | datetime:
    try:
        found = datetime.strptime(text, notation.date_format) if notation.date_format else datetime.fromisoformat(text)  # noqa: DTZ007  aware below
    except ValueError:
        raise Unfit(_("“%(text)s” is no date of the form that was agreed on.") % {"text": text}) from None
    if kind is Kind.DATE:
        return found.date()
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _document(text: str) -> object:
    try:
        return simplejson.loads(text, use_decimal=True)
    except ValueError:
        raise Unfit(_("“%(text)s” is no JSON.") % {"text": text}) from None

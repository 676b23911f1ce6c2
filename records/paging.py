"""Where does the next page begin? Behind the last row that was shown, whatever has been added since."""

from __future__ import annotations

import base64
import binascii

import simplejson
from sqlalchemy import ColumnElement, UnaryExpression, and_, literal, or_
from sqlalchemy.orm import InstrumentedAttribute

from kit.errors import BadRequest
from kit.i18n import _
from records.fields import Field
from records.nouns import Noun
from records.seeing import Found, attribute, element
from records.texts import read, written
from records.values import Unfit


class Order:
    """Rows by one field, then by their key; rows without a value come last, or first when the order is turned (`-name`)."""

    def __init__(self, noun: Noun, of: Field, *, turned: bool) -> None:
        self.of = of
        self.turned = turned
        self.column: InstrumentedAttribute[object] = element(noun, of)
        self.id: InstrumentedAttribute[object] = attribute(noun.table, "id")

    def clauses(self) -> list[UnaryExpression[object] | ColumnElement[bool]]:
        parts = (self.column.is_(None), self.column, self.id)
        return [part.desc() if self.turned else part.asc() for part in parts]

    def token(self, found: Found) -> str:
        """Where this row stands, as an address carries it."""
        value = found.value(self.of)
        told = simplejson.dumps([None if value is None else written(value), str(found.row.id)])
        return base64.urlsafe_b64encode(told.encode()).decode()

    def behind(self, token: str) -> ColumnElement[bool]:
        """What comes after the row of this token. Raises BadRequest."""
        value, id_ = self._read(token)
        later = self.id < id_ if self.turned else self.id > id_
        if value is None:
            same = and_(self.column.is_(None), later)
            return or_(same, self.column.is_not(None)) if self.turned else same
        here = literal(value, self.of.column.type)
        further = self.column < here if self.turned else self.column > here
        rest = or_(further, and_(self.column == value, later))
        return rest if self.turned else or_(rest, self.column.is_(None))

    def _read(self, token: str) -> tuple[object, int]:
        try:
            value, id_ = simplejson.loads(base64.urlsafe_b64decode(token.encode()).decode())
            return None if value is None else _value(self.of, value), int(id_)
        except (ValueError, TypeError, binascii.Error, Unfit):
            raise BadRequest(_("This page address is not whole. Begin again at the first page.")) from None


def _value(of: Field, text: object) -> object:
    """An empty text is a value here, for a text column."""
    return "" if text == "" else read(of.column, str(text))

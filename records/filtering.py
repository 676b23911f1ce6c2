"""Which rows does a filter or a search text leave?

A filter's name is a field, alone for equality, or with `[from]`, `[to]` or `[contains]` after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sqlalchemy import ColumnElement, and_, false, literal, or_

from kit.errors import BadRequest
from records.fields import Field, wanted
from records.nouns import Noun
from records.seeing import element
from records.texts import read
from records.values import LARGEST, Kind, Unfit, kind_of

NAME = re.compile(r"([\w.]+)(?:\[(from|to|contains)\])?")


def filtered(noun: Noun, fields: Mapping[str, Field], filters: Mapping[str, str]) -> Iterator[ColumnElement[bool]]:
    """One condition for each filter; an empty one says nothing. Raises BadRequest."""
    for written, text in filters.items():
        match = NAME.fullmatch(written)
        found = wanted(fields, match[1] if match else written)
        if text:
            yield _condition(noun, found, (match[2] if match else None) or "is", text)


def _condition(noun: Noun, of: Field, how: str, text: str) -> ColumnElement[bool]:
    column = element(noun, of)
    if how == "contains":
        return column.icontains(text, autoescape=True) if kind_of(of.column) is Kind.TEXT else false()
    try:
        value = read(of.column, text)
    except Unfit as unfit:
        raise BadRequest(f"{of.label}: {unfit}", fields={of.name: str(unfit)}) from None
    if how == "is":
        return column == value
    end = literal(value, of.column.type)
    return column >= end if how == "from" else column <= end


def _has(noun: Noun, of: Field, word: str) -> ColumnElement[bool]:
    """A text has the word anywhere; a number or a date is it."""
    column = element(noun, of)
    if kind_of(of.column) is Kind.TEXT:
        return column.icontains(word, autoescape=True)
    try:
        return column == read(of.column, word)
    except Unfit:
        return false()


def matching(noun: Noun, fields: Mapping[str, Field], text: str) -> ColumnElement[bool] | None:
    """Every word stands somewhere in the searched fields that this person reads; a number may be the record's own key."""
    words = text.split()
    if not words:
        return None
    searched = [fields[name] for name in noun.search if name in fields]
    found = and_(*(or_(false(), *(_has(noun, of, word) for of in searched)) for word in words))
    if len(words) == 1 and words[0].isdecimal() and int(words[0]) <= LARGEST:
        return or_(found, noun.table.id == int(words[0]))
    return found

"""One page of a noun's list, as a person may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select
from sqlalchemy.orm import Session

import forms
from kit.db import Row
from kit.errors import BadRequest
from kit.i18n import _
from people.access import Who
from records.fields import Field, document_of, readable_fields, wanted
from records.filtering import filtered, matching
from records.nouns import Noun
from records.paging import Order
from records.seeing import Found, gathered, may, seen
from records.values import for_forms

MOST = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list: its values as forms and JSON take them, and what they say to a person, both by field name."""

    id: int
    version: int
    values: Mapping[str, object]
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """`columns` are the list's fields that this person reads; `after` asks for the next page, empty at the end."""

    noun: Noun
    columns: tuple[Field, ...]
    lines: tuple[Line, ...]
    sort: str
    after: str


def list_page(  # noqa: PLR0913  what a list can be asked
    session: Session,
    who: Who,
    noun: Noun,
    text: str = "",
    filters: Mapping[str, str] | None = None,
    sort: str = "",
    after: str = "",
    limit: int = 50,
) -> Page:
    """The rows that fit, `limit` of them behind `after`; `sort` is a field's name, with a `-` before it to turn the order."""
    may(who, noun.read)
    if not 1 <= limit <= MOST:
        raise BadRequest(_("Ask for 1 to %(most)d rows.") % {"most": MOST})
    fields = readable_fields(session, who, noun)
    sort = sort or _usual_sort(noun, fields)
    order = Order(noun, wanted(fields, sort.removeprefix("-")), turned=sort.startswith("-"))
    statement = fitting(noun, who, fields, text, filters or {}).order_by(*order.clauses()).limit(limit + 1)
    results = session.execute(statement.where(order.behind(after)) if after else statement)
    found = [gathered(noun, list(result)) for result in results]
    columns = tuple(fields[name] for name in noun.columns if name in fields)
    said = forms.saying(document_of(noun), session, who)
    lines = tuple(_line(row, columns, said) for row in found[:limit])
    return Page(noun, columns, lines, sort, order.token(found[limit - 1]) if len(found) > limit else "")


def fitting(noun: Noun, who: Who, fields: Mapping[str, Field], text: str, filters: Mapping[str, str]) -> Select[*tuple[Row, ...]]:
    """The rows that this person sees and that fit the search text and the filters."""
    statement = seen(noun, who).where(*filtered(noun, fields, filters))
    searched = matching(noun, fields, text)
    return statement if searched is None else statement.where(searched)


def _usual_sort(noun: Noun, fields: Mapping[str, Field]) -> str:
    listed = (name for name in noun.columns if name in fields)
    return noun.sort if noun.sort.removeprefix("-") in fields else next(listed, "id")


def _line(found: Found, columns: tuple[Field, ...], said: forms.Said) -> Line:
    values = {field.name: for_forms(field.column, found.value(field)) for field in columns}
    return Line(found.row.id, found.row.version, values, {name: said(name, value) for name, value in values.items()})

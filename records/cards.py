"""One record as a person may see it: everything that its form shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.nesting import put
from people.access import Who, readable_classes
from records.fields import Field, columns_of, readable_fields
from records.nouns import Lines, Noun
from records.seeing import Found, attribute, one
from records.values import for_forms


@dataclass(frozen=True, slots=True)
class Card:
    """`values` are nested as the form asks for them; a form that changes the record sends `version` back."""

    noun: Noun
    id: int
    version: int
    title: str
    values: Mapping[str, object]


def card(session: Session, who: Who, noun: Noun, id: int) -> Card:  # noqa: A002  the column is called so
    """The record with this key. Raises NotFound where there is none that the person sees."""
    return carded(session, who, noun, one(session, who, noun, id))


def carded(session: Session, who: Who, noun: Noun, found: Found) -> Card:
    fields = readable_fields(session, who, noun)
    values = nested(found, fields)
    for name, lines in noun.lines.items():
        values[name] = _lines(session, who, lines, found.row.id)
    return Card(noun, found.row.id, found.row.version, title_of(noun, found, fields), values)


def nested(found: Found, fields: Mapping[str, Field]) -> dict[str, object]:
    """The fields' values, a part's under the part's name."""
    values: dict[str, object] = {}
    for name, of in fields.items():
        if not of.hidden or name == "id":
            put(values, name.split("."), for_forms(of.column, found.value(of)))
    return values


def title_of(noun: Noun, found: Found, fields: Mapping[str, Field]) -> str:
    """What a person calls this record."""
    named = [found.value(fields[name]) for name in noun.naming if name in fields]
    return next((str(value) for value in named if value not in (None, "")), str(found.row.id))


def _lines(session: Session, who: Who, lines: Lines, id_: int) -> list[dict[str, object]]:
    classes = readable_classes(session, who) | {""}
    columns = [column for column in columns_of(lines.table) if column.info.get("class", "") in classes and column.key != lines.by]
    seen_lines = [] if lines.visible is None else [lines.visible(who)]
    shown = [column for column in columns if not column.info.get("hidden") or column.key == "id"]
    rows = session.scalars(
        select(lines.table)
        .where(attribute(lines.table, lines.by) == id_, lines.table.company_id == who.company_id, *seen_lines)
        .order_by(attribute(lines.table, lines.sort), lines.table.id)
    )
    return [{column.key: for_forms(column, getattr(row, column.key)) for column in shown} for row in rows]

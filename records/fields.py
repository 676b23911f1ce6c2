"""Which fields does a noun have, and which of them may a person read?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Column, Table, inspect
from sqlalchemy.orm import Session

from forms import Document
from kit.db import Row
from kit.errors import BadRequest
from kit.i18n import _
from people.access import Who, readable_classes
from records.nouns import Noun, written_form


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A column under the name that forms, lists and files call it by; `part` is empty for the noun's own table."""

    name: str
    part: str
    column: Column[object]

    @property
    def key(self) -> str:
        return self.column.key

    @property
    def label(self) -> str:
        return _(str(self.column.info.get("label") or self.name))

    @property
    def field_class(self) -> str:
        return str(self.column.info.get("class") or "")

    @property
    def hidden(self) -> bool:
        """Kept by the system: shown in no list and written by nobody."""
        return bool(self.column.info.get("hidden"))


@cache
def fields_of(noun: Noun) -> Mapping[str, Field]:
    """All fields by name: the key, the noun's own, then its parts'."""
    found = {field.name: field for field in _columns(noun.table, "")}
    for name, part in noun.parts.items():
        found |= {field.name: field for field in _columns(part.table, name) if field.key not in {part.by, *part.only} and not field.hidden}
    return found


def _columns(table: type[Row], part: str) -> Iterator[Field]:
    for column in columns_of(table):
        yield Field(f"{part}.{column.key}" if part else column.key, part, column)


def columns_of(table: type[Row]) -> list[Column[object]]:
    """The table's columns, its key first."""
    local = inspect(table).local_table
    columns: list[Column[object]] = list(local.columns) if isinstance(local, Table) else []
    return sorted(columns, key=lambda column: not column.primary_key)


def readable_fields(session: Session, who: Who, noun: Noun) -> dict[str, Field]:
    """The fields that this person may read, by name."""
    fields = fields_of(noun)
    if not any(field.field_class for field in fields.values()):
        return dict(fields)
    classes = readable_classes(session, who) | {""}
    return {name: field for name, field in fields.items() if field.field_class in classes}


def wanted(fields: Mapping[str, Field], name: str) -> Field:
    """The field of this name. Raises BadRequest where there is none that the person may read."""
    if name not in fields:
        raise BadRequest(_("There is no field called %(name)s here.") % {"name": name})
    return fields[name]


@cache
def document_of(noun: Noun) -> Document:
    """The noun's form; each field carries the class of its column, whether the form says it or not."""
    fields = fields_of(noun)
    document = written_form(noun.form)
    return {**document, "components": _classed(document.get("components"), "", fields)}


def _classed(components: object, prefix: str, fields: Mapping[str, Field]) -> list[object]:
    return [_with_class(item, prefix, fields) for item in components] if isinstance(components, list) else []


def _with_class(item: object, prefix: str, fields: Mapping[str, Field]) -> object:
    if not isinstance(item, Mapping):
        return item
    binding = item.get("path") or item.get("key") or ""
    name = f"{prefix}{binding}"
    found = dict(item)
    if name in fields and fields[name].field_class:
        properties = item.get("properties")
        found["properties"] = {**(properties if isinstance(properties, Mapping) else {}), "virke:class": fields[name].field_class}
    if "components" in item:
        found["components"] = _classed(item["components"], f"{name}." if binding else prefix, fields)
    return found

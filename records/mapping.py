"""What does a mapping file say: which column of a CSV file becomes which field, and how it is written there?

noun = "product"
source = "northwind.products"      # what is imported from here is remembered under this name
key = "ProductID"                  # the column, or the columns, that name a row
date_format = "%Y-%m-%d"           # of strptime; ISO 8601 where nothing is said
decimal = ","
trim = true                        # spaces around every value are dropped; this is the usual

[fields]
name = "ProductName"                                              # a column
type = { constant = "stock" }                                     # always the same
sku = { column = "ProductID", prefix = "NW-" }
discontinued = { column = "Discontinued", values = { 0 = "false", 1 = "true" } }
supplier_id = { column = "SupplierID", source = "northwind.suppliers" }     # what that row was imported as
unit_id = { column = "Unit", noun = "unit", by = "code" }                   # the record whose field says the same
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kit.errors import Invalid
from kit.i18n import _
from records.values import Notation

STANDARD = Notation()
KNOWN = {"column", "constant", "prefix", "values", "source", "noun", "by", "empty"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one field's value comes from. With `source` or `noun` it is the key of the record that the value names."""

    column: str = ""
    constant: str | None = None
    prefix: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    noun: str = ""
    by: str = ""
    empty: tuple[str, ...] = ()
    """What the file writes for nothing, such as NULL."""


@dataclass(frozen=True, slots=True)
class Mapped:
    noun: str
    source: str
    key: tuple[str, ...]
    fields: Mapping[str, Origin]
    notation: Notation = STANDARD
    trim: bool = True
    delimiter: str = ","
    empty: tuple[str, ...] = ()


def read_mapping(path: Path) -> Mapped:
    """The mapping in a TOML or JSON file. Raises Invalid where it says what no mapping says."""
    text = path.read_text(encoding="utf-8")
    try:
        said = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except ValueError as error:
        raise Invalid(_("The mapping %(file)s cannot be read: %(why)s") % {"file": path.name, "why": error}) from None
    return mapped(said)


def mapped(said: Mapping[str, object]) -> Mapped:
    """The mapping that this document describes. Raises Invalid."""
    fields, key = said.get("fields"), said.get("key")
    if not isinstance(said.get("noun"), str) or not isinstance(said.get("source"), str) or not key or not isinstance(fields, Mapping):
        raise Invalid(_("A mapping names its noun, its source, its key and its fields."))
    return Mapped(
        noun=str(said["noun"]),
        source=str(said["source"]),
        key=tuple(str(name) for name in (key if isinstance(key, list) else [key])),
        fields={str(name): _origin(str(name), origin) for name, origin in _flat(fields, "")},
        notation=Notation(str(said.get("date_format") or ""), str(said.get("decimal") or ".")),
        trim=said.get("trim") is not False,
        delimiter=str(said.get("delimiter") or ","),
        empty=_texts(said.get("empty")),
    )


def _flat(fields: Mapping[str, object], prefix: str) -> list[tuple[str, object]]:
    """A part's fields may be written under their part: `[fields.terms]`."""
    found: list[tuple[str, object]] = []
    for name, origin in fields.items():
        nested = isinstance(origin, Mapping) and not set(origin) & KNOWN
        found += _flat(origin, f"{prefix}{name}.") if nested and isinstance(origin, Mapping) else [(f"{prefix}{name}", origin)]
    return found


def _origin(name: str, said: object) -> Origin:
    if isinstance(said, str):
        return Origin(column=said)
    if not isinstance(said, Mapping) or set(said) - KNOWN or ("column" in said) == ("constant" in said):
        raise Invalid(_("The field %(name)s of the mapping must say either a column or a constant, and nothing unknown.") % {"name": name})
    values = said.get("values")
    constant = said.get("constant")
    return Origin(
        column=str(said.get("column") or ""),
        constant=None if constant is None else _text(constant),
        prefix=str(said.get("prefix") or ""),
        values={str(key): _text(value) for key, value in values.items()} if isinstance(values, Mapping) else {},
        source=str(said.get("source") or ""),
        noun=str(said.get("noun") or ""),
        by=str(said.get("by") or ""),
        empty=_texts(said.get("empty")),
    )


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _texts(said: object) -> tuple[str, ...]:
    return tuple(str(item) for item in said) if isinstance(said, list) else ()

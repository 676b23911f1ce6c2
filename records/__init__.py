"""Lists, cards, search, CSV, timeline and data of any noun, from its tables and its form; this room has no noun of its own.

A room announces its noun once: `records.noun("product", Product, form=…, title=N_("Product"), …)`; the doors ask by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kit.db import Row
from records.cards import Card, card
from records.checking import problems
from records.difference import Difference, StaleEdit
from records.exporting import export_csv
from records.fields import Field, document_of, fields_of, readable_fields
from records.finding import Hit, announce, find
from records.importing import import_csv
from records.listing import Line, Page, list_page
from records.mapping import Mapped, mapped, read_mapping
from records.naming import titles
from records.nouns import Lines, Noun, Part, Rule, Visible, all_nouns, get, register
from records.report import Outcome, Report, RowReport
from records.schema import schema
from records.timeline import Happening, Timeline, timeline, timeline_source
from records.writing import blank, change, create

__all__ = [
    "Card", "Difference", "Field", "Happening", "Hit", "Line", "Lines", "Mapped", "Noun", "Outcome", "Page", "Part", "Report", "RowReport",
    "StaleEdit", "Timeline", "all_nouns", "blank", "card", "change", "create", "document_of", "export_csv", "fields_of", "find", "get",
    "import_csv", "list_page", "mapped", "noun", "problems", "read_mapping", "readable_fields", "schema", "timeline", "timeline_source", "titles",
]  # fmt: skip


def noun(  # noqa: PLR0913  all that a noun says of itself
    name: str,
    table: type[Row],
    *,
    form: Path,
    title: str,
    plural: str,
    path: str,
    columns: Sequence[str],
    search: Sequence[str],
    read: str = "record.read",
    write: str = "record.write",
    naming: Sequence[str] = ("name",),
    sort: str = "",
    parts: Mapping[str, Part] | None = None,
    lines: Mapping[str, Lines] | None = None,
    visible: Visible | None = None,
    rule: Rule | None = None,
    references: str = "",
) -> Noun:
    """Announce a noun; with `references` its rows can be picked in forms by that name.

    Fields are called by their columns' names, those of a part by `part.column`.
    """
    found = Noun(
        name, table, form, title, plural, path, tuple(columns), tuple(search), read, write, tuple(naming), sort, parts or {}, lines or {},
        visible, rule,
    )  # fmt: skip
    register(found)
    if references:
        announce(references, found)
    return found

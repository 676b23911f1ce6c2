"""Which nouns are there, and what makes one: a table, a form, and a few words about how it is listed and seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from kit.db import Row
from kit.errors import NotFound
from kit.i18n import _
from people.access import Who

Visible = Callable[[Who], ColumnElement[bool]]
"""Which rows a person's company sees, where it is not simply the rows of that company."""
Rule = Callable[[Session, Who, Row], None]
"""A business rule over a row about to be written; raises an AppError."""


@dataclass(frozen=True, slots=True)
class Part:
    """A second row about the same thing, kept by each company: `by` is its column that holds the thing's id.

    Where there can be several, `only` says which one it is: `{"kind": "main"}`.
    """

    table: type[Row]
    by: str
    only: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lines:
    """The rows that belong to a record and are shown with it, such as an order's lines; only read here."""

    table: type[Row]
    by: str
    sort: str = "id"
    visible: Visible | None = None
    """Which of them a person sees, where it is not simply those of their company."""


@dataclass(frozen=True, slots=True, eq=False)
class Noun:
    """`columns` and `search` are field names; a part's fields are called `part.field`; `naming` says what a row is called by."""

    name: str
    table: type[Row]
    form: Path
    title: str
    plural: str
    path: str
    columns: tuple[str, ...]
    search: tuple[str, ...]
    read: str = "record.read"
    write: str = "record.write"
    naming: tuple[str, ...] = ("name",)
    sort: str = ""
    parts: Mapping[str, Part] = field(default_factory=dict)
    lines: Mapping[str, Lines] = field(default_factory=dict)
    visible: Visible | None = None
    rule: Rule | None = None

    @property
    def words(self) -> str:
        """Its title in the reader's language, as it stands inside a sentence."""
        return _(self.title).lower()


_nouns: dict[str, Noun] = {}


def register(noun: Noun) -> Noun:
    """Announce a noun; announcing it again replaces it."""
    _nouns[noun.name] = noun
    return noun


def get(name: str) -> Noun:
    """The noun by its name or by its path. Raises NotFound."""
    found = _nouns.get(name) or next((noun for noun in _nouns.values() if noun.path == name), None)
    if found is None:
        raise NotFound(_("There is no kind of record called %(name)s.") % {"name": name})
    return found


def all_nouns() -> list[Noun]:
    return [_nouns[name] for name in sorted(_nouns)]


@cache
def written_form(path: Path) -> Mapping[str, object]:
    """The form's document as it stands in its file."""
    document: Mapping[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return document

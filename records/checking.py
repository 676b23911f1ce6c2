"""Is a noun whole: do its form, lists and searches name fields that exist?"""

from __future__ import annotations

from collections.abc import Iterator

import forms
from records.fields import document_of, fields_of
from records.nouns import Noun


def problems(noun: Noun) -> list[str]:
    """Sentences for the one who writes the noun; an empty list when it is whole."""
    return [f"{noun.name}: {problem}" for problem in _problems(noun)]


def _problems(noun: Noun) -> Iterator[str]:
    fields = fields_of(noun)
    for what, names in (("columns", noun.columns), ("search", noun.search), ("naming", noun.naming), ("sort", (noun.sort.removeprefix("-"),))):
        yield from (f"{what} name the unknown field {name}" for name in names if name and name not in fields)
    yield from (problem.message for problem in forms.check(document_of(noun)))
    for name, component in forms.fields_of(document_of(noun)):
        shown_only = component.type == "expression" or name in noun.lines
        if not shown_only and name not in fields:
            yield f"the form asks for {name}, which is no column"
    yield from (f"the column {name} has no label" for name, of in fields.items() if not of.column.info.get("label"))

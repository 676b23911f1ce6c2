"""Which kept files does an answer name?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.classes import Path, classed
from forms.components.files import is_document
from forms.document import Document


@dataclass(frozen=True, slots=True)
class Attached:
    digest: str
    name: str
    field_class: str


def attached(document: Document, answers: Mapping[str, object]) -> list[Attached]:
    """Every file in the answers, with the class of the field that it answers."""
    return list(_found(answers, (), classed(document)))


def _found(value: object, here: Path, classes: Mapping[Path, str]) -> Iterator[Attached]:
    if isinstance(value, list):
        for item in value:
            yield from _found(item, here, classes)
    elif isinstance(value, Mapping) and is_document(value):
        yield Attached(str(value["documentId"]), str(value["metadata"]["fileName"]), classes.get(here, ""))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _found(inner, (*here, name), classes)

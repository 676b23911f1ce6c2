"""Which answers of a form carry a class, and how is a value shown to somebody who may not simply read it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from forms.document import GROUP, LIST, Component, Document, components_of

Path: TypeAlias = tuple[str, ...]
"""The names that lead to a value; through a list they lead to the value in each of its items."""

MASK = "•••"


def classed(document: Document) -> dict[Path, str]:
    """The class of each field that has one (`virke:class`)."""
    return dict(_found(components_of(document), ()))


def masked(value: object, paths: set[Path]) -> object:
    """The same value with what these paths lead to replaced by dots; it is not changed itself."""
    if () in paths:
        return MASK
    if isinstance(value, list):
        return [masked(item, paths) for item in value]
    if isinstance(value, Mapping):
        return {name: masked(inner, {path[1:] for path in paths if path[0] == name}) for name, inner in value.items()}
    return value


def _found(components: tuple[Component, ...], above: Path) -> Iterator[tuple[Path, str]]:
    for component in components:
        here = above + component.binding
        if component.field_class and component.binding:
            yield here, component.field_class
        yield from _found(component.children, here if component.type in (GROUP, LIST) else above)

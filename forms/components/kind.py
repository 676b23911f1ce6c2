"""What must a kind of component be able to do?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from forms.document import Component
from forms.place import Place

Schema: TypeAlias = dict[str, object]
View: TypeAlias = dict[str, object]


class Wrong(ValueError):
    """An answer that cannot be taken; the message is a sentence for the person at the field."""


def nothing_shown(_component: Component, _value: object, _place: Place) -> View:
    return {}


def fits(component: Component, value: object, place: Place) -> None:
    """Nothing to say against it."""


def first(_component: Component, given: Sequence[object]) -> object:
    return given[-1] if given else None


def nothing_wrong(_component: Component) -> Iterable[str]:
    return ()


def any_value(_component: Component) -> Schema:
    return {}


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of form-js component, told in functions.

    read:    what an HTML form sent → a plain JSON value; what makes no sense stays the text it was
    convert: a plain JSON or typed value → the typed value, null or an empty text when there is none; raises Wrong
    schema:  the JSON Schema of a given answer
    judge:   what the schema cannot say (other fields, the database, today); raises Wrong
    view:    what its template needs beyond the field itself
    lint:    sentences about what is wrong with the component as it is written
    """

    type: str
    template: str = ""
    convert: Callable[[Component, object, Place], object] | None = None
    schema: Callable[[Component], Schema] = any_value
    judge: Callable[[Component, object, Place], None] = fits
    view: Callable[[Component, object, Place], View] = nothing_shown
    read: Callable[[Component, Sequence[object]], object] = first
    lint: Callable[[Component], Iterable[str]] = nothing_wrong
    grouped: bool = False
    """Several inputs under one legend."""

    @property
    def keyed(self) -> bool:
        """Whether it gives an answer."""
        return self.convert is not None

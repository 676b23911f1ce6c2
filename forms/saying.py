"""What does a value of one of a form's fields say to a person: its option's label, its reference's name, its number?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy.orm import Session

from forms.components import kind_of
from forms.document import GROUP, LIST, Component, Document, components_of
from forms.place import Place
from forms.showing import shown
from people.access import Who

Said = Callable[[str, object], str]


def saying(document: Document, session: Session | None, who: Who | None) -> Said:
    """A function of a field's dotted name and its value; a name that the form does not have is shown as it is.

    What was looked up once is remembered: make one per page.
    """
    fields = dict(fields_of(document))
    place = Place(session, who, {})
    known: dict[tuple[str, str], str] = {}

    def said(name: str, value: object) -> str:
        component = fields.get(name)
        if component is None or value in (None, "", []):
            return shown(value)
        remembered = (name, repr(value))
        if remembered not in known:
            known[remembered] = str(kind_of(component).view(component, value, place).get("shown", shown(value)))
        return known[remembered]

    return said


def fields_of(document: Document) -> Iterator[tuple[str, Component]]:
    """Every component that keeps an answer, by its dotted name from the top; lists are one answer each."""
    yield from _named(components_of(document), "")


def _named(components: tuple[Component, ...], prefix: str) -> Iterator[tuple[str, Component]]:
    for component in components:
        name = prefix + ".".join(component.binding)
        if component.type == GROUP:
            yield from _named(component.children, f"{name}." if component.binding else prefix)
        elif component.binding and (component.type == LIST or kind_of(component).keyed):
            yield name, component

"""Which JSON Schema do a form's answers keep to?"""

from __future__ import annotations

from collections.abc import Iterator

from forms.components import Schema, kind_of
from forms.document import GROUP, LIST, Component, Document, components_of
from kit.i18n import _

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(document: Document) -> Schema:
    """One JSON Schema (2020-12) for the whole form; numbers that are not whole are Decimals.

    A field that a condition may hide is never required here: `forms.answers` knows whether it is shown.
    """
    return {"$schema": DIALECT, "title": str(document.get("title") or document.get("id") or ""), **_object(components_of(document))}


def _object(components: tuple[Component, ...]) -> Schema:
    tree = Tree()
    for component, conditional in _flat(components, conditional=False):
        if component.binding:
            tree.add(component.binding, described(component), required=component.required and not conditional)
    return tree.schema()


def _flat(components: tuple[Component, ...], *, conditional: bool) -> Iterator[tuple[Component, bool]]:
    """Groups without a path only surround."""
    for component in components:
        maybe = conditional or bool(component.hide) or bool(component.field_class) or component.given.get("readonly") not in (None, False)
        maybe = maybe or component.flag("disabled")
        if component.type == GROUP and not component.binding:
            yield from _flat(component.children, conditional=maybe)
        elif component.type in (GROUP, LIST) or kind_of(component).keyed:
            yield component, maybe


def described(component: Component) -> Schema:
    """The schema of one component's answer, null included where it may be left empty."""
    found: Schema = {}
    if component.label:
        found["title"] = _(component.label)
    if component.text("description"):
        found["description"] = _(component.text("description"))
    if component.given.get("readonly") is True or component.flag("disabled"):
        found["readOnly"] = True
    if component.field_class:
        found["x-class"] = component.field_class
    return found | _content(component)


def _content(component: Component) -> Schema:
    if component.type == GROUP:
        return _object(component.children)
    if component.type == LIST:
        return {"type": "array", "items": _object(component.children)}
    answer = kind_of(component).schema(component)
    return answer if component.required or not answer else {"anyOf": [answer, {"type": "null"}]}


class Tree:
    """Objects inside objects, as dotted keys lead."""

    def __init__(self) -> None:
        self.properties: Schema = {}
        self.required: list[str] = []
        self.inner: dict[str, Tree] = {}

    def add(self, names: tuple[str, ...], content: Schema, *, required: bool) -> None:
        name, *rest = names
        if required:
            self.required.append(name)
        if rest:
            self.inner.setdefault(name, Tree()).add(tuple(rest), content, required=required)
        else:
            self.properties[name] = content

    def schema(self) -> Schema:
        nested = {name: tree.schema() for name, tree in self.inner.items()}
        found: Schema = {"type": "object", "properties": {**self.properties, **nested}}
        return {**found, "required": list(dict.fromkeys(self.required))} if self.required else found

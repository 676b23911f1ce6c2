"""Any number of several: checklist and tag list."""

from __future__ import annotations

from collections.abc import Sequence

from forms.components.kind import Kind, Schema, View, Wrong
from forms.components.options import Option, fixed_options, lint_options, meant, options_of, token_of
from forms.components.picking import found_choice, picker, referred
from forms.document import Component
from forms.place import Place
from kit.i18n import _

MOST = 1000


def _read(_component: Component, given: Sequence[object]) -> object:
    return [text for text in given if text != ""]


def _convert(component: Component, value: object, place: Place) -> object:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MOST:
        raise Wrong(_("Choose from the options."))
    if component.reference:
        return list(dict.fromkeys(referred(item) for item in value))
    options = options_of(component, place)
    return [option.value for option in options if option in _chosen(options, value)]


def _chosen(options: list[Option], value: Sequence[object]) -> list[Option]:
    found = [meant(options, item) for item in value]
    if None in found:
        raise Wrong(_("Choose only from the options."))
    return [option for option in found if option is not None]


def _schema(component: Component) -> Schema:
    if component.reference:
        return {"type": "array", "items": {"type": "string", "x-reference": component.reference}, "uniqueItems": True}
    fixed = fixed_options(component)
    items: Schema = {} if fixed is None else {"enum": [option.value for option in fixed]}
    return {"type": "array", "items": items, "uniqueItems": True}


def _judge(component: Component, value: object, place: Place) -> None:
    if component.reference and isinstance(value, list) and not all(found_choice(component, item, place) for item in value):
        raise Wrong(_("Choose only such that exist and that you may see."))


def _view(component: Component, value: object, place: Place) -> View:
    listed = value if isinstance(value, list) else []
    if component.reference:
        return picker(component, [item for item in listed if isinstance(item, str)], place)
    options = options_of(component, place)
    chosen = [meant(options, item) for item in listed]
    labels = [option.label if option else token_of(item) for option, item in zip(chosen, listed, strict=True)]
    return {"options": [(option.token, option.label, option in chosen) for option in options], "shown": ", ".join(labels)}


KINDS = [
    Kind("checklist", "checklist.html", _convert, _schema, _judge, _view, _read, lint_options, grouped=True),
    Kind("taglist", "taglist.html", _convert, _schema, _judge, _view, _read, lint_options),
]

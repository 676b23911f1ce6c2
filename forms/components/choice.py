"""One of several: select and radio, from fixed options, from the variables, or by a reference picker."""

from __future__ import annotations

from forms.components.kind import Kind, Schema, View, Wrong
from forms.components.options import fixed_options, lint_options, meant, options_of, token_of
from forms.components.picking import found_choice, picker, referred
from forms.document import Component
from forms.place import Place
from kit.i18n import _


def _convert(component: Component, value: object, place: Place) -> object:
    if value is None or value == "":
        return None
    if component.reference:
        return referred(value)
    option = meant(options_of(component, place), value)
    if option is None:
        raise Wrong(_("Choose one of the options."))
    return option.value


def _schema(component: Component) -> Schema:
    if component.reference:
        return {"type": "string", "x-reference": component.reference}
    fixed = fixed_options(component)
    return {} if fixed is None else {"enum": [option.value for option in fixed]}


def _judge(component: Component, value: object, place: Place) -> None:
    if component.reference and found_choice(component, value, place) is None:
        raise Wrong(_("Choose one that exists and that you may see."))


def _view(component: Component, value: object, place: Place) -> View:
    if component.reference:
        return picker(component, [value] if isinstance(value, str) and value else [], place)
    options = options_of(component, place)
    chosen = meant(options, value)
    return {
        "options": [(option.token, option.label, option is chosen) for option in options],
        "shown": chosen.label if chosen else token_of(value) if value is not None else "",
    }


KINDS = [
    Kind("select", "select.html", _convert, _schema, _judge, _view, lint=lint_options),
    Kind("radio", "radio.html", _convert, _schema, _judge, _view, lint=lint_options, grouped=True),
]

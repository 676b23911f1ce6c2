"""A box to tick: yes or no."""

from __future__ import annotations

from collections.abc import Sequence

from forms.components.kind import Kind, Schema, View, Wrong
from forms.document import Component
from forms.place import Place
from forms.showing import shown
from kit.i18n import _


def _read(_component: Component, given: Sequence[object]) -> object:
    """An unticked box sends nothing; the empty companion before it says that it was there."""
    return "true" in given


def _convert(_component: Component, value: object, _place: Place) -> object:
    if value is None:
        return False
    if not isinstance(value, bool):
        raise Wrong(_("Answer yes or no."))
    return value


def _schema(component: Component) -> Schema:
    return {"const": True} if component.required else {"type": "boolean"}


def _judge(component: Component, value: object, _place: Place) -> None:
    if component.required and value is not True:
        raise Wrong(_("Tick this box to go on."))


def _view(_component: Component, value: object, _place: Place) -> View:
    return {"ticked": value is True, "shown": shown(value is True)}


KINDS = [Kind("checkbox", "checkbox.html", _convert, _schema, _judge, _view, _read)]

"""What a form only shows: texts, pictures, tables, lines, space and buttons; and what it computes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from forms.components.kind import Kind, Schema, View
from forms.document import GROUP, LIST, Component
from forms.markdown import escaped, to_html
from forms.place import Place
from forms.showing import shown
from forms.templating import filled
from kit.i18n import _

SHOWN_ROWS = 500
PICTURES = ("https://", "/", "data:image/png;", "data:image/jpeg;", "data:image/webp;", "data:image/gif;")


def _text(component: Component, _value: object, place: Place) -> View:
    return {"html": to_html(filled(_(component.text("text")), place, escaped))}


def _image(component: Component, _value: object, place: Place) -> View:
    source = filled(component.text("source"), place)
    safe = source.startswith(PICTURES) and not source.startswith("//")
    return {"source": source if safe else "", "alt": filled(_(component.text("alt")), place)}


def _table(component: Component, _value: object, place: Place) -> View:
    columns = _columns(place.evaluate(component.text("columnsExpression")) if component.text("columnsExpression") else component.given.get("columns"))
    rows = place.evaluate(component.text("dataSource") or f"={component.id}")
    listed = [row for row in rows[:SHOWN_ROWS] if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return {"columns": [label for _key, label in columns], "cells": [[shown(row.get(key)) for key, _label in columns] for row in listed]}


def _columns(written: object) -> list[tuple[str, str]]:
    found = [item for item in written if isinstance(item, Mapping)] if isinstance(written, list) else []
    return [(str(item.get("key")), _(str(item.get("label") or item.get("key")))) for item in found]


def _lint_table(component: Component) -> Iterable[str]:
    if not component.text("columnsExpression") and not _columns(component.given.get("columns")):
        yield _("it has no columns")


def _spacer(component: Component, _value: object, _place: Place) -> View:
    height = component.whole("height") or 60
    return {"size": "small" if height <= 30 else "medium" if height <= 80 else "large"}


def _button(component: Component, _value: object, _place: Place) -> View:
    return {"action": "reset" if component.text("action") == "reset" else "submit"}


def _computed(component: Component, _value: object, place: Place) -> object:
    """An expression's answer is what it gives; nothing that was sent counts."""
    return place.evaluate(component.text("expression"))


def _computed_schema(_component: Component) -> Schema:
    return {"readOnly": True}


def _lint_expression(component: Component) -> Iterable[str]:
    if not component.text("expression").startswith("="):
        yield _("its expression must begin with =")


def _lint_list(component: Component) -> Iterable[str]:
    if not component.binding:
        yield _("it has no path that says where its rows are kept")


KINDS = [
    Kind("text", "text.html", view=_text),
    Kind("image", "image.html", view=_image),
    Kind("table", "table.html", view=_table, lint=_lint_table),
    Kind("separator", "separator.html"),
    Kind("spacer", "spacer.html", view=_spacer),
    Kind("button", "button.html", view=_button),
    Kind("expression", convert=_computed, schema=_computed_schema, lint=_lint_expression),
    Kind(GROUP, "group.html"),
    Kind(LIST, "dynamic_list.html", lint=_lint_list),
]

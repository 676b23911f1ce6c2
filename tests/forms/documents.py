"""Forms that the stories are told with."""

from __future__ import annotations

from collections.abc import Sequence

from forms import Document


def form(*components: Document) -> Document:
    return {"schemaVersion": 19, "type": "default", "id": "story", "components": list(components)}


def field(kind: str, key: str, label: str = "", **more: object) -> Document:
    return {"type": kind, "id": f"id_{key}", "key": key, "label": label or key.title(), **more}


def rows(path: str, *components: Document, **more: object) -> Document:
    return {"type": "dynamiclist", "id": f"id_{path}", "path": path, "label": path.title(), "components": list(components), **more}


def group(path: str, *components: Document, **more: object) -> Document:
    return {"type": "group", "id": f"id_group_{path}", "path": path, "label": path.title(), "components": list(components), **more}


def values(*options: Sequence[str]) -> list[Document]:
    return [{"value": value, "label": label} for value, label in options]


PICK = form(
    {"type": "text", "id": "intro", "text": "Order **{{order.number}}** of {{customer}}"},
    rows(
        "lines",
        field("textfield", "product", readonly=True),
        field("number", "ordered", readonly=True),
        field("number", "picked", validate={"required": True, "min": 0, "max": "=this.ordered"}, decimalDigits=0),
        allowAddRemove=False,
    ),
    field("checkbox", "short", "Something is missing"),
    field("textarea", "why", "What is missing?", conditional={"hide": "=short != true"}, validate={"required": True}),
)
ORDER: Document = {
    "order": {"number": "10248"},
    "customer": "Vins et alcools Chevalier",
    "lines": [{"id": "1", "product": "Queso Cabrales", "ordered": 12}, {"id": "2", "product": "Mozzarella", "ordered": 10}],
}

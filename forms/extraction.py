"""Which texts in a form's document shall be translated? Babel asks for `.form` files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from forms.document import Component, components_of, every

SAID = ("label", "dateLabel", "timeLabel", "description", "text", "alt")


def extract(
    file: BinaryIO,
    _keywords: Sequence[str],
    _comment_tags: Sequence[str],
    options: Mapping[str, object],  # noqa: ARG001  Babel gives it by name
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Line, function, text and comments of each text, as Babel wants them."""
    for component in every(components_of(json.load(file))):
        for text in _texts(component):
            yield 1, "_", text, []


def _texts(component: Component) -> Iterator[str]:
    yield from (text for text in (component.text(name) for name in SAID) if text and not text.startswith("="))
    yield from (str(item["label"]) for name in ("values", "columns") for item in _items(component, name) if item.get("label"))
    message = component.rules.get("patternErrorMessage")
    if message:
        yield str(message)


def _items(component: Component, name: str) -> list[Mapping[str, object]]:
    written = component.given.get(name)
    return [item for item in written if isinstance(item, Mapping)] if isinstance(written, list) else []

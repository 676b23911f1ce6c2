"""A page as a browser without scripts sees it: which inputs it has, what they send, and what a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import html as lxml_html
from sqlalchemy.orm import Session

import forms
from forms import Document
from people.access import Who

Sent = list[tuple[str, object]]


class Page:
    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.tree = lxml_html.fragment_fromstring(markup, create_parent="form")

    def sends(self, *pressed: tuple[str, str]) -> Sent:
        """What the browser submits as the page stands, with the pressed button last."""
        sent: Sent = [(name, self._browsers(name, value)) for name, value in self.tree.form_values() if name]
        return sent + list(pressed)

    def _browsers(self, name: str, value: str) -> str:
        """A browser drops the line break that follows the start of a text area; lxml does not."""
        area = [item for item in self.tree.iter("textarea") if item.name == name]
        return value.removeprefix("\n") if area else value

    def set(self, name: str, value: object) -> Page:
        inputs = [item for item in self.tree.inputs if item.name == name and item.get("type") != "hidden"]
        for item in inputs:
            if item.get("type") in ("checkbox", "radio"):
                item.checked = item.get("value") == value or value is True
            else:
                item.value = value
        assert inputs, f"no input is called {name}"
        return self

    def text(self) -> str:
        return " ".join(self.tree.text_content().split())

    def find(self, path: str) -> list[Any]:
        return list(self.tree.xpath(path))


def shown(
    document: Document,
    values: Mapping[str, object] | None = None,
    errors: Mapping[str, str] | None = None,
    *,
    raw: Mapping[str, object] | None = None,
    readonly: bool = False,
    session: Session | None = None,
    who: Who | None = None,
) -> Page:
    return Page(forms.render(document, values or {}, errors, who=who, session=session, raw=raw, readonly=readonly))

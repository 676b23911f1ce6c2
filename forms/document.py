"""Which components does a form-js document hold, and how are they nested and laid out?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Document: TypeAlias = Mapping[str, object]
"""A form-js document as its JSON was read."""

NEWEST_SCHEMA = 19
COLUMNS = 16
GROUP, LIST = "group", "dynamiclist"


@dataclass(frozen=True, slots=True)
class Component:
    """One component as it is written; `number` tells it from its siblings where it has no id."""

    given: Mapping[str, object]
    number: str
    children: tuple[Component, ...] = ()

    @property
    def type(self) -> str:
        return self.text("type")

    @property
    def id(self) -> str:
        return self.text("id") or "_".join(filter(None, [self.type, *self.binding, self.number]))

    @property
    def binding(self) -> tuple[str, ...]:
        """The names that lead to this component's value from where its parent stands."""
        written = self.text("path" if self.type in (GROUP, LIST) else "key")
        return tuple(filter(None, written.split(".")))

    @property
    def label(self) -> str:
        return self.text("label") or self.text("dateLabel") or self.text("timeLabel")

    @property
    def named(self) -> str:
        """What a person calls this component: its label, else its key, else its id."""
        return self.label or ".".join(self.binding) or self.id

    @property
    def hide(self) -> str:
        """The condition that hides it; empty when it always shows."""
        return str(self.part("conditional").get("hide") or "")

    @property
    def rules(self) -> Mapping[str, object]:
        return self.part("validate")

    @property
    def required(self) -> bool:
        return self.rules.get("required") is True

    @property
    def reference(self) -> str:
        """The name of the reference that its picker asks; empty when it picks none."""
        return str(self.part("properties").get("virke:reference") or "")

    @property
    def field_class(self) -> str:
        return str(self.part("properties").get("virke:class") or "")

    @property
    def row(self) -> str:
        return str(self.part("layout").get("row") or "")

    @property
    def columns(self) -> object:
        return self.part("layout").get("columns")

    def text(self, name: str) -> str:
        value = self.given.get(name)
        return value if isinstance(value, str) else ""

    def flag(self, name: str) -> bool:
        return self.given.get(name) is True

    def whole(self, name: str) -> int | None:
        value = self.given.get(name)
        return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def part(self, name: str) -> Mapping[str, object]:
        value = self.given.get(name)
        return value if isinstance(value, Mapping) else {}


def components_of(document: Document) -> tuple[Component, ...]:
    """The top components; what is no component at all is left out (`check` tells of it)."""
    return _read(document.get("components"), "")


def _read(written: object, above: str) -> tuple[Component, ...]:
    if not isinstance(written, list):
        return ()
    found = []
    for index, item in enumerate(written):
        if isinstance(item, Mapping):
            number = f"{above}{index + 1}"
            found.append(Component(item, number, _read(item.get("components"), f"{number}_")))
    return tuple(found)


def every(components: tuple[Component, ...]) -> Iterator[Component]:
    """All components, parents before their children."""
    for component in components:
        yield component
        yield from every(component.children)


def rows_of(components: tuple[Component, ...]) -> list[list[int]]:
    """Which components stand in one row of the grid: their places in the tuple, in the order of the rows."""
    rows: dict[str, list[int]] = {}
    for index, component in enumerate(components):
        rows.setdefault(component.row or f"\0{index}", []).append(index)
    return list(rows.values())

"""What may a component ask where it stands: the variables around it, the database, the person?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

import feel
from people.access import Who


@dataclass(frozen=True, slots=True)
class Place:
    """`this` is the row that a component stands in (the whole form at the top), `parent` the row around it."""

    session: Session | None
    who: Who | None
    variables: Mapping[str, object]
    this: object = None
    parent: object = None
    rows: tuple[int, ...] = ()
    search: str = ""
    """What was typed to find a reference here."""

    def in_row(self, row: Mapping[str, object], number: int) -> Place:
        """The place inside one row of a list; rows are counted from 1."""
        return replace(self, this=row, parent=self._this, rows=(*self.rows, number))

    @property
    def _this(self) -> object:
        return self.variables if self.this is None else self.this

    def evaluate(self, expression: str) -> object:
        """The value of `= expression`, or of one without the sign; null when it cannot be had."""
        special = {"this": self._this, "parent": self.parent, "i": [*self.rows]}
        wrapped = {f"_{name}_": value for name, value in special.items()}
        try:
            return feel.evaluate(expression.removeprefix("="), {**special, **self.variables, **wrapped})
        except feel.FeelError:
            return None

    def holds(self, written: object) -> bool:
        """Whether a property that is true, false or an expression says yes."""
        return written is True or (is_expression(written) and self.evaluate(str(written)) is True)

    def value(self, written: object) -> object:
        """A property's value: what an expression gives, or what stands there."""
        return self.evaluate(str(written)) if is_expression(written) else written


def is_expression(written: object) -> bool:
    return isinstance(written, str) and written.startswith("=")


def is_dynamic(written: object) -> bool:
    """Whether an expression, a template or a key of input data stands anywhere in it."""
    if isinstance(written, str):
        return written.startswith("=") or "{{" in written
    if isinstance(written, Mapping):
        return bool(written.get("valuesKey")) or any(is_dynamic(item) for item in written.values())
    return isinstance(written, list) and any(is_dynamic(item) for item in written)

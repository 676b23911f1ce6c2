"""What does one evaluation remember: its budget, the values it was given and found, and the rules that matched?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from feel.budget import Run
from feel.values import Value

Names: TypeAlias = dict[str, Value]
Place: TypeAlias = tuple[str, str]
"""A model's namespace, and an element's id there."""


@dataclass(frozen=True, slots=True)
class MatchedRule:
    """A rule of a decision table that applied, counted from 1."""

    decision: str
    table_id: str
    rule_id: str
    number: int
    annotations: tuple[str, ...]


@dataclass(slots=True)
class Session:
    """One evaluation, or that of a decision service inside it, which shares its budget."""

    given: Mapping[str, Value]
    """Input data by name, or by `namespace#name`."""
    run: Run = field(default_factory=Run)
    found: dict[Place, Value] = field(default_factory=dict)
    """Values of decisions, also those that were given instead of being decided."""
    names: dict[Place, str] = field(default_factory=dict)
    matched: list[MatchedRule] = field(default_factory=list)
    deciding: list[str] = field(default_factory=list)
    """The decisions under way, the innermost last."""

    def within(self, given: Mapping[str, Value], found: dict[Place, Value]) -> Session:
        """The evaluation of a service, which sees only what it is given."""
        return Session(given, self.run, found, {}, self.matched, self.deciding)

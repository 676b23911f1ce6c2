"""What does one evaluation remember: its budget, the values it was given and found, and why it decided so?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from feel.budget import Run
from feel.values import Value
from feel.words import Said

Names: TypeAlias = dict[str, Value]
Place: TypeAlias = tuple[str, str]
"""A model's namespace, and an element's id there."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a decision looked at: an input of its table, or a value that it requires."""

    id: str
    label: str
    value: Value


@dataclass(frozen=True, slots=True)
class Passed:
    """One test of a rule that an input passed."""

    label: str
    value: Value
    test: str


@dataclass(frozen=True, slots=True)
class Output:
    """What a rule says for one output; the name is empty when it is the only one."""

    id: str
    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class MatchedRule:
    """A rule of a decision table that applied, counted from 1; a rule whose outputs the hit policy did not ask for has none."""

    decision: str
    table_id: str
    rule_id: str
    number: int
    annotations: tuple[str, ...]
    passed: tuple[Passed, ...] = ()
    outputs: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision of an evaluation: what it looked at, which rules matched, and what came out."""

    place: Place
    name: str
    kind: str
    """The tag of its logic: decisionTable, literalExpression, context …"""
    value: Value
    inputs: tuple[Given, ...]
    matched: tuple[MatchedRule, ...]


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
    asked: list[Given] = field(default_factory=list)
    """The inputs of the tables that were looked at."""
    said: dict[int, tuple[Value, ...]] = field(default_factory=dict)
    """What the rules of the table under way gave, by their numbers."""
    decided: list[Decided] = field(default_factory=list)
    broken: list[Said] = field(default_factory=list)
    """Tables whose rules contradict their hit policy."""
    around: Names = field(default_factory=dict)
    """Variables that every decision sees without requiring them, as Camunda's engine has it."""

    def within(self, given: Mapping[str, Value], found: dict[Place, Value]) -> Session:
        """The evaluation of a service, which sees only what it is given."""
        return Session(
            given, self.run, found, {}, self.matched, self.deciding, self.asked, {}, self.decided, self.broken, self.around
        )  # fmt: skip

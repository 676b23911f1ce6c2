"""Which rules of a decision table match, and what comes out? (DMN 8.2, 8.3)"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.dmn.boxed.compiling import Code, fixed
from engine.dmn.session import Given, MatchedRule, Names, Output, Passed, Session
from feel.compiling.scope import Code as Test
from feel.compiling.scope import Env
from feel.syntax.ast import Node
from feel.types import FeelType
from feel.values import Value, kind_of
from feel.words import N_

INPUT = "?"


@dataclass(frozen=True, slots=True)
class Column:
    """An input: what is tested, of which type, and which values it may have."""

    id: str
    label: str
    code: Code
    type: FeelType
    allowed: Test | None
    allowed_tree: Node | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """An output: its name (empty when it is the only one), type, values in order of priority, and default."""

    id: str
    name: str
    type: FeelType
    values: Code | None
    default: Code | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: for each input that it tests the column and the test, and for each output its value."""

    id: str
    number: int
    tests: tuple[tuple[int, Test], ...]
    outcomes: tuple[Code, ...]
    annotations: tuple[str, ...]
    texts: tuple[str, ...]
    """Its tests as they are written, one for each input."""
    says: tuple[str, ...]
    """Its outputs as they are written."""


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table, compiled."""

    id: str
    name: str
    columns: tuple[Column, ...]
    outcomes: tuple[Outcome, ...]
    rules: tuple[Rule, ...]
    policy: Callable[[Table, list[Rule], Names, Session], Value]

    def evaluate(self, names: Names, session: Session) -> Value:
        """What the hit policy makes of the rules that match; null where an input has a value it may not have."""
        values: list[Value] = []
        inputs = [env for column in self.columns if (env := self._place(column, names, session, values)) is not None]
        session.asked.extend(Given(column.id, column.label, value) for column, value in zip(self.columns, values, strict=True))
        if len(inputs) < len(values):
            return None
        session.run.spend(len(self.rules))
        matching = [rule for rule in self.rules if _matches(rule.tests, inputs)]
        outer, session.said = session.said, {}
        try:
            return self.policy(self, matching, names, session)
        finally:
            session.matched.extend(self._matched(rule, values, session) for rule in matching)
            session.said = outer

    def _matched(self, rule: Rule, inputs: list[Value], session: Session) -> MatchedRule:
        """Why the rule applied, and what it gave where the hit policy asked for that."""
        decision = session.deciding[-1] if session.deciding else self.name
        passed = tuple(Passed(self.columns[place].label, inputs[place], rule.texts[place]) for place, _ in rule.tests)
        said = session.said.get(rule.number, ())
        outputs = tuple(Output(each.id, each.name, value) for each, value in zip(self.outcomes, said, strict=False))
        return MatchedRule(decision, self.id, rule.id, rule.number, rule.annotations, passed, outputs)

    def _place(self, column: Column, names: Names, session: Session, values: list[Value]) -> Env | None:
        """The names in sight of a column's tests, with the input itself; None where its value, which is added to `values`, is not allowed."""
        value = fixed(session, column.code(names, session), column.type, column.label)
        values.append(value)
        env = Env({**names, INPUT: value}, None, session.run)
        if column.allowed is not None and value is not None and column.allowed(env) is not True:
            session.run.note(N_("The input “%s” is a %s that is not allowed."), column.label, kind_of(value))
            return None
        return env

    def output(self, rule: Rule, names: Names, session: Session) -> Value:
        """What one rule says: a value, or a context when there are several outputs."""
        values = [
            fixed(session, code(names, session), outcome.type, outcome.name or self.name)
            for outcome, code in zip(self.outcomes, rule.outcomes, strict=True)
        ]
        session.said[rule.number] = tuple(values)
        return self._combined(values)

    def default(self, names: Names, session: Session) -> Value:
        """The default output; null where there is none."""
        if all(outcome.default is None for outcome in self.outcomes):
            session.run.note(N_("No rule of “%s” matches."), self.name)
            return None
        values = [None if each.default is None else each.default(names, session) for each in self.outcomes]
        return self._combined(values)

    def _combined(self, values: list[Value]) -> Value:
        if len(self.outcomes) == 1:
            return values[0]
        return {outcome.name: value for outcome, value in zip(self.outcomes, values, strict=True)}


def _matches(tests: tuple[tuple[int, Test], ...], inputs: list[Env]) -> bool:
    for column, test in tests:  # noqa: SIM110 - a generator would cost more than the tests
        if test(inputs[column]) is not True:
            return False
    return True

"""What can be asked of a decision model?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.dmn.elements import Decision, DecisionService, Element, InputData, KnowledgeModel
from engine.dmn.problems import Problem
from engine.dmn.session import Decided, MatchedRule, Session
from engine.dmn.types import RUN
from feel.errors import FeelError
from feel.measuring import measured
from feel.types import FeelType
from feel.values import FunctionValue, Value
from feel.words import N_
from kit.errors import NotFound
from kit.i18n import _


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A decision's value, the rules that matched on the way, the reasons for nulls, and all decisions' values."""

    value: Value
    matched: tuple[MatchedRule, ...]
    reasons: tuple[str, ...]
    decisions: Mapping[str, Value]
    decided: tuple[Decided, ...] = ()
    """Every decision on the way, in the order in which they were decided; the one that was asked for is the last."""
    broken: tuple[str, ...] = ()
    """Why tables gave null although rules matched: their rules contradict their hit policy."""


@dataclass(frozen=True, slots=True)
class Model:
    """A compiled decision model; it never changes, so threads may share it."""

    file: str
    name: str
    namespace: str
    elements: Mapping[str, Element]
    """By id."""
    types: Mapping[str, FeelType]
    imports: Mapping[str, Model]
    """By the name that this model gives them."""
    problems: tuple[Problem, ...] = field(default=())

    def evaluate(self, decision: str, variables: Mapping[str, Value], *, open_: bool = False) -> Evaluation:
        """Evaluate a decision, a decision service or a business knowledge model by its id or name.

        `variables` are the input data by name (or `namespace#name` for an imported model's); open: each decision sees
        them all, also what it does not require. Raises NotFound, or FeelError when the evaluation exceeds its budget.
        """
        element = self._decidable(decision)
        session = Session(variables, around=dict(variables) if open_ else {})
        token = RUN.set(session.run)
        try:
            value = measured(_value(element, variables, session))
        except RecursionError as error:
            raise FeelError(N_("The decision “%s” nests too deep."), decision) from error
        finally:
            RUN.reset(token)
        found = {session.names[place]: each for place, each in session.found.items() if place in session.names}
        reasons = tuple(session.run.reasons)
        return Evaluation(value, tuple(session.matched), reasons, found, tuple(session.decided), tuple(map(str, session.broken)))

    @property
    def decisions(self) -> list[Decision]:
        return [each for each in self.elements.values() if isinstance(each, Decision)]

    @property
    def inputs(self) -> list[InputData]:
        return [each for each in self.elements.values() if isinstance(each, InputData)]

    def _decidable(self, name: str) -> Element:
        element = self.elements.get(name)
        if element is not None and not isinstance(element, InputData):
            return element
        for each in self.elements.values():
            if each.name == name and not isinstance(each, InputData):
                return each
        raise NotFound(_("There is no decision “%(name)s” in %(file)s.") % {"name": name, "file": self.file})


def _value(element: Element, variables: Mapping[str, Value], session: Session) -> Value:
    """A decision's value, or the result of calling a service or a knowledge model with the variables it takes."""
    if isinstance(element, DecisionService):
        return element.decide(dict(variables), session)
    value = element.value(session)
    if not isinstance(element, KnowledgeModel) or not isinstance(value, FunctionValue):
        return value
    return value.call(session.run, [variables.get(each) for each in value.parameter_names])

"""What is a decision model made of once it is compiled?"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.dmn.boxed.compiling import Code, fixed
from engine.dmn.boxed.functions import BoxedFunction
from engine.dmn.session import Decided, Given, Names, Place, Session
from feel.types import FeelType
from feel.values import Value


@dataclass(frozen=True, slots=True)
class Element:
    """What a decision may require, by the model's namespace and its own id; `type` is that of its value."""

    place: Place
    name: str
    type: FeelType
    others: tuple[str, ...]
    """Further names by which it is seen where every variable is: its variable's name, and its id."""

    def value(self, session: Session) -> Value:
        """Its value in this evaluation."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class InputData(Element):
    def value(self, session: Session) -> Value:
        qualified = f"{self.place[0]}#{self.name}"
        given = session.given.get(qualified) if qualified in session.given else session.given.get(self.name)
        return fixed(session, given, self.type, self.name)


@dataclass(frozen=True, slots=True)
class Requirement:
    """What is required, and the imports' names under which it is seen."""

    element: Element
    path: tuple[str, ...]


@dataclass(slots=True)
class Requiring:
    """The requirements of a decision or knowledge model, set when all elements are known."""

    requirements: list[Requirement] = field(default_factory=list)

    def names(self, session: Session) -> Names:
        """The values of all that is required, by name; imported ones in a context by the import's name."""
        names: Names = dict(session.around)
        for requirement in self.requirements:
            inside = names
            for step in requirement.path:
                below = inside.setdefault(step, {})
                inside = below if isinstance(below, dict) else inside
            element = requirement.element
            inside[element.name] = value = element.value(session)
            if session.around and not isinstance(element, InputData):
                inside.update(dict.fromkeys(element.others, value))
        return names


@dataclass(frozen=True, slots=True)
class Decision(Element):
    code: Code
    requiring: Requiring
    kind: str
    """The tag of its logic; empty without any."""
    version_tag: str | None = None

    def value(self, session: Session) -> Value:
        """Decided once in an evaluation."""
        if self.place in session.found:
            return session.found[self.place]
        session.run.enter()
        names = self.requiring.names(session)
        session.deciding.append(self.name)
        matched, asked = len(session.matched), len(session.asked)
        try:
            found = fixed(session, self.code(names, session), self.type, self.name)
        finally:
            session.deciding.pop()
            session.run.leave()
        session.found[self.place] = found
        session.names[self.place] = self.name
        inputs = tuple(session.asked[asked:]) or self._required(names)
        session.decided.append(Decided(self.place, self.name, self.kind, found, inputs, tuple(session.matched[matched:])))
        return found

    def _required(self, names: Names) -> tuple[Given, ...]:
        """The values of what it requires; functions are not looked at but called."""
        seen = [each.element for each in self.requiring.requirements if not each.path]
        return tuple(Given(each.place[1], each.name, names.get(each.name)) for each in seen if not isinstance(each, KnowledgeModel | DecisionService))


@dataclass(frozen=True, slots=True)
class KnowledgeModel(Element):
    code: Code
    requiring: Requiring

    def value(self, session: Session) -> Value:
        """A function."""
        if self.place not in session.found:
            names = self.requiring.names(session)
            session.found[self.place] = names[self.name] = self.code(names, session)
        return session.found[self.place]


@dataclass(frozen=True, slots=True)
class DecisionService(Element):
    """Decisions that are called together; its parameters are its input data, then its input decisions."""

    outputs: list[Element]
    inputs: list[Element]
    input_decisions: list[Element]

    def value(self, session: Session) -> Value:
        parameters = [(each.name, each.type) for each in (*self.inputs, *self.input_decisions)]
        return BoxedFunction(self.name, parameters, self.decide, {}, session)

    def decide(self, names: Names, session: Session) -> Value:
        """The one output decision's value, or a context of all of them."""
        given: Names = {f"{each.place[0]}#{each.name}": names.get(each.name) for each in self.inputs}
        given.update({each.name: names.get(each.name) for each in self.inputs})
        decided = {each.place: fixed(session, names.get(each.name), each.type, each.name) for each in self.input_decisions}
        inner = session.within(given, decided)
        found: Names = {each.name: each.value(inner) for each in self.outputs}
        result: Value = found[self.outputs[0].name] if len(found) == 1 else found
        return fixed(session, result, self.type, self.name)

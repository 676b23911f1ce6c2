"""How are functions defined and invoked in boxes? (DMN 7.3.4, 10.2.1.7)"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from engine.dmn.boxed.compiling import Code, Surroundings, external, fixed
from engine.dmn.boxed.structures import expression_in
from engine.dmn.session import Names, Session
from engine.dmn.xml import child, children
from feel.budget import Run
from feel.compiling.calls import in_order
from feel.types import ANY, MISMATCH, FeelType, FunctionType, coerced
from feel.values import FunctionValue, Value, kind_of
from feel.words import N_

Parameters = list[tuple[str, FeelType]]


class BoxedFunction(FunctionValue):
    """A function whose body is a boxed expression, or a decision service's decisions."""

    __slots__ = ("_body", "_names", "_result", "_session", "_types")

    def __init__(self, name: str, parameters: Parameters, body: Code, names: Names, session: Session) -> None:
        super().__init__(name, [each for each, _ in parameters], [type_ for _, type_ in parameters])
        self._types = [type_ for _, type_ in parameters]
        self._body = body
        self._names = names
        self._session = session

    def call(self, run: Run, values: Sequence[Value], names: Sequence[str] | None = None) -> Value:
        given = in_order(run, self.parameter_names, values, names)
        if given is None:
            return None
        inside = dict(self._names)
        for name, type_, value in zip(self.parameter_names, self._types, given, strict=True):
            fitting = coerced(value, type_)
            if fitting is MISMATCH:
                run.note(N_("%s: “%s” is a %s, which is not of its type."), self.name, name, kind_of(value))
                return None
            inside[name] = fitting
        run.enter()
        try:
            return self._body(inside, self._session)
        finally:
            run.leave()


def function(element: etree._Element, around: Surroundings) -> Code:
    """A boxed function definition."""
    return function_code(element, around, around.element_name, result_of(around.types.referred(element)))


def result_of(type_: FeelType) -> FeelType:
    """What a function gives whose typeRef names this type: a function type's result, or the type itself, as models before DMN 1.3 have it."""
    return (type_.result or ANY) if isinstance(type_, FunctionType) else type_


def function_code(element: etree._Element, around: Surroundings, name: str, result: FeelType) -> Code:
    """A function definition, also a business knowledge model's, by the name it has in messages; its result fits its type."""
    parameters = [(each.get("name", ""), around.types.referred(each)) for each in children(element, "formalParameter")]
    if element.get("kind", "FEEL") != "FEEL":
        return external(element.get("kind", ""), around)
    inner = around.compile(expression_in(element), around.naming(each for each, _ in parameters))

    def body(names: Names, session: Session) -> Value:
        return fixed(session, inner(names, session), result, name)

    def code(names: Names, session: Session) -> Value:
        return BoxedFunction(name, parameters, body, names, session)

    return code


def invocation(element: etree._Element, around: Surroundings) -> Code:
    """A function, and its arguments by the parameters' names."""
    called = around.compile(expression_in(element), around)
    bindings: list[tuple[str, Code]] = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        name = "" if parameter is None else parameter.get("name", "")
        bindings.append((name, around.compile(expression_in(binding), around)))

    def code(names: Names, session: Session) -> Value:
        found = called(names, session)
        if not isinstance(found, FunctionValue):
            session.run.note(N_("A %s cannot be invoked."), kind_of(found))
            return None
        values = [argument(names, session) for _, argument in bindings]
        return found.call(session.run, values, [name for name, _ in bindings])

    return code

"""How are boxed conditionals, filters and iterators evaluated? (DMN 1.5, 7.3.7 to 7.3.9)"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from engine.dmn.boxed.compiling import Code, Surroundings
from engine.dmn.boxed.structures import expression_in
from engine.dmn.session import Names, Session
from engine.dmn.xml import child
from feel.compiling.loops import judged, members
from feel.decimals import as_number, whole
from feel.values import Value, kind_of
from feel.words import N_

PARTIAL = "partial"
STEP = 4
"""What a turn of a loop costs besides its expressions."""


def conditional(element: etree._Element, around: Surroundings) -> Code:
    condition, then, otherwise = (_part(element, name, around) for name in ("if", "then", "else"))

    def code(names: Names, session: Session) -> Value:
        holds = condition(names, session)
        if type(holds) is not bool:
            session.run.note(N_("A condition is a %s, neither true nor false."), kind_of(holds))
            if holds is not None:
                return None
        return then(names, session) if holds is True else otherwise(names, session)

    return code


def filter_(element: etree._Element, around: Surroundings) -> Code:
    source = _part(element, "in", around)
    match = _part(element, "match", around.naming(["item", *around.members]))

    def code(names: Names, session: Session) -> Value:
        value = source(names, session)
        if value is None:
            session.run.note(N_("Null cannot be filtered."))
            return None
        return _matching(value if isinstance(value, list) else [value], match, names, session)

    return code


def _matching(items: list[Value], match: Code, names: Names, session: Session) -> Value:
    chosen: list[Value] = []
    for position, item in enumerate(items):
        session.run.spend(STEP)
        holds = match(_seeing(names, item), session)
        number = as_number(holds)
        if position == 0 and number is not None:
            place = whole(number)
            return items[place - (place > 0)] if place and abs(place) <= len(items) else None
        if holds is True:
            chosen.append(item)
        elif type(holds) is not bool and holds is not None:
            session.run.note(N_("A filter's condition is a %s, neither true nor false."), kind_of(holds))
            return None
    return chosen


def _seeing(names: Names, item: Value) -> Names:
    """The names with an item's own entries before them."""
    inside = {**names, "item": item}
    if isinstance(item, dict):
        inside.update(item)
    return inside


def for_(element: etree._Element, around: Surroundings) -> Code:
    variable = element.get("iteratorVariable", "")
    domain = _part(element, "in", around)
    body = _part(element, "return", around.naming([variable, PARTIAL]))

    def code(names: Names, session: Session) -> Value:
        values = members(session.run, domain(names, session))
        if values is None:
            return None
        results: list[Value] = []
        for value in values:
            session.run.spend(STEP + len(results))
            results.append(body({**names, variable: value, PARTIAL: results.copy()}, session))
        return results

    return code


def quantified(*, every: bool) -> Callable[[etree._Element, Surroundings], Code]:
    """The compiler of boxed `every`, or of boxed `some`."""

    def compile_(element: etree._Element, around: Surroundings) -> Code:
        variable = element.get("iteratorVariable", "")
        domain = _part(element, "in", around)
        condition = _part(element, "satisfies", around.naming([variable]))

        def code(names: Names, session: Session) -> Value:
            values = members(session.run, domain(names, session))
            if values is None:
                return None
            return judged(session.run, _outcomes(values, variable, condition, names, session), every=every)

        return code

    return compile_


def _outcomes(
    values: Iterator[Value] | list[Value] | tuple[Value, ...],
    variable: str,
    condition: Code,
    names: Names,
    session: Session,
) -> Iterator[Value]:
    for value in values:
        session.run.spend(STEP)
        yield condition({**names, variable: value}, session)


def _part(element: etree._Element, name: str, around: Surroundings) -> Code:
    """The expression in a child such as `if` or `in`."""
    holder = child(element, name)
    return around.compile(None if holder is None else expression_in(holder), around)

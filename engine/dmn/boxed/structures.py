"""How are boxed contexts, lists and relations evaluated? (DMN 7.3.3, 7.3.5, 7.3.6)"""

from __future__ import annotations

from lxml import etree

from engine.dmn.boxed.compiling import Code, Surroundings, fixed
from engine.dmn.session import Names, Session
from engine.dmn.xml import child, children, local_name
from feel.types import FeelType
from feel.values import Value

NOT_EXPRESSIONS = frozenset({"description", "extensionElements", "variable", "formalParameter", "binding", "parameter"})


def expression_in(element: etree._Element) -> etree._Element | None:
    """The one expression below an element."""
    return next((each for each in children(element) if local_name(each) not in NOT_EXPRESSIONS), None)


def context(element: etree._Element, around: Surroundings) -> Code:
    """An entry sees those before it; an entry without a name is the result."""
    entries: list[tuple[str, FeelType, Code]] = []
    result: Code | None = None
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        inner = around if variable is None else around.naming([variable.get("name", "")])
        code = around.compile(expression_in(entry), inner)
        if variable is None:
            result = code
            continue
        name = variable.get("name", "")
        entries.append((name, around.types.referred(variable), code))
        around = inner
    return _context_code(entries, result)


def _context_code(entries: list[tuple[str, FeelType, Code]], result: Code | None) -> Code:
    def code(names: Names, session: Session) -> Value:
        inside = dict(names)
        found: Names = {}
        for name, type_, entry in entries:
            inside[name] = found[name] = fixed(session, entry(inside, session), type_, name)
        return found if result is None else result(inside, session)

    return code


def list_(element: etree._Element, around: Surroundings) -> Code:
    items = [around.compile(each, around) for each in children(element) if local_name(each) not in NOT_EXPRESSIONS]

    def code(names: Names, session: Session) -> Value:
        session.run.room_for_list(len(items))
        return [item(names, session) for item in items]

    return code


def relation(element: etree._Element, around: Surroundings) -> Code:
    """A list of contexts: each row an entry for each column."""
    columns = [(each.get("name", ""), around.types.referred(each)) for each in children(element, "column")]
    rows = [[around.compile(each, around) for each in children(row) if local_name(each) not in NOT_EXPRESSIONS] for row in children(element, "row")]

    def code(names: Names, session: Session) -> Value:
        session.run.room_for_list(len(rows) * len(columns))
        return [{name: fixed(session, cell(names, session), type_, name) for (name, type_), cell in zip(columns, row, strict=False)} for row in rows]

    return code

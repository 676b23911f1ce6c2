"""Which compiler belongs to which kind of boxed expression?"""

from __future__ import annotations

from lxml import etree

from engine.dmn.boxed.compiling import Code, Compiler, Surroundings, fixed, nothing
from engine.dmn.boxed.control import conditional, filter_, for_, quantified
from engine.dmn.boxed.functions import function, invocation
from engine.dmn.boxed.literals import literal
from engine.dmn.boxed.structures import context, list_, relation
from engine.dmn.session import Names, Session
from engine.dmn.tables.reading import decision_table
from engine.dmn.xml import local_name
from feel.types import ANY
from feel.values import Value
from feel.words import N_
from kit.i18n import _

COMPILERS: dict[str, Compiler] = {
    "literalExpression": literal,
    "decisionTable": decision_table,
    "context": context,
    "list": list_,
    "relation": relation,
    "functionDefinition": function,
    "invocation": invocation,
    "conditional": conditional,
    "filter": filter_,
    "for": for_,
    "some": quantified(every=False),
    "every": quantified(every=True),
}


def compiled(element: etree._Element | None, around: Surroundings) -> Code:
    """The code of a boxed expression, its value fitted to its type; null where there is none."""
    if element is None:
        return nothing(N_("There is no decision logic."))
    compiler = COMPILERS.get(local_name(element))
    if compiler is None:
        message = _("“%(name)s” is no expression that can be run. Take it out.") % {"name": local_name(element)}
        around.complain(message)
        return nothing("%s", message)
    inner = compiler(element, around)
    type_ = around.types.referred(element)
    if type_ is ANY or local_name(element) == "functionDefinition":
        return inner
    what = element.get("label") or around.element_name

    def code(names: Names, session: Session) -> Value:
        return fixed(session, inner(names, session), type_, what)

    return code

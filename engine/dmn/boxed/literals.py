"""How is a literal expression evaluated? (DMN 7.3.1)"""

from __future__ import annotations

from lxml import etree

from engine.dmn.boxed.compiling import Code, Surroundings, external, nothing
from engine.dmn.session import Names, Session
from engine.dmn.xml import child, text_of
from feel.analysis import is_external
from feel.values import Value
from feel.words import N_
from kit.i18n import _


def literal(element: etree._Element, around: Surroundings) -> Code:
    language = element.get("expressionLanguage", "")
    if "feel" not in language.lower() and language:
        around.complain(_("The expression language “%(name)s” is not known; use FEEL.") % {"name": language})
        return nothing(N_("The expression language “%s” is not known."), language)
    if child(element, "importedValues") is not None:
        around.complain(_("Imported values are not supported. Write the expression here."))
        return nothing(N_("Imported values are not supported."))
    return literal_text(text_of(element), around)


def literal_text(text: str, around: Surroundings) -> Code:
    """An expression's text as code; an empty one is null."""
    if not text:
        return nothing(N_("There is no expression."))
    expression = around.expression(text)
    if expression is None:
        return nothing(N_("“%s” is no FEEL."), text[:80])
    if is_external(expression.tree):
        return external("Java", around)
    found = expression

    def code(names: Names, session: Session) -> Value:
        return found.part(names, session.run)

    return code

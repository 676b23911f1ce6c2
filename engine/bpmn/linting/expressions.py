"""Has every expression a body, and is it one that a computer can evaluate?"""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.linting.document import Document
from engine.bpmn.linting.words import word
from engine.bpmn.problems import Problem
from engine.bpmn.reading.zeebe import local
from kit.i18n import _

EXPRESSIONS = (
    "messagePath", "dataPath", "transformation", "from", "to", "loopCardinality", "loopCondition", "completionCondition",
    "activationCondition", "condition",
)  # fmt: skip
BEGIN_WITH_EQUALS = frozenset({"activationCondition"})
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def check(document: Document) -> Iterator[Problem]:
    for element in document.of(*EXPRESSIONS):
        text = (element.text or "").strip()
        if not text and not len(element):
            yield document.problem(element, _("The %(kind)s is empty. Write an expression.") % {"kind": word(element)})
        elif local(element) in BEGIN_WITH_EQUALS and not text.startswith("="):
            yield document.problem(element, _("The %(kind)s does not begin with “=”. It is a FEEL expression.") % {"kind": word(element)})
    for definition in document.of("conditionalEventDefinition"):
        for condition in definition:
            if local(condition) == "condition" and not condition.get(TYPE, "").endswith("tFormalExpression"):
                yield document.problem(
                    definition, _("The condition is in plain words, not a formal expression (tFormalExpression). Write one in FEEL.")
                )

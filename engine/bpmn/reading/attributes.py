"""How are the attributes of one element read, and what is noted when one is wrong?"""

from __future__ import annotations

import feel
from engine.bpmn.problems import Problem
from engine.bpmn.reading.parsers import NodeSpec
from engine.bpmn.values import Formula, Literal, Value, formula, value
from kit.i18n import _


class Attributes:
    """The element's extension attributes as values; what does not compile becomes a problem with the element's id."""

    def __init__(self, spec: NodeSpec, problems: list[Problem]) -> None:
        self.spec = spec
        self._problems = problems

    def refuse(self, message: str) -> None:
        self._problems.append(Problem(self.spec.name, self.spec.bpmn_name or "", message))

    def value(self, text: str) -> Value:
        """A literal, or FEEL after a leading `=`."""
        try:
            return value(text)
        except feel.FeelError as error:
            self.refuse(_("“%(text)s” is not FEEL: %(reason)s") % {"text": text, "reason": error})
            return Literal(text)

    def formula(self, text: str) -> Formula | None:
        """FEEL, with or without its leading `=`."""
        try:
            return formula(text.strip().removeprefix("="))
        except feel.FeelError as error:
            self.refuse(_("“%(text)s” is not FEEL: %(reason)s") % {"text": text, "reason": error})
            return None

    def condition(self, text: str) -> Formula | None:
        """FEEL that can be true or false; a constant that never is becomes a problem."""
        found = self.formula(text)
        if found is not None and found.is_constant and found.of({}) not in (True, False):
            self.refuse(_("The condition “%(text)s” is never true or false. Compare something.") % {"text": text})
        return found

    def get(self, element: str, attribute: str) -> Value | None:
        text = self.spec.zeebe.get(element, attribute)
        return self.value(text) if text else None

    def text(self, element: str, attribute: str) -> str | None:
        return self.spec.zeebe.get(element, attribute)

    def is_set(self, element: str, attribute: str, *, usually: bool) -> bool:
        text = self.spec.zeebe.get(element, attribute)
        return usually if text is None else text == "true"

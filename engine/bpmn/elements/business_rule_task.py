"""How does a business rule task get its decision?"""

from __future__ import annotations

from dataclasses import dataclass

from engine.asking import DecisionCall, Undecided
from engine.bpmn.running import leaving
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import visible
from engine.bpmn.state import ElementInstance
from engine.bpmn.values import Stuck, Value, text_of


@dataclass(frozen=True, slots=True)
class BusinessRuleTask(Behaviour):
    """Decided within the step; the decision sees every variable in sight."""

    decision_id: Value
    result_variable: str
    binding: str = "latest"
    version_tag: str | None = None

    def enter(self, run: Run, it: ElementInstance) -> None:
        names = visible(it)
        decision_id = text_of(self.decision_id, names, "decision id")
        asked = DecisionCall(it.key, it.node.id, decision_id, self.binding, self.version_tag, dict(names))
        answer = run.services.decide(asked)
        if isinstance(answer, Undecided):
            raise Stuck(answer.type, answer.message)
        leaving.complete(run, it, {self.result_variable: answer.value})

"""How does a script task compute its variable in FEEL?"""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn.running import leaving
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import visible
from engine.bpmn.state import ElementInstance
from engine.bpmn.values import Value


@dataclass(frozen=True, slots=True)
class ScriptTask(Behaviour):
    expression: Value
    result_variable: str

    def enter(self, run: Run, it: ElementInstance) -> None:
        leaving.complete(run, it, {self.result_variable: self.expression.of(visible(it))})

"""How does a whole process begin and end?"""

from __future__ import annotations

from engine.bpmn.running import catching, leaving
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance
from engine.model import ElementState, InstanceEnded, InstanceState


class Process(Behaviour):
    def enter(self, run: Run, it: ElementInstance) -> None:
        catching.start_content(run, it)

    def emptied(self, run: Run, it: ElementInstance) -> None:
        variables = dict(it.variables)
        leaving.end(run, it, ElementState.COMPLETED)
        run.effects.append(InstanceEnded(InstanceState.COMPLETED, run.now, variables))

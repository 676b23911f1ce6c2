"""What do a task without a kind and a manual task do? Nothing that a computer could see."""

from __future__ import annotations

from engine.bpmn.running import leaving
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance


class PlainTask(Behaviour):
    def enter(self, run: Run, it: ElementInstance) -> None:
        leaving.complete(run, it)

"""How does a boundary event let its token go?"""

from __future__ import annotations

from engine.bpmn.running import leaving
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance


class BoundaryEvent(Behaviour):
    """It is an element instance only once it has happened; the wait belongs to the activity it is attached to."""

    def enter(self, run: Run, it: ElementInstance) -> None:
        leaving.complete(run, it)

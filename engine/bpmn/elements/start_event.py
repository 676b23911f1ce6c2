"""How does a start event let its token go?"""

from __future__ import annotations

from engine.bpmn.running import leaving
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance


class StartEvent(Behaviour):
    """What triggered it has happened before; also run again when its output mapping failed."""

    def enter(self, run: Run, it: ElementInstance) -> None:
        leaving.complete(run, it)

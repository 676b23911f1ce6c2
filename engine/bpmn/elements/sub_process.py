"""How does a sub-process run what is in it?"""

from __future__ import annotations

from engine.bpmn.running import catching
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance


class SubProcess(Behaviour):
    """Also an event sub-process, when it is run again after an incident."""

    def enter(self, run: Run, it: ElementInstance) -> None:
        run.state.give_row(it)
        catching.start_content(run, it)

"""How does a call activity run another process?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.bpmn.running import leaving, waiting
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import visible
from engine.bpmn.state import ElementInstance, Wait, WaitKind
from engine.bpmn.values import Value, text_of
from engine.model import CallStarted


@dataclass(frozen=True, slots=True)
class CallActivity(Behaviour):
    process_id: Value
    binding: str = "latest"
    version_tag: str | None = None
    gives_all: bool = True
    """The child begins with every variable in sight, else with those of the input mapping."""
    takes_all: bool = True
    """Every variable of the child comes back, else only what the output mapping takes."""

    def enter(self, run: Run, it: ElementInstance) -> None:
        names = visible(it)
        process_id = text_of(self.process_id, names, "called process")
        waiting.add(run, Wait(it.key, WaitKind.CALL, it, it.node))
        given = dict(names if self.gives_all else it.variables)
        run.effects.append(CallStarted(it.key, it.node.id, process_id, self.binding, self.version_tag, given))

    def arrived(self, run: Run, it: ElementInstance, wait: Wait, result: Mapping[str, object]) -> None:
        run.state.remove_wait(wait)
        leaving.complete(run, it, result if self.takes_all or it.node.outputs else None)

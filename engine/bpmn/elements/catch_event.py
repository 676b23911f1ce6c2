"""How do an intermediate catch event and a receive task wait for what they name?"""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.running import catching, leaving, timing, waiting
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance, Wait, WaitKind


class CatchEvent(Behaviour):
    def enter(self, run: Run, it: ElementInstance) -> None:
        if not it.node.events:
            leaving.complete(run, it)
            return
        waiting.open_node(run, it, it.node)

    def arrived(self, run: Run, it: ElementInstance, wait: Wait, result: Mapping[str, object]) -> None:
        if it.node.all_events and not catching.is_last_missing(run, wait, result):
            return
        again = timing.following(wait.extra, run.now) if wait.kind is WaitKind.TIMER else None
        if again is not None and not it.node.all_events:
            self._pass_a_turn(run, it, wait)
            waiting.set_timer(run, it, it.node, wait.definition, *again)
            return
        leaving.complete(run, it, result)

    def _pass_a_turn(self, run: Run, it: ElementInstance, wait: Wait) -> None:
        """A cycle sends a token each time, and waits on."""
        waiting.close(run, wait)
        scope = it.parent
        if scope is not None:
            leaving.send(run, it, scope, it.node.outgoing)

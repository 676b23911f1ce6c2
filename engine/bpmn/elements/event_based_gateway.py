"""Which way does an event-based gateway take? That of the event which comes first."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.running import catching, leaving, waiting
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance, Wait
from engine.bpmn.values import Stuck
from engine.model import ElementState, FlowTaken


class EventBasedGateway(Behaviour):
    def enter(self, run: Run, it: ElementInstance) -> None:
        try:
            for flow in it.node.outgoing:
                waiting.open_node(run, it, flow.target)
        except Stuck:
            waiting.close_all(run, it)
            raise

    def arrived(self, run: Run, it: ElementInstance, wait: Wait, result: Mapping[str, object]) -> None:
        target, scope = wait.node, it.parent
        if scope is None or (target.all_events and not catching.is_last_missing(run, wait, result)):
            return
        leaving.end(run, it, ElementState.COMPLETED)
        for flow in it.node.outgoing:
            if flow.target is target:
                run.effects.append(FlowTaken(flow.id, run.now))
        catching.pass_through(run, scope, target, result)

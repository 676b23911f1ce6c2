"""Which way does an event-based gateway take? That of the event which comes first; a parallel one takes them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.bpmn.marks import CHOSEN_START
from engine.bpmn.plan import Node
from engine.bpmn.running import catching, leaving, waiting
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance, Wait
from engine.bpmn.values import Stuck
from engine.model import ElementState, FlowTaken


@dataclass(frozen=True, slots=True)
class EventBasedGateway(Behaviour):
    """One that begins the instance has had its first event already."""

    takes_all: bool = False

    def enter(self, run: Run, it: ElementInstance) -> None:
        first = it.data.get(CHOSEN_START)
        try:
            for flow in it.node.outgoing:
                if flow.target.id != first:
                    waiting.open_node(run, it, flow.target)
        except Stuck:
            waiting.close_all(run, it)
            raise

    def arrived(self, run: Run, it: ElementInstance, wait: Wait, result: Mapping[str, object]) -> None:
        if wait.node.all_events and not catching.is_last_missing(run, wait, result):
            return
        for each in [*it.waits]:
            if each.node is wait.node:
                waiting.close(run, each)
        take(run, it, wait.node, result, is_last=not self.takes_all or not it.waits)


def take(run: Run, it: ElementInstance, target: Node, result: Mapping[str, object], *, is_last: bool) -> None:
    """The event of one way has come."""
    scope = it.parent
    if scope is None:
        return
    if is_last:
        leaving.end(run, it, ElementState.COMPLETED)
    for flow in it.node.outgoing:
        if flow.target is target:
            run.effects.append(FlowTaken(flow.id, run.now))
    catching.pass_through(run, scope, target, result)

"""Which one way does an exclusive gateway take?"""

from __future__ import annotations

from engine.bpmn.plan import Flow
from engine.bpmn.running import leaving
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import visible
from engine.bpmn.state import ElementInstance


class ExclusiveGateway(Behaviour):
    """The first flow of the file whose condition holds, else the default. As a merge it lets every token pass."""

    def enter(self, run: Run, it: ElementInstance) -> None:
        leaving.complete(run, it)

    def choose(self, it: ElementInstance) -> tuple[Flow, ...]:
        names = visible(it)
        default = it.node.default
        for flow in it.node.outgoing:
            if flow is not default and (flow.condition is None or flow.condition.holds(names)):
                return (flow,)
        if default is None:
            raise leaving.no_way(it)
        return (default,)

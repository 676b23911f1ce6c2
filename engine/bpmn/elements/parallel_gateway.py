"""When does a parallel gateway go on? When every incoming flow has brought a token: it takes one from each."""

from __future__ import annotations

from engine.bpmn.plan import Node
from engine.bpmn.running import joining, leaving, moving
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance


class ParallelGateway(Behaviour):
    def arrive(self, run: Run, scope: ElementInstance, node: Node, flow_id: str | None) -> None:
        if len(node.incoming) > 1:
            joining.put(run, scope, node, flow_id)
            if len(scope.joins[node.id]) < len(node.incoming):
                return
            joining.take(run, scope, node, scope.joins[node.id])
        moving.begin_activity(run, scope, node)

    def enter(self, run: Run, it: ElementInstance) -> None:
        leaving.complete(run, it)

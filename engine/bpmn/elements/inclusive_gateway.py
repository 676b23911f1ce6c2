"""When does an inclusive gateway go on? When no token under way can still reach an incoming flow that has none.

BPMN 2.0.2, table 13.3. A token elsewhere counts only when it can come to an empty incoming flow without passing the
gateway, and cannot come to one that has its token. Two such joins may wait for one another for ever: when nothing else
moves, tokens that stand before other such joins are left out of account, and the first join of the file goes on.
"""

from __future__ import annotations

from collections.abc import Collection

from engine.bpmn.plan import Node
from engine.bpmn.running import joining, leaving, moving
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance


class InclusiveGateway(Behaviour):
    is_patient = True

    def arrive(self, run: Run, scope: ElementInstance, node: Node, flow_id: str | None) -> None:
        if len(node.incoming) > 1:
            joining.put(run, scope, node, flow_id)
        else:
            moving.begin_activity(run, scope, node)

    def enter(self, run: Run, it: ElementInstance) -> None:
        leaving.complete(run, it)

    def try_fire(self, run: Run, scope: ElementInstance, node: Node, is_forced: bool) -> bool:
        arrived = scope.joins[node.id]
        if is_expecting(run, scope, node, arrived, is_forced=is_forced):
            return False
        joining.take(run, scope, node, arrived)
        moving.begin_activity(run, scope, node)
        return True


def is_expecting(run: Run, scope: ElementInstance, node: Node, arrived: Collection[str], *, is_forced: bool) -> bool:
    """True while some token of the scope may still come to an incoming flow that has none."""
    for place in _places(run, scope, node, is_forced):
        can_reach = [flow.id for flow in node.incoming if place in node.upstream[flow.id]]
        if can_reach and not any(flow_id in arrived for flow_id in can_reach):
            return True
    return False


def _places(run: Run, scope: ElementInstance, node: Node, is_forced: bool) -> set[str]:
    """The nodes where the other tokens of the scope are."""
    places = {child.node.id for child in scope.children.values()}
    for join_id in scope.joins:
        if join_id != node.id and not (is_forced and run.plan.nodes[join_id].behaviour.is_patient):
            places.add(join_id)
    return places

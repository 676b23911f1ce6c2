"""How do tokens stand before a join?"""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn.plan import Node
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance


def put(run: Run, scope: ElementInstance, node: Node, flow_id: str | None) -> None:
    """A token has come to the join over this flow."""
    counts = scope.joins.setdefault(node.id, {})
    counts[flow_id or ""] = counts.get(flow_id or "", 0) + 1
    if node.behaviour.is_patient:
        run.state.patient.add((scope.key, node.id))
    run.state.touch(scope)


def take(run: Run, scope: ElementInstance, node: Node, flow_ids: Iterable[str]) -> None:
    """The join consumes one token from each of these flows."""
    counts = scope.joins[node.id]
    for flow_id in [*flow_ids]:
        counts[flow_id] -= 1
        if not counts[flow_id]:
            del counts[flow_id]
    if not counts:
        del scope.joins[node.id]
        run.state.patient.discard((scope.key, node.id))
    run.state.touch(scope)

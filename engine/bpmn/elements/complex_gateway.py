"""When does a complex gateway go on? When its activation condition holds; then it waits for what is still to come.

BPMN 2.0.2, table 13.5. The condition sees `activationCount`, the tokens that stand before the gateway. Once activated it
waits for reset: the flows that had no token are awaited as an inclusive gateway would, and their tokens consumed. At reset
only outgoing flows whose condition asks for it (`waitingForStart` is false then) get a token.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from engine.bpmn.elements.inclusive_gateway import is_expecting
from engine.bpmn.marks import RESET
from engine.bpmn.plan import Flow, Node
from engine.bpmn.running import catching, incidents, joining, leaving, moving
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import visible
from engine.bpmn.state import ElementInstance, Stage
from engine.bpmn.values import Formula, Stuck
from engine.model import ElementState

IS_RESET = "again"
"""In the gateway's data: this is the reset, not the activation."""

IS_ASKING = "asks"
"""In the gateway's data: its activation condition could not be evaluated."""


@dataclass(frozen=True, slots=True)
class ComplexGateway(Behaviour):
    activation: Formula | None = None

    is_patient = True

    def arrive(self, run: Run, scope: ElementInstance, node: Node, flow_id: str | None) -> None:
        if self.activation is None:
            moving.begin_activity(run, scope, node)
            return
        joining.put(run, scope, node, flow_id)
        if node.id not in scope.resetting:
            self._ask(run, scope, node)

    def _ask(self, run: Run, scope: ElementInstance, node: Node) -> None:
        """Go on, if the condition says so; where it cannot be evaluated, an element instance stands for the question."""
        try:
            self._activate(run, scope, node)
        except Stuck as stuck:
            it = catching.begin(run, scope, node)
            it.stage = Stage.ENTERED
            it.data[IS_ASKING] = 1
            incidents.report(run, it, stuck)

    def _activate(self, run: Run, scope: ElementInstance, node: Node) -> None:
        """Go on, when the tokens that stand there are enough."""
        if node.id in scope.joins and self._is_active(scope, node):
            arrived = list(scope.joins[node.id])
            joining.take(run, scope, node, arrived)
            scope.data[RESET] = {**scope.resetting, node.id: [*arrived]}
            run.state.patient.add((scope.key, node.id))
            moving.begin_activity(run, scope, node)

    def enter(self, run: Run, it: ElementInstance) -> None:
        if IS_ASKING in it.data and it.parent is not None:
            scope = it.parent
            self._activate(run, scope, it.node)
            leaving.end(run, it, ElementState.COMPLETED)
            leaving.settle_scope(run, scope)
        else:
            leaving.complete(run, it)

    def choose(self, it: ElementInstance) -> tuple[Flow, ...]:
        if it.data.get(IS_RESET):
            names = {**visible(it), "waitingForStart": False}
            return tuple(flow for flow in it.node.outgoing if flow.condition is not None and flow.condition.holds(names))
        return leaving.choose_all(it, {"waitingForStart": True})

    def try_fire(self, run: Run, scope: ElementInstance, node: Node, is_forced: bool) -> bool:
        """At rest: reset, once nothing more is to come."""
        first = scope.resetting.get(node.id)
        if not isinstance(first, list):
            return False
        counts = scope.joins.get(node.id, {})
        came = {*map(str, first), *counts}
        if is_expecting(run, scope, node, came, is_forced=is_forced):
            return False
        late = [flow_id for flow_id in counts if flow_id not in first]
        if late:
            joining.take(run, scope, node, late)
        scope.data[RESET] = {key: value for key, value in scope.resetting.items() if key != node.id}
        run.state.patient.discard((scope.key, node.id))
        run.state.touch(scope)
        self._reset(run, scope, node)
        self._ask(run, scope, node)
        return True

    def _reset(self, run: Run, scope: ElementInstance, node: Node) -> None:
        it = catching.begin(run, scope, node)
        it.data[IS_RESET] = 1
        moving.activate(run, it)

    def _is_active(self, scope: ElementInstance, node: Node) -> bool:
        count = Decimal(sum(scope.joins[node.id].values()))
        return self.activation is not None and self.activation.holds({**visible(scope), "activationCount": count})

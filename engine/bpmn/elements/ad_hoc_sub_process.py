"""How does an ad-hoc sub-process run activities that no flow orders?

Whatever has no incoming flow is begun: all at once, or one after another in the order of the file. The completion condition
is looked at whenever an activity has ended. When it holds, the sub-process is done, and what still runs is cancelled or, if
the model says so, awaited. Without a condition it is done when everything has run; with one that still does not hold then,
everything is begun anew.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn.plan import Node
from engine.bpmn.running import catching, incidents, leaving
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import visible
from engine.bpmn.state import ElementInstance, Stage
from engine.bpmn.values import Formula, Stuck, Value, texts_of

TODO, ENOUGH = "todo", "enough"


@dataclass(frozen=True, slots=True)
class AdHocSubProcess(Behaviour):
    is_sequential: bool = False
    condition: Formula | None = None
    cancels_rest: bool = True
    elements: Value | None = None
    """zeebe:adHoc: which elements are begun, by id."""

    def enter(self, run: Run, it: ElementInstance) -> None:
        if TODO in it.data:
            self.child_left(run, it)
            leaving.settle_scope(run, it)
            return
        run.state.give_row(it)
        chosen = self._chosen(it)
        catching.open_scope(run, it)
        self._begin(run, it, chosen)
        leaving.settle_scope(run, it)

    def child_left(self, run: Run, scope: ElementInstance) -> None:
        if self.condition is None or scope.data.get(ENOUGH) or scope.gone:
            return
        try:
            is_enough = self.condition.holds(visible(scope))
        except Stuck as stuck:
            scope.stage = Stage.ENTERED
            incidents.report(run, scope, stuck)
            return
        if is_enough:
            scope.data[ENOUGH] = 1
            run.state.touch(scope)
            if self.cancels_rest:
                leaving.empty(run, scope)

    def emptied(self, run: Run, it: ElementInstance) -> None:
        todo = it.data.get(TODO)
        if it.data.get(ENOUGH) or (not todo and self.condition is None):
            leaving.complete(run, it)
        elif isinstance(todo, list) and todo:
            self._next(run, it, [str(node_id) for node_id in todo])
        else:
            self._begin_anew(run, it)

    def _begin_anew(self, run: Run, it: ElementInstance) -> None:
        try:
            self._begin(run, it, self._chosen(it))
        except Stuck as stuck:
            it.stage = Stage.ENTERED
            incidents.report(run, it, stuck)

    def _chosen(self, it: ElementInstance) -> list[str]:
        if self.elements is None:
            return [node.id for node in it.node.starts]
        known = {node.id for node in it.node.starts}
        return [node_id for node_id in texts_of(self.elements, visible(it), "elements to begin") if node_id in known]

    def _begin(self, run: Run, it: ElementInstance, chosen: list[str]) -> None:
        it.data[TODO] = []
        if self.is_sequential and chosen:
            self._next(run, it, chosen)
            return
        for node_id in chosen:
            run.push(it, _node(it, node_id))

    def _next(self, run: Run, it: ElementInstance, todo: list[str]) -> None:
        it.data[TODO] = [*todo[1:]]
        run.state.touch(it)
        run.push(it, _node(it, todo[0]))


def _node(it: ElementInstance, node_id: str) -> Node:
    return next(node for node in it.node.starts if node.id == node_id)

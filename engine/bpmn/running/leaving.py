"""How does an element instance end: with its work done, or from outside?"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from engine.bpmn.marks import FOR
from engine.bpmn.plan import Flow
from engine.bpmn.running import incidents, remembering, waiting
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import apply_result, visible
from engine.bpmn.state import ElementInstance, Stage
from engine.bpmn.values import Stuck
from engine.model import ElementState, FlowTaken, IncidentType, Left
from kit.i18n import _


def complete(run: Run, it: ElementInstance, result: Mapping[str, object] | None = None) -> None:
    """The work is done: give out its result, choose the flows and go. An incident keeps it where something fails."""
    it.stage = Stage.LEAVING
    node = it.node
    try:
        if node.loop is not None and not is_in_loop(it):
            node.loop.hand_out(run, it)
        elif result or node.outputs:
            apply_result(run, it, result)
        if node.loop is not None and is_in_loop(it):
            node.loop.child_done(run, _scope(it), it)
            return
        flows = node.behaviour.choose(it) if node.conditional else node.outgoing
    except Stuck as stuck:
        incidents.report(run, it, stuck)
        return
    leave(run, it, flows)


def leave(run: Run, it: ElementInstance, flows: tuple[Flow, ...]) -> None:
    """End it and send tokens on."""
    scope = _scope(it)
    end(run, it, ElementState.COMPLETED)
    send(run, it, scope, flows)
    scope.node.behaviour.child_left(run, scope)
    settle_scope(run, scope)


def send(run: Run, it: ElementInstance, scope: ElementInstance, flows: tuple[Flow, ...]) -> None:
    """Put tokens on the flows that leave an element."""
    for flow in flows:
        if flow.is_drawn:
            run.effects.append(FlowTaken(flow.id, run.now))
        for _token in range(it.node.completion_quantity):
            run.push(scope, flow.target, flow.id)


def end(run: Run, it: ElementInstance, state: ElementState) -> None:
    """Take it out of the living, and whatever is in it with it."""
    for child in [*it.children.values()]:
        cancel(run, child)
    if it.waits:
        waiting.close_all(run, it)
    if it.stage is not Stage.DORMANT:
        run.effects.append(Left(it.key, state, run.now))
    if FOR in it.data:
        _tell_coordinator(run, it)
    if state is ElementState.COMPLETED and it.node.compensable and remembering.remember(run, it):
        return
    forget(run, it)


def forget(run: Run, it: ElementInstance) -> None:
    """Take it out of the state, and what sleeps in it."""
    for sleeper in [*it.dormant.values()]:
        forget(run, sleeper)
    run.state.remove(it)


def _tell_coordinator(run: Run, handler: ElementInstance) -> None:
    """A compensation handler has ended: the event that asked for it can take its next step."""
    key = handler.data[FOR]
    if isinstance(key, int) and key in run.state.instances:
        run.state.helping[key] = run.state.instances[key]


def cancel(run: Run, it: ElementInstance) -> None:
    """End it from outside."""
    if it.stage is Stage.RUNNING and not is_loop_body(it):
        it.node.behaviour.cancelled(run, it)
    end(run, it, ElementState.TERMINATED)


def empty(run: Run, scope: ElementInstance, but: ElementInstance | None = None) -> None:
    """End whatever lives in a scope, tokens under way and before joins too, but not the scope itself."""
    for child in [*scope.children.values()]:
        if child is not but:
            cancel(run, child)
    run.state.forget_joins(scope)
    if scope.pending:
        run.tokens = deque(token for token in run.tokens if token.scope is not scope)
        scope.pending = 0


def settle_scope(run: Run, scope: ElementInstance) -> None:
    """When no token is left in a scope, it goes on itself."""
    if scope.is_empty and not scope.gone and scope.stage is not Stage.DORMANT:
        if scope.node.loop is not None and is_loop_body(scope):
            scope.node.loop.emptied(run, scope)
        else:
            scope.node.behaviour.emptied(run, scope)


def choose_all(it: ElementInstance, more: Mapping[str, object] | None = None) -> tuple[Flow, ...]:
    """Every flow whose condition holds or that has none; the default when no condition holds. Raises Stuck for none."""
    names = {**visible(it), **more} if more else visible(it)
    default = it.node.default
    plain = tuple(flow for flow in it.node.outgoing if flow.condition is None and flow is not default)
    true = tuple(flow for flow in it.node.outgoing if flow.condition is not None and flow.condition.holds(names))
    if not true and default is not None:
        true = (default,)
    chosen = {flow.id for flow in (*plain, *true)}
    if not chosen:
        raise no_way(it)
    return tuple(flow for flow in it.node.outgoing if flow.id in chosen)


def no_way(it: ElementInstance) -> Stuck:
    said = _("No condition on the flows that leave “%(name)s” holds, and none of them is the default.")
    return Stuck(IncidentType.CONDITION_ERROR, said % {"name": it.node.name or it.node.id})


def is_in_loop(it: ElementInstance) -> bool:
    """True for one instance of a looping activity."""
    return it.parent is not None and it.parent.node is it.node


def is_loop_body(it: ElementInstance) -> bool:
    """True for the whole of a looping activity."""
    return it.node.loop is not None and not is_in_loop(it)


def _scope(it: ElementInstance) -> ElementInstance:
    if it.parent is None:
        raise AssertionError(f"{it} is no element of a process.")
    return it.parent

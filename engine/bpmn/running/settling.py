"""How does an instance run until everything in it rests?

The written order. Tokens move first come, first served. A condition is looked at as soon as a variable has changed. When
no token moves, a compensating event takes its next step. When there is none, a patient join (inclusive, complex) that may
go on does so, the oldest scope and then the order of the file deciding. When none may, the event of the oldest thrower is
delivered, to those that wait for it in the order in which they began to wait; the token that threw it goes on after that.
Then all begins again.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.bpmn.running import catching, compensating, incidents, leaving
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance, Stage
from engine.bpmn.values import Stuck
from engine.model import Continue


def settle(run: Run) -> None:
    """Run to the next wait, or until the step's budget is used up."""
    while True:
        if run.changed and run.state.conditions:
            catching.conditions(run)
        elif run.tokens or run.state.helping:
            if run.is_spent:
                _park(run)
                return
            _step(run) if run.tokens else _help(run)
        elif not (_fire_patient(run) or _deliver(run)):
            break
    if run.state.parked:
        run.state.parked = []
        _touch_root(run)


def _step(run: Run) -> None:
    token = run.tokens.popleft()
    scope, node = token.scope, token.node
    if scope.gone:
        return
    run.steps += 1
    scope.pending -= 1
    if node is scope.node and node.loop is not None:
        node.loop.begin(run, scope, token.index)
    else:
        node.behaviour.arrive(run, scope, node, token.flow_id)
    leaving.settle_scope(run, scope)


def _fire_patient(run: Run) -> bool:
    state = run.state
    if not state.patient:
        return False
    waiting = sorted(state.patient, key=lambda each: (each[0], state.plan.nodes[each[1]].index))
    for is_forced in (False, True):
        for scope_key, node_id in waiting:
            node = state.plan.nodes[node_id]
            if node.behaviour.try_fire(run, state.instances[scope_key], node, is_forced and not state.thrown):
                return True
    return False


def _deliver(run: Run) -> bool:
    """Deliver the event of the oldest thrower."""
    thrown = run.state.thrown
    while thrown:
        it = thrown.pop(min(thrown))
        if not it.gone and it.stage is Stage.THROWING:
            deliver = it.node.loop.deliver if it.node.loop is not None and leaving.is_in_loop(it) else it.node.behaviour.deliver
            _guarded(run, it, deliver)
            return True
    return False


def _help(run: Run) -> None:
    helping = run.state.helping
    it = helping.pop(min(helping))
    run.steps += 1
    if not it.gone:
        _guarded(run, it, compensating.go_on)


def _guarded(run: Run, it: ElementInstance, act: Callable[[Run, ElementInstance], None]) -> None:
    """Where this is stuck, the element can be run again."""
    try:
        act(run, it)
    except Stuck as stuck:
        it.stage = Stage.ENTERED
        incidents.report(run, it, stuck)


def _park(run: Run) -> None:
    run.state.parked = list(run.tokens)
    _touch_root(run)
    run.effects.append(Continue(run.services.new_key()))


def _touch_root(run: Run) -> None:
    if run.state.root is not None:
        run.state.touch(run.state.root)

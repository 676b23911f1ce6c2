"""How does an instance run until everything in it rests?

The written order. Tokens move first come, first served. A condition is looked at as soon as a variable has changed. When
no token moves, a patient join (inclusive, complex) that may go on does so, the oldest scope and then the order of the file
deciding. When none may, the oldest thrown event is delivered, to those that wait for it in the order in which they began
to wait; the token that threw it goes on after that. Then all begins again.
"""

from __future__ import annotations

from engine.bpmn.running import catching, leaving
from engine.bpmn.running.run import Run
from engine.bpmn.state import Stage
from engine.model import Continue


def settle(run: Run) -> None:
    """Run to the next wait, or until the step's budget is used up."""
    while True:
        if run.tokens:
            if run.is_spent:
                _park(run)
                return
            _step(run)
        elif not (_fire_patient(run) or _deliver(run)):
            break
        if run.changed and run.state.conditions:
            catching.conditions(run)
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
            if node.behaviour.try_fire(run, state.instances[scope_key], node, is_forced and not run.thrown):
                return True
    return False


def _deliver(run: Run) -> bool:
    while run.thrown:
        it = run.thrown.popleft()
        if not it.gone and it.stage is Stage.THROWING:
            it.node.behaviour.deliver(run, it)
            return True
    return False


def _park(run: Run) -> None:
    run.state.parked = list(run.tokens)
    _touch_root(run)
    run.effects.append(Continue(run.services.new_key()))


def _touch_root(run: Run) -> None:
    if run.state.root is not None:
        run.state.touch(run.state.root)

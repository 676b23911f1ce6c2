"""How does an operator get past an element that cannot go on: as if it had completed, or with a business error?"""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.marks import BUSY, STEPS
from engine.bpmn.running import incidents, leaving, throwing
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import propagate
from engine.bpmn.state import ElementInstance, Stage
from engine.bpmn.values import Stuck


def skip(run: Run, it: ElementInstance, outputs: Mapping[str, object]) -> bool:
    """Go on as if it had completed and its output mapping had given this; False for a whole process.

    Of a compensating event only the step that failed is skipped.
    """
    if it.parent is None:
        return False
    steps = it.data.get(STEPS)
    if isinstance(steps, list) and steps and BUSY not in it.data:
        steps.pop(0)
        run.state.touch(it)
        run.state.helping[it.key] = it
        return True
    in_loop = leaving.is_in_loop(it)
    propagate(run, it if in_loop else it.parent, outputs)
    it.stage = Stage.LEAVING
    run.state.touch(it)
    try:
        if it.node.loop is not None and in_loop:
            it.node.loop.child_done(run, it.parent, it)
            return True
        flows = it.node.behaviour.choose(it) if it.node.conditional else it.node.outgoing
    except Stuck as stuck:
        incidents.report(run, it, stuck)
        return True
    leaving.leave(run, it, flows)
    return True


def raise_error(run: Run, it: ElementInstance, code: str, message: str, variables: Mapping[str, object]) -> None:
    """Throw a BPMN error from where it stands, also when its boundary was not open yet. Raises Stuck when nothing catches it."""
    if it.stage is Stage.ENTERING:
        it.stage = Stage.ENTERED
    throwing.throw_error(run, it, code, message, variables)

"""How does a token become an active element instance?"""

from __future__ import annotations

from engine.bpmn.marks import BUSY, STEPS
from engine.bpmn.plan import Node
from engine.bpmn.running import catching, incidents, leaving
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import apply_inputs
from engine.bpmn.state import ElementInstance, Stage, WaitKind
from engine.bpmn.values import Stuck


def begin_activity(run: Run, scope: ElementInstance, node: Node) -> None:
    """A token has reached an element: begin it, or the whole of its loop."""
    activate(run, catching.begin(run, scope, node))


def activate(run: Run, it: ElementInstance) -> None:
    """Make its local variables, open its boundary, do its work; after an incident go on where it stood."""
    node = it.node
    loop = node.loop if node.loop is not None and not leaving.is_in_loop(it) else None
    try:
        if it.stage is Stage.ENTERING:
            if node.loop is not None and loop is None:
                node.loop.declare(run, it)
            if node.inputs and loop is None:
                apply_inputs(run, it)
            if node.boundaries and (loop is not None or node.loop is None):
                catching.open_boundaries(run, it)
                if it.gone:
                    return
            it.stage = Stage.ENTERED
        (loop or node.behaviour).enter(run, it)
        if it.stage is Stage.ENTERED:
            it.stage = Stage.RUNNING
    except Stuck as stuck:
        incidents.report(run, it, stuck)


def resume(run: Run, it: ElementInstance) -> bool:
    """Run an element again after an incident; False when it is not stuck. A call activity's process could not be called."""
    run.state.touch(it)
    if it.stage is Stage.LEAVING:
        leaving.complete(run, it)
    elif it.stage in (Stage.ENTERING, Stage.ENTERED):
        activate(run, it)
    elif STEPS in it.data and BUSY not in it.data:
        run.state.helping[it.key] = it
    elif calls := [wait for wait in it.waits if wait.kind is WaitKind.CALL]:
        for wait in calls:
            run.state.remove_wait(wait)
        it.stage = Stage.ENTERED
        activate(run, it)
    else:
        return False
    return True

"""How is completed work compensated? In reverse order, one handler after another, each activity once.

An activity's drawn handler wins; a sub-process without one runs its compensation event sub-process, else what is in it is
compensated; an operation without a handler is taken back by its own `undo`. The event that asked waits as coordinator.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.asking import Done
from engine.bpmn.marks import BUSY, DONE, FOR, STEPS
from engine.bpmn.plan import Node
from engine.bpmn.running import catching, incidents, leaving, moving
from engine.bpmn.running.remembering import done_of
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance, Stage
from engine.bpmn.values import Stuck
from engine.model import IncidentType, Json
from kit.i18n import _

HANDLE, ASIDE, UNDO, FORGET = "handle", "aside", "undo", "forget"


def begin(run: Run, it: ElementInstance, activity_id: str | None) -> None:
    """Compensate one activity, or all that has completed in the scope of the event `it`."""
    scope = _scope_of(run, it, activity_id)
    steps: list[Json] = [*_steps(run, scope, activity_id)]
    it.data[STEPS] = steps
    run.state.touch(it)
    run.state.helping[it.key] = it


def go_on(run: Run, it: ElementInstance) -> None:
    """Take the next step; after the last one the event goes on."""
    run.state.touch(it)
    it.data.pop(BUSY, None)
    steps = it.data.get(STEPS)
    if not isinstance(steps, list) or not steps:
        it.data.pop(STEPS, None)
        it.node.behaviour.compensated(run, it)
        return
    kind, scope_key, node_id, key = _step(steps[0])
    scope = run.state.instances[scope_key]
    try:
        if kind == UNDO:
            _undo(run, run.plan.nodes[node_id], key)
    except Stuck as stuck:
        incidents.report(run, it, stuck)
        return
    steps.pop(0)
    if kind == FORGET:
        leaving.forget(run, scope)
    elif kind in (HANDLE, ASIDE):
        it.data[BUSY] = 1
        _handle(run, it, scope, run.plan.nodes[node_id])
        return
    run.state.helping[it.key] = it


def _handle(run: Run, it: ElementInstance, scope: ElementInstance, node: Node) -> None:
    if scope.stage is Stage.DORMANT:
        run.state.wake(scope)
    handler = catching.begin(run, scope, node)
    handler.data[FOR] = it.key
    moving.activate(run, handler)


def _undo(run: Run, node: Node, key: int) -> None:
    answer = run.services.undo(node.job_type or "", key, node.id)
    if not isinstance(answer, Done):
        said = _("“%(name)s” cannot be taken back: %(reason)s") % {"name": node.name or node.id, "reason": answer.message}
        raise Stuck(IncidentType.JOB_NO_RETRIES, said)


def _steps(run: Run, scope: ElementInstance, activity_id: str | None) -> Iterator[Json]:
    """What has to be done, last completed first; the scope forgets what is going to be compensated."""
    done = done_of(scope)
    chosen = [entry for entry in done if isinstance(entry, list) and activity_id in (None, entry[0])]
    scope.data[DONE] = [entry for entry in done if entry not in chosen]
    run.state.touch(scope)
    for entry in reversed(chosen):
        node_id, key, sleeps = str(entry[0]), _int(entry[1]), bool(entry[2])
        yield from _steps_of(run, scope, run.plan.nodes[node_id], key, scope.dormant[key] if sleeps else None)


def _steps_of(run: Run, scope: ElementInstance, node: Node, key: int, sleeper: ElementInstance | None) -> Iterator[Json]:
    is_body = sleeper is not None and leaving.is_loop_body(sleeper)
    if node.handler is not None and not is_body:
        place = sleeper if sleeper is not None and leaving.is_in_loop(sleeper) else scope
        yield [HANDLE, place.key, node.handler.id, 0]
    elif sleeper is not None and node.aside is not None and not is_body:
        yield [ASIDE, sleeper.key, node.aside.id, 0]
    elif sleeper is not None and (is_body or sleeper.data.get(DONE)):
        yield from _steps(run, sleeper, None)
    elif node.job_type is not None:
        yield [UNDO, scope.key, node.id, key]
    if sleeper is not None:
        yield [FORGET, sleeper.key, node.id, 0]


def _scope_of(run: Run, it: ElementInstance, activity_id: str | None) -> ElementInstance:
    """Where the work to compensate was done: around the named activity, else around the event (of an event sub-process:
    what that belongs to)."""
    here = it.parent
    container = run.plan.nodes[activity_id].container if activity_id else None
    while here is not None and here.parent is not None:
        if here.node is container or (container is None and not here.node.is_event_sub_process):
            return here
        here = here.parent
    return here or it


def _step(step: Json) -> tuple[str, int, str, int]:
    kind, scope_key, node_id, key = step if isinstance(step, list) else ("", 0, "", 0)
    return str(kind), _int(scope_key), str(node_id), _int(key)


def _int(value: Json) -> int:
    return value if isinstance(value, int) else 0

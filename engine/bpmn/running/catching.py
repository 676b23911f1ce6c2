"""What happens when an event comes that an element instance waits for?"""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.marks import CHOSEN_START, INTERRUPTED
from engine.bpmn.plan import Node
from engine.bpmn.running import incidents, leaving, timing, waiting
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import apply_inputs, propagate, visible
from engine.bpmn.state import ElementInstance, Stage, Wait, WaitKind
from engine.bpmn.values import Formula, Stuck
from engine.model import Entered


def begin(run: Run, scope: ElementInstance, node: Node) -> ElementInstance:
    """A new element instance, not yet active."""
    it = ElementInstance(run.services.new_key(), node, scope)
    run.state.add(it)
    run.effects.append(Entered(it.key, node.id, node.type, scope.key, run.now))
    return it


def trigger(run: Run, wait: Wait, variables: Mapping[str, object], *, is_gentle: bool = False) -> None:
    """The event of this wait has come. Gentle: also an interrupting event leaves its activity alone."""
    node = wait.node
    if wait.kind in (WaitKind.JOB, WaitKind.CALL) or not (node.attached_to or node.is_event_start):
        wait.owner.node.behaviour.arrived(run, wait.owner, wait, variables)
    elif not node.all_events or is_last_missing(run, wait, variables):
        if is_gentle:
            pass_through(run, wait.owner.parent or wait.owner, node, variables)
        else:
            happened(run, wait.owner, node, variables, None if node.all_events else wait)


def happened(run: Run, owner: ElementInstance, node: Node, variables: Mapping[str, object], wait: Wait | None = None) -> None:
    """A boundary event of `owner`, or the start of an event sub-process in it, is triggered."""
    if wait is not None and not node.interrupting:
        rearm(run, wait)
    if node.attached_to is not None:
        _leave_by_boundary(run, owner, node, variables)
    else:
        _start_event_sub_process(run, owner, node, variables)


def rearm(run: Run, wait: Wait) -> None:
    """A non-interrupting event goes on waiting: messages, signals and conditions always, timers while turns are left."""
    if wait.kind is WaitKind.TIMER:
        waiting.close(run, wait)
        again = timing.following(wait.extra, run.now)
        if again is not None:
            waiting.set_timer(run, wait.owner, wait.node, wait.definition, *again)


def is_last_missing(run: Run, wait: Wait, variables: Mapping[str, object]) -> bool:
    """Of a parallel multiple event: note that this definition has come; True when none is missing any more."""
    owner = wait.owner
    propagate(run, owner, variables)
    waiting.close(run, wait)
    if any(each.node is wait.node for each in owner.waits):
        return False
    if not wait.node.interrupting and wait.node is not owner.node:
        try:
            waiting.open_node(run, owner, wait.node)
        except Stuck as stuck:
            incidents.report(run, owner, stuck)
    return True


def conditions(run: Run) -> None:
    """Look at every condition that is waited for; it fires when it becomes true, not while it stays so."""
    run.changed = False
    for wait in [*run.state.conditions.values()]:
        if wait.key not in run.state.conditions:
            continue
        is_true = _holds(wait)
        if is_true != wait.extra:
            wait.extra = is_true
            run.state.touch(wait.owner)
            if is_true:
                trigger(run, wait, {})


def _holds(wait: Wait) -> bool:
    source = wait.node.events[wait.definition].when
    try:
        return isinstance(source, Formula) and source.of(visible(wait.owner)) is True
    except Stuck:
        return False


def _leave_by_boundary(run: Run, owner: ElementInstance, node: Node, variables: Mapping[str, object]) -> None:
    scope = owner.parent
    if scope is None:
        return
    if node.interrupting:
        leaving.cancel(run, owner)
    pass_through(run, scope, node, variables)


def _start_event_sub_process(run: Run, scope: ElementInstance, node: Node, variables: Mapping[str, object]) -> None:
    sub_process = node.container
    if sub_process is None:
        return
    if node.interrupting:
        leaving.empty(run, scope)
        _close_event_starts(run, scope)
        scope.data[INTERRUPTED] = 1
        run.state.touch(scope)
    inner = begin(run, scope, sub_process)
    try:
        apply_inputs(run, inner)
        open_scope(run, inner)
    except Stuck as stuck:
        incidents.report(run, inner, stuck)
        return
    if not inner.data.get(INTERRUPTED):
        pass_through(run, inner, node, variables)


def pass_through(run: Run, scope: ElementInstance, node: Node, variables: Mapping[str, object]) -> None:
    """An event that has happened already: it begins and is done."""
    it = begin(run, scope, node)
    leaving.complete(run, it, variables)


def _close_event_starts(run: Run, scope: ElementInstance) -> None:
    for wait in [*scope.waits]:
        if wait.node.is_event_start:
            waiting.close(run, wait)


def open_scope(run: Run, scope: ElementInstance) -> None:
    """From now on the event sub-processes in a scope can start; a condition that is true starts its own at once.

    Raises Stuck, with none of them open.
    """
    try:
        for node in scope.node.event_starts:
            waiting.open_node(run, scope, node)
    except Stuck:
        _close_event_starts(run, scope)
        raise
    scope.stage = Stage.RUNNING
    if run.changed and run.state.conditions:
        conditions(run)


def start_content(run: Run, scope: ElementInstance, variables: Mapping[str, object] | None = None) -> None:
    """Begin what is in a process or sub-process at its start event. Raises Stuck."""
    open_scope(run, scope)
    if scope.gone or scope.data.get(INTERRUPTED):
        return
    chosen = scope.data.get(CHOSEN_START)
    for start in scope.node.starts:
        if start.id == chosen or (chosen is None and (not start.events or scope.node.is_event_sub_process)):
            pass_through(run, scope, start, variables or {})
            return


def open_boundaries(run: Run, it: ElementInstance) -> None:
    """From now on the events at an activity's boundary can happen. Raises Stuck, with none of them open."""
    try:
        for node in it.node.boundaries:
            waiting.open_node(run, it, node)
    except Stuck:
        waiting.close_all(run, it)
        raise
    if run.changed and run.state.conditions:
        conditions(run)

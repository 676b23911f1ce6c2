"""What does an element instance wait for, and how are these waits opened and closed?"""

from __future__ import annotations

from datetime import datetime

from engine.bpmn.events import EventDefinition, EventKind
from engine.bpmn.plan import Node
from engine.bpmn.running import timing
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import visible
from engine.bpmn.state import ElementInstance, Wait, WaitKind
from engine.bpmn.values import Names, Stuck, Value, text_of
from engine.model import (
    ChildCanceled,
    IncidentType,
    JobClosed,
    Json,
    Subscribed,
    SubscriptionKind,
    TimerCleared,
    TimerSet,
    Unsubscribed,
)
from kit.i18n import _


def open_node(run: Run, owner: ElementInstance, node: Node) -> None:
    """Wait for each event definition of a catching element. Raises Stuck when one cannot be evaluated."""
    names = visible(owner)
    for index, definition in enumerate(node.events):
        open_definition(run, owner, node, index, names, definition)


def open_definition(run: Run, owner: ElementInstance, node: Node, index: int, names: Names, definition: EventDefinition) -> None:
    if definition.kind is EventKind.MESSAGE:
        name = text_of(_given(definition.name), names, "message name")
        key = text_of(definition.correlation_key, names, "correlation key") if definition.correlation_key else ""
        subscribe(run, owner, node, index, (WaitKind.MESSAGE, name, key))
    elif definition.kind is EventKind.SIGNAL:
        subscribe(run, owner, node, index, (WaitKind.SIGNAL, text_of(_given(definition.name), names, "signal name"), None))
    elif definition.kind is EventKind.TIMER:
        due, extra = timing.first(definition, names, run.now)
        set_timer(run, owner, node, index, due, extra)
    elif definition.kind is EventKind.CONDITION:
        add(run, Wait(run.services.new_key(), WaitKind.CONDITION, owner, node, index, extra=False))
        run.changed = True


def subscribe(run: Run, owner: ElementInstance, node: Node, index: int, what: tuple[WaitKind, str, str | None]) -> None:
    kind, name, correlation_key = what
    wait = Wait(run.services.new_key(), kind, owner, node, index, extra=name if kind is WaitKind.SIGNAL else None)
    add(run, wait)
    published = SubscriptionKind.SIGNAL if kind is WaitKind.SIGNAL else SubscriptionKind.MESSAGE
    run.effects.append(Subscribed(wait.key, published, owner.key, node.id, name, correlation_key))


def set_timer(run: Run, owner: ElementInstance, node: Node, index: int, due: datetime, extra: Json) -> None:
    wait = Wait(run.services.new_key(), WaitKind.TIMER, owner, node, index, extra)
    add(run, wait)
    run.effects.append(TimerSet(wait.key, owner.key, node.id, due))


def add(run: Run, wait: Wait) -> None:
    run.state.add_wait(wait)


def close(run: Run, wait: Wait) -> None:
    """Stop waiting for this."""
    run.state.remove_wait(wait)
    _say_closed(run, wait)


def close_all(run: Run, owner: ElementInstance) -> None:
    """Stop waiting for anything, at the end of an element instance."""
    if owner.waits:
        run.state.forget_waits(owner.waits)
        for wait in owner.waits:
            _say_closed(run, wait)
        owner.waits = []
        run.state.touch(owner)


def _say_closed(run: Run, wait: Wait) -> None:
    if wait.kind is WaitKind.JOB:
        run.effects.append(JobClosed(wait.key))
    elif wait.kind is WaitKind.TIMER:
        run.effects.append(TimerCleared(wait.key))
    elif wait.kind is WaitKind.CALL:
        run.effects.append(ChildCanceled(wait.owner.key))
    elif wait.kind is not WaitKind.CONDITION:
        run.effects.append(Unsubscribed(wait.key))


def _given(name: Value | None) -> Value:
    if name is None:
        raise Stuck(IncidentType.EXTRACT_VALUE_ERROR, _("The event has no name."))
    return name

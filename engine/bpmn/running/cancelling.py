"""How is a transaction cancelled? What runs is ended, what is done is compensated, and the cancel boundary goes on."""

from __future__ import annotations

from engine.bpmn.events import EventKind
from engine.bpmn.running import catching, compensating, leaving
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance

CANCELS = "cancels"


def cancel_transaction(run: Run, it: ElementInstance) -> None:
    """The cancel end event `it` has been reached."""
    if it.parent is not None:
        leaving.empty(run, it.parent, but=it)
        it.data[CANCELS] = 1
        compensating.begin(run, it, None)


def is_cancelling(it: ElementInstance) -> bool:
    return CANCELS in it.data


def leave_transaction(run: Run, it: ElementInstance) -> None:
    """Everything is compensated."""
    transaction = it.parent
    if transaction is None:
        return
    owner = transaction.parent if leaving.is_in_loop(transaction) else transaction
    if owner is None:
        return
    for node in owner.node.boundaries:
        if any(definition.kind is EventKind.CANCEL for definition in node.events):
            catching.happened(run, owner, node, {})
            return
    scope = owner.parent
    leaving.cancel(run, owner)
    if scope is not None:
        leaving.settle_scope(run, scope)

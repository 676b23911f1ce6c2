"""What does an end event do with its token, and with all the others?"""

from __future__ import annotations

from engine.bpmn.elements.throw_event import ThrowEvent, thrown_with
from engine.bpmn.events import EventKind
from engine.bpmn.running import cancelling, leaving, throwing
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import visible
from engine.bpmn.state import ElementInstance
from engine.bpmn.values import text_of
from engine.model import ElementState


class EndEvent(ThrowEvent):
    """It throws what it defines; error, cancel and terminate end their scope."""

    def last(self, run: Run, it: ElementInstance) -> None:
        for definition in it.node.events:
            if definition.kind is EventKind.ERROR and definition.name is not None:
                code = text_of(definition.name, visible(it), "error code")
                throwing.throw_error(run, it, code, "", thrown_with(it))
                return
            if definition.kind is EventKind.CANCEL:
                cancelling.cancel_transaction(run, it)
                return
            if definition.kind is EventKind.TERMINATE and it.parent is not None:
                scope = it.parent
                leaving.end(run, it, ElementState.COMPLETED)
                leaving.empty(run, scope)
                leaving.settle_scope(run, scope)
                return
        leaving.complete(run, it)

    def compensated(self, run: Run, it: ElementInstance) -> None:
        if cancelling.is_cancelling(it):
            cancelling.leave_transaction(run, it)
        else:
            super().compensated(run, it)

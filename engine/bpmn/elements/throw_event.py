"""What does a throwing event tell, and to whom?"""

from __future__ import annotations

from engine.bpmn.events import EventDefinition, EventKind
from engine.bpmn.running import compensating, leaving, signalling, throwing, timing
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import visible
from engine.bpmn.state import ElementInstance, Stage
from engine.bpmn.values import optional_text_of, text_of
from engine.model import MessageThrown, Variables

SENT = "sent"
"""In its data: its token has gone on already, it only stays until the compensation is done."""


class ThrowEvent(Behaviour):
    """Messages go out at once and escalations to their catcher, then work is compensated, then signals are delivered."""

    def enter(self, run: Run, it: ElementInstance) -> None:
        for definition in it.node.events:
            self._throw(run, it, definition)
            if it.gone:
                return
        asked = [definition for definition in it.node.events if definition.kind is EventKind.COMPENSATION]
        if asked:
            compensating.begin(run, it, asked[0].activity_id)
            if not asked[0].waits and it.parent is not None:
                it.data[SENT] = 1
                leaving.send(run, it, it.parent, it.node.outgoing)
        else:
            self._signal(run, it)

    def compensated(self, run: Run, it: ElementInstance) -> None:
        if it.data.get(SENT):
            leaving.leave(run, it, ())
        else:
            self._signal(run, it)

    def deliver(self, run: Run, it: ElementInstance) -> None:
        for definition in it.node.events:
            if definition.kind is EventKind.SIGNAL and definition.name is not None and not it.gone:
                name = text_of(definition.name, visible(it), "signal name")
                signalling.deliver(run, name, thrown_with(it))
        if not it.gone:
            self.last(run, it)

    def last(self, run: Run, it: ElementInstance) -> None:
        """All is told."""
        leaving.complete(run, it)

    def _signal(self, run: Run, it: ElementInstance) -> None:
        """A signal is delivered when the other tokens rest; until then this one stands still."""
        if any(definition.kind is EventKind.SIGNAL for definition in it.node.events):
            it.stage = Stage.THROWING
            run.state.touch(it)
            run.state.thrown[it.key] = it
        else:
            self.last(run, it)

    def _throw(self, run: Run, it: ElementInstance, definition: EventDefinition) -> None:
        names = visible(it)
        if definition.kind is EventKind.MESSAGE and definition.name is not None:
            name = text_of(definition.name, names, "message name")
            key = optional_text_of(definition.correlation_key, names, "correlation key") or ""
            message_id = optional_text_of(definition.message_id, names, "message id") or None
            ttl = timing.length_of(definition.time_to_live, names, run.now)
            run.effects.append(MessageThrown(name, key, thrown_with(it), it.node.id, message_id, ttl))
        elif definition.kind is EventKind.ESCALATION and definition.name is not None:
            throwing.throw_escalation(run, it, text_of(definition.name, names, "escalation code"), thrown_with(it))
        elif definition.kind is EventKind.SIGNAL and definition.name is not None:
            text_of(definition.name, names, "signal name")


def thrown_with(it: ElementInstance) -> Variables:
    """The variables that travel with an event: those of the thrower's input mapping."""
    return dict(it.variables)

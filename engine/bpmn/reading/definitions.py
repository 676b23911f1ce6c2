"""How does an event definition that SpiffWorkflow has read become ours?"""

from __future__ import annotations

from engine.bpmn.events import EventDefinition, EventKind, TimerKind
from engine.bpmn.reading.attributes import Attributes
from engine.bpmn.reading.parsers import CompensationDefinition, LinkDefinition, MessageDefinition
from engine.bpmn.spiff import (
    CancelEventDefinition,
    ConditionalEventDefinition,
    CycleTimerEventDefinition,
    DurationTimerEventDefinition,
    ErrorEventDefinition,
    EscalationEventDefinition,
    SignalEventDefinition,
    TerminateEventDefinition,
    TimerEventDefinition,
)
from engine.bpmn.spiff import EventDefinition as ReadDefinition
from engine.bpmn.values import Literal, Value


def definition(attributes: Attributes, read: ReadDefinition) -> EventDefinition:
    if isinstance(read, MessageDefinition):
        return _message(attributes, read)
    if isinstance(read, SignalEventDefinition):
        return EventDefinition(EventKind.SIGNAL, attributes.value(read.name or ""))
    if isinstance(read, TimerEventDefinition):
        return EventDefinition(EventKind.TIMER, timer=_timer_kind(read), when=attributes.value((read.expression or "").strip()))
    if isinstance(read, ErrorEventDefinition):
        return EventDefinition(EventKind.ERROR, _code(attributes, read.code))
    if isinstance(read, EscalationEventDefinition):
        return EventDefinition(EventKind.ESCALATION, _code(attributes, read.code))
    return _special(attributes, read)


def _message(attributes: Attributes, read: MessageDefinition) -> EventDefinition:
    texts = (read.correlation_key, read.published.get("messageId"), read.published.get("timeToLive"))
    key, message_id, time_to_live = (attributes.value(text) if text else None for text in texts)
    return EventDefinition(EventKind.MESSAGE, attributes.value(read.name or ""), key, message_id, time_to_live)


def _special(attributes: Attributes, read: ReadDefinition) -> EventDefinition:
    if isinstance(read, ConditionalEventDefinition):
        return EventDefinition(EventKind.CONDITION, when=attributes.condition(read.expression or ""))
    if isinstance(read, LinkDefinition):
        return EventDefinition(EventKind.LINK, Literal(read.name or ""))
    if isinstance(read, CompensationDefinition):
        return EventDefinition(EventKind.COMPENSATION, activity_id=read.activity_id, waits=read.waits)
    if isinstance(read, CancelEventDefinition):
        return EventDefinition(EventKind.CANCEL)
    assert isinstance(read, TerminateEventDefinition), read  # noqa: S101 - no other kind is read
    return EventDefinition(EventKind.TERMINATE)


def _code(attributes: Attributes, code: str | None) -> Value | None:
    return attributes.value(code) if code else None


def _timer_kind(read: TimerEventDefinition) -> TimerKind:
    if isinstance(read, CycleTimerEventDefinition):
        return TimerKind.CYCLE
    if isinstance(read, DurationTimerEventDefinition):
        return TimerKind.DURATION
    return TimerKind.DATE

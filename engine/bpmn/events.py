"""What are the event definitions that a model may carry?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.bpmn.values import Value


class EventKind(StrEnum):
    MESSAGE = "message"
    TIMER = "timer"
    SIGNAL = "signal"
    ERROR = "error"
    ESCALATION = "escalation"
    CONDITION = "conditional"
    LINK = "link"
    CANCEL = "cancel"
    COMPENSATION = "compensate"
    TERMINATE = "terminate"


class TimerKind(StrEnum):
    DATE = "timeDate"
    DURATION = "timeDuration"
    CYCLE = "timeCycle"


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """One event definition of an event, or the message of a send or receive task."""

    kind: EventKind
    name: Value | None = None
    """A message's or signal's name, an error's or escalation's code; None catches any code. A link's name."""
    correlation_key: Value | None = None
    message_id: Value | None = None
    """Of a thrown message: a second one with this id is not published."""
    time_to_live: Value | None = None
    """Of a thrown message: an ISO 8601 duration, how long it is kept for whoever waits for it later."""
    timer: TimerKind | None = None
    when: Value | None = None
    """A timer's date, duration or cycle; a condition."""
    activity_id: str | None = None
    """What a compensation event is about; None: all of its scope."""
    waits: bool = True
    """A compensation throw that goes on only when the handlers are done."""


@dataclass(frozen=True, slots=True)
class StartEvent:
    """A start event of a process, as the engine needs it to begin instances."""

    id: str
    definitions: tuple[EventDefinition, ...] = ()
    """Empty: it begins when somebody starts it."""
    form_id: str | None = None
    form_binding: str = "latest"

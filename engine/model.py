"""The engine's words: states, and the effects that an execution leaves behind for the database to keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Variables: TypeAlias = dict[str, object]
"""Variables by name; the values are FEEL values (see feel.values)."""


class InstanceState(StrEnum):
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    """Nothing moves in it, and nobody can work on it, until an operator resumes it."""
    COMPLETED = "COMPLETED"
    TERMINATED = "TERMINATED"


class ElementState(StrEnum):
    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    TERMINATED = "TERMINATED"


class TaskState(StrEnum):
    CREATED = "CREATED"
    SUSPENDED = "SUSPENDED"
    """As its instance is."""
    COMPLETED = "COMPLETED"
    CANCELED = "CANCELED"


NO_DUE = datetime(9999, 12, 31, tzinfo=UTC)
"""Where a task without a due date stands in a list: after all others."""


class Delegation(StrEnum):
    """A task that was handed to somebody for an answer."""

    PENDING = "PENDING"
    RESOLVED = "RESOLVED"
    """The answer has come: its owner has the task again."""


class JobState(StrEnum):
    READY = "READY"
    LEASED = "LEASED"
    DONE = "DONE"
    CANCELED = "CANCELED"
    SUSPENDED = "SUSPENDED"
    """It was ready or leased when its instance was suspended."""
    FAILED = "FAILED"
    """No retries left: an open incident names the cause."""


class JobKind(StrEnum):
    OPERATION = "OPERATION"
    """An operation that failed technically when run inline, or one that is slow."""
    EXTERNAL = "EXTERNAL"
    """A job type that no operation serves: a worker outside activates and completes it."""
    SCRIPT = "SCRIPT"
    """A script in Python, run by the engine in a process of its own."""
    CONTINUE = "CONTINUE"
    """The rest of a step that was ended by its budget."""
    CALL = "CALL"
    """A call activity's process, when one transaction has called many already."""
    TIMER = "TIMER"
    SIGNAL = "SIGNAL"
    """A signal on its way to one listener, in a transaction of its own."""
    BATCH = "BATCH"
    """A slice of a command over many instances."""


class SubscriptionKind(StrEnum):
    MESSAGE = "MESSAGE"
    SIGNAL = "SIGNAL"
    CONDITION = "CONDITION"
    """Of a definition's start event: whoever says what is so may begin an instance."""


class IncidentState(StrEnum):
    ACTIVE = "ACTIVE"
    RESOLVED = "RESOLVED"


class IncidentType(StrEnum):
    """Camunda 8's error types, as far as they occur here."""

    JOB_NO_RETRIES = "JOB_NO_RETRIES"
    UNHANDLED_ERROR_EVENT = "UNHANDLED_ERROR_EVENT"
    CONDITION_ERROR = "CONDITION_ERROR"
    EXTRACT_VALUE_ERROR = "EXTRACT_VALUE_ERROR"
    IO_MAPPING_ERROR = "IO_MAPPING_ERROR"
    CALLED_ELEMENT_ERROR = "CALLED_ELEMENT_ERROR"
    CALLED_DECISION_ERROR = "CALLED_DECISION_ERROR"
    DECISION_EVALUATION_ERROR = "DECISION_EVALUATION_ERROR"
    FORM_NOT_FOUND = "FORM_NOT_FOUND"
    EXECUTION_LOOP = "EXECUTION_LOOP"
    """Virke only: a hundred continued steps without a wait."""


# What an execution leaves behind, in the order in which it happened.


@dataclass(slots=True)
class Entered:
    """An element instance began (a history row)."""

    key: int
    element_id: str
    element_type: str
    scope_key: int
    at: datetime


@dataclass(slots=True)
class Left:
    """An element instance ended."""

    key: int
    state: ElementState
    at: datetime


@dataclass(slots=True)
class FlowTaken:
    flow_id: str
    at: datetime


@dataclass(slots=True)
class TaskOpened:
    """A user task waits for a person. `key` is its element instance's key and the task's key."""

    key: int
    element_id: str
    name: str
    form_id: str | None
    assignee: str | None
    candidate_groups: tuple[str, ...]
    candidate_users: tuple[str, ...]
    due: datetime | None
    follow_up: datetime | None
    priority: int
    headers: dict[str, str] = field(default_factory=dict)
    form_binding: str = "latest"
    """latest or deployment."""


@dataclass(slots=True)
class TaskClosed:
    key: int
    state: TaskState
    at: datetime


@dataclass(frozen=True, slots=True)
class JobFiled:
    """Work to be done outside this transaction (see JobKind); `given` is what the input mapping made."""

    key: int
    kind: JobKind
    element_instance_key: int
    element_id: str
    type: str
    given: Variables
    headers: dict[str, str]
    retries: int
    back_off: str | None = None
    """ISO 8601 duration between two tries, or None for the engine's own schedule."""
    cause: str | None = None
    """For an operation that failed inline: what it said."""


@dataclass(frozen=True, slots=True)
class JobClosed:
    """The wait for a job is over, without its result (interrupted)."""

    key: int


@dataclass(frozen=True, slots=True)
class TimerSet:
    """`key` is the subscription's key that Execution.trigger() expects when the time has come."""

    key: int
    element_instance_key: int
    element_id: str
    due: datetime


@dataclass(frozen=True, slots=True)
class TimerCleared:
    key: int


@dataclass(frozen=True, slots=True)
class Subscribed:
    key: int
    kind: SubscriptionKind
    element_instance_key: int
    element_id: str
    name: str
    correlation_key: str | None
    """The evaluated zeebe:subscription correlationKey, as text; None for signals."""


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    key: int


@dataclass(frozen=True, slots=True)
class MessageThrown:
    name: str
    correlation_key: str
    variables: Variables
    element_id: str
    message_id: str | None = None
    """A second one with this id is not published."""
    time_to_live: timedelta | None = None
    """None: the usual one."""


@dataclass(frozen=True, slots=True)
class SignalThrown:
    name: str
    variables: Variables


@dataclass(frozen=True, slots=True)
class EscalationThrown:
    """An escalation reached the top of a called process: its call activity is told (Execution.child_escalated)."""

    code: str
    variables: Variables


@dataclass(frozen=True, slots=True)
class CallStarted:
    """A call activity waits for a child instance. `key` is the activity's element instance key."""

    key: int
    element_id: str
    process_id: str
    binding: str
    """latest, deployment or versionTag."""
    version_tag: str | None
    variables: Variables


@dataclass(frozen=True, slots=True)
class ChildCanceled:
    """The call activity was interrupted: its child instance is to be terminated."""

    key: int


@dataclass(frozen=True, slots=True)
class IncidentRaised:
    key: int
    type: IncidentType
    element_instance_key: int
    element_id: str
    message: str
    job_key: int | None = None
    variables: Variables = field(default_factory=dict)
    """What the element saw then."""


@dataclass(slots=True)
class VariablesChanged:
    """For the variable history: the new values of one scope's changed names."""

    scope_key: int
    values: Variables
    at: datetime


@dataclass(slots=True)
class InstanceEnded:
    state: InstanceState
    at: datetime
    variables: Variables
    error_code: str | None = None
    """Set when an error end event (or a thrown error) reached the top without a catcher and there is a parent to tell."""


@dataclass(frozen=True, slots=True)
class Continue:
    """The step's budget is used up: go on in a new transaction."""

    key: int


Effect: TypeAlias = (
    Entered
    | Left
    | FlowTaken
    | TaskOpened
    | TaskClosed
    | JobFiled
    | JobClosed
    | TimerSet
    | TimerCleared
    | Subscribed
    | Unsubscribed
    | MessageThrown
    | SignalThrown
    | EscalationThrown
    | CallStarted
    | ChildCanceled
    | IncidentRaised
    | VariablesChanged
    | InstanceEnded
    | Continue
)


@dataclass(slots=True)
class ScopeRow:
    """One scope as it is stored: what lives in it, and its variables, apart."""

    scope_key: int
    parent_key: int | None
    live: str | None
    """Compact JSON of live activity instances, join counts and subscriptions; None where unchanged."""
    variables: str | None
    """feel.codec text; None where unchanged."""
    gone: bool = False
    """The scope has ended: its row is deleted."""


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A user task that waits, as another version of its process knows it."""

    key: int
    element_id: str
    name: str
    form_id: str | None
    form_binding: str

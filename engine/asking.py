"""What does a running execution ask of the engine, and what may it be answered?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from engine.model import IncidentType, Variables


@dataclass(frozen=True, slots=True)
class Done:
    result: Variables


@dataclass(frozen=True, slots=True)
class Refused:
    """A business error: its SAVEPOINT is rolled back and the BPMN error is thrown at the activity."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A technical error: rolled back to its SAVEPOINT, the token stays and a job retries."""

    message: str


Answer: TypeAlias = Done | Refused | Failed


@dataclass(frozen=True, slots=True)
class DecisionCall:
    """A business rule task asks for a decision."""

    element_instance_key: int
    element_id: str
    decision_id: str
    binding: str
    """latest, deployment or versionTag."""
    version_tag: str | None
    variables: Variables


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision's value."""

    value: object


@dataclass(frozen=True, slots=True)
class Undecided:
    """There is no such decision, or it cannot be decided: an incident says why."""

    type: IncidentType
    message: str


class Services(Protocol):
    """What an execution needs from the engine while it runs."""

    def new_key(self) -> int: ...

    def is_inline(self, job_type: str) -> bool:
        """True for a record operation that runs inside the step."""
        ...

    def is_operation(self, job_type: str) -> bool:
        """True for any registered operation, slow ones too."""
        ...

    def call(self, operation: str, element_instance_key: int, element_id: str, given: Variables) -> Answer: ...

    def decide(self, asked: DecisionCall) -> Decided | Undecided:
        """Evaluate a decision within the step, and remember how it was decided."""
        ...

    def can_undo(self, job_type: str) -> bool:
        """True for a record operation that names another one that takes it back."""
        ...

    def undo(self, operation: str, element_instance_key: int, element_id: str) -> Answer:
        """Take back what the operation did for this (completed) element instance."""
        ...

"""What do people and the API see of tasks, instances and their history?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.model import Variables
from feel.values import Value
from forms import Document


@dataclass(frozen=True, slots=True)
class TaskView:
    key: int
    name: str
    process_name: str
    process_id: str
    instance_key: int
    element_id: str
    form_id: str | None
    assignee: str | None
    assignee_name: str | None
    state: str
    priority: int
    due: datetime | None
    follow_up: datetime | None
    opened_at: datetime
    closed_at: datetime | None
    is_mine: bool
    candidates: tuple[str, ...]
    definition_key: int
    version: int
    department_id: int | None
    form_key: int | None
    owner_name: str | None = None
    """Who handed it over for an answer."""
    delegation: str | None = None
    stands_in_for: str | None = None
    """Who is absent and has it, when the reader has it as their substitute."""


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A task opened: with its form's document, the variables that it sees, and what this person may do with it."""

    task: TaskView
    form: Document | None
    variables: Variables
    headers: Mapping[str, str]
    can_claim: bool
    can_unclaim: bool
    can_complete: bool
    can_hand: bool = False
    can_resolve: bool = False
    asked: str = ""
    """What the model's documentation says to whoever does it."""
    by_role: str | None = None
    """The role for which the reader may take it, where it is for one."""


@dataclass(frozen=True, slots=True)
class InstanceView:
    key: int
    process_id: str
    process_name: str
    version: int
    definition_key: int
    parent_key: int | None
    state: str
    started_by: int | None
    started_at: datetime
    ended_at: datetime | None
    incidents: int
    root_key: int
    parent_element_key: int | None
    version_tag: str | None
    suspended_at: datetime | None


@dataclass(frozen=True, slots=True)
class InstanceCard:
    """An instance opened; `active` and `taken` color its diagram."""

    instance: InstanceView
    variables: Variables
    active: tuple[str, ...]
    taken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    key: int
    element_id: str
    element_name: str
    element_type: str
    state: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class DefinitionView:
    key: int
    process_id: str
    version: int
    name: str
    file: str
    company_id: int | None
    start_form_id: str | None
    startable: bool
    deployed_at: datetime


@dataclass(frozen=True, slots=True)
class IncidentCard:
    """An incident opened: with what its element saw when it stopped."""

    incident: IncidentView
    variables: Variables


@dataclass(frozen=True, slots=True)
class IncidentView:
    key: int
    instance_key: int
    process_id: str
    element_id: str
    type: str
    message: str
    state: str
    raised_at: datetime
    definition_key: int
    element_instance_key: int
    job_key: int | None


@dataclass(frozen=True, slots=True)
class RequirementsView:
    """One version of a decision model."""

    key: int
    id: str
    name: str
    version: int
    company_id: int | None
    file: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One version of a decision, and its model."""

    key: int
    decision_id: str
    version: int
    version_tag: str | None
    name: str
    company_id: int | None
    model: RequirementsView


@dataclass(frozen=True, slots=True)
class Named:
    """An input or output of a decision."""

    id: str
    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class MatchedRule:
    """A rule that applied; `passed` has the label, value and test of each input that it tests."""

    id: str
    number: int
    passed: tuple[tuple[str, Value, str], ...]
    outputs: tuple[Named, ...]
    annotations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionInstanceView:
    """How one decision was made."""

    key: int
    evaluation_key: int
    number: int
    definition_key: int
    decision_id: str
    decision_name: str
    version: int
    root_key: int
    kind: str
    company_id: int
    instance_key: int | None
    root_instance_key: int | None
    process_key: int | None
    element_instance_key: int | None
    element_id: str | None
    failure: str | None
    result: Value
    notes: tuple[str, ...]
    """Why the result is null."""
    inputs: tuple[Named, ...]
    rules: tuple[MatchedRule, ...]
    evaluated_at: datetime


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a decision came out as it did: what it gave, and a sentence for each reason."""

    made: DecisionInstanceView
    result: str
    reasons: tuple[str, ...]

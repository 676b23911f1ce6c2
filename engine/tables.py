"""Which tables keep definitions, instances, what is alive in them, and what has happened?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, PrimaryKeyConstraint, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.model import Delegation, ElementState, IncidentState, InstanceState, JobState, TaskState
from kit.db import Base, Instant, JsonDoc, Key, Keyed
from kit.keys import new_key

CALLED = text("parent_key IS NOT NULL")
TOGETHER = {"sqlite_with_rowid": False}
"""SQLite keeps the rows in the order of their primary key, and writes one page where a table with an index writes two."""


class Deployment(Keyed, Base):
    """A set of files that were deployed together."""

    __tablename__ = "deployment"

    company_id: Mapped[int | None] = mapped_column(Key)
    deployed_by: Mapped[int | None] = mapped_column(Key)
    deployed_at: Mapped[datetime] = mapped_column(Instant)


class ProcessDefinition(Keyed, Base):
    """One version of a process; without a company it is shared by all."""

    __tablename__ = "process_definition"
    __table_args__ = (UniqueConstraint("bpmn_process_id", "company_id", "version"),)

    bpmn_process_id: Mapped[str] = mapped_column(String(200))
    version: Mapped[int]
    version_tag: Mapped[str | None] = mapped_column(String(200))
    company_id: Mapped[int | None] = mapped_column(Key)
    name: Mapped[str] = mapped_column(String(400))
    file: Mapped[str] = mapped_column(String(400))
    xml: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    hash: Mapped[str] = mapped_column(String(64))
    start_form_id: Mapped[str | None] = mapped_column(String(200))
    deployment_key: Mapped[int] = mapped_column(Key, index=True)
    deployed_at: Mapped[datetime] = mapped_column(Instant)


class FormDefinition(Keyed, Base):
    __tablename__ = "form_definition"
    __table_args__ = (UniqueConstraint("form_id", "company_id", "version"),)

    form_id: Mapped[str] = mapped_column(String(200))
    version: Mapped[int]
    company_id: Mapped[int | None] = mapped_column(Key)
    file: Mapped[str] = mapped_column(String(400))
    document: Mapped[Any] = mapped_column(JsonDoc)
    hash: Mapped[str] = mapped_column(String(64))
    deployment_key: Mapped[int] = mapped_column(Key, index=True)
    deployed_at: Mapped[datetime] = mapped_column(Instant)


class DecisionRequirements(Keyed, Base):
    """One version of a DMN model: the decisions in it and what they require."""

    __tablename__ = "decision_requirements"
    __table_args__ = (UniqueConstraint("requirements_id", "company_id", "version"), Index(None, "namespace"))

    requirements_id: Mapped[str] = mapped_column(String(200))
    version: Mapped[int]
    company_id: Mapped[int | None] = mapped_column(Key)
    name: Mapped[str] = mapped_column(String(400))
    namespace: Mapped[str] = mapped_column(String(400))
    file: Mapped[str] = mapped_column(String(400))
    xml: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    hash: Mapped[str] = mapped_column(String(64))
    imports: Mapped[Any] = mapped_column(JsonDoc)
    """The keys of the versions that it imports, as text."""
    deployment_key: Mapped[int] = mapped_column(Key, index=True)
    deployed_at: Mapped[datetime] = mapped_column(Instant)


class DecisionDefinition(Keyed, Base):
    """One version of a decision; `file` and `hash` are those of its whole model."""

    __tablename__ = "decision_definition"
    __table_args__ = (UniqueConstraint("decision_id", "company_id", "version"),)

    decision_id: Mapped[str] = mapped_column(String(200))
    version: Mapped[int]
    version_tag: Mapped[str | None] = mapped_column(String(200))
    company_id: Mapped[int | None] = mapped_column(Key)
    name: Mapped[str] = mapped_column(String(400))
    requirements_key: Mapped[int] = mapped_column(Key, index=True)
    file: Mapped[str] = mapped_column(String(400))
    hash: Mapped[str] = mapped_column(String(64))
    deployment_key: Mapped[int] = mapped_column(Key, index=True)
    deployed_at: Mapped[datetime] = mapped_column(Instant)


class ProcessInstance(Keyed, Base):
    """`root_key` is the outermost instance: its row is the lock of the whole family."""

    __tablename__ = "process_instance"
    __table_args__ = (
        Index(None, "company_id", "state", "id"),
        Index(None, "company_id", "bpmn_process_id", "id"),
        Index(
            "ix_process_instance_called", "parent_key", sqlite_where=text("parent_key IS NOT NULL"), postgresql_where=text("parent_key IS NOT NULL")
        ),
    )

    root_key: Mapped[int] = mapped_column(Key, index=True)
    parent_key: Mapped[int | None] = mapped_column(Key)
    parent_element_key: Mapped[int | None] = mapped_column(Key)
    """The call activity's element instance that waits for this one."""
    definition_key: Mapped[int] = mapped_column(Key, index=True)
    bpmn_process_id: Mapped[str] = mapped_column(String(200))
    company_id: Mapped[int] = mapped_column(Key)
    department_id: Mapped[int | None] = mapped_column(Key)
    state: Mapped[InstanceState] = mapped_column(String(12))
    started_by: Mapped[int | None] = mapped_column(Key)
    started_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    suspended_at: Mapped[datetime | None] = mapped_column(Instant)
    start_event_id: Mapped[str | None] = mapped_column(String(200))
    """What began it, when that was not the plain start event."""
    given: Mapped[str] = mapped_column(Text, server_default="{}")
    """What it was begun with, as feel.codec wrote it: its variables, or what the start event brought."""
    continued: Mapped[int] = mapped_column(default=0)
    """How many steps in a row ended by their budget."""
    stopped: Mapped[bool] = mapped_column(default=False)
    """An incident was raised once: who leaves an element may have to resolve one."""
    result: Mapped[str | None] = mapped_column(Text)
    """The variables at its end, as feel.codec wrote them."""


class ScopeState(Base):
    """What is alive in one scope, and its variables; the row goes when the scope ends."""

    __tablename__ = "scope_state"
    __table_args__ = (Index(None, "instance_key"),)

    scope_key: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    instance_key: Mapped[int] = mapped_column(Key)
    parent_key: Mapped[int | None] = mapped_column(Key)
    live: Mapped[str] = mapped_column(Text)
    variables: Mapped[str | None] = mapped_column(Text)


class ElementInstance(Keyed, Base):
    """History: one visit of an element."""

    __tablename__ = "element_instance"
    __table_args__ = (Index(None, "instance_key", "id"),)

    instance_key: Mapped[int] = mapped_column(Key)
    element_id: Mapped[str] = mapped_column(String(200))
    element_type: Mapped[str] = mapped_column(String(60))
    scope_key: Mapped[int] = mapped_column(Key)
    state: Mapped[ElementState] = mapped_column(String(12))
    started_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class SequenceFlowTaken(Base):
    """History: a token took this flow. The rows of an instance lie together, and no index stands beside them."""

    __tablename__ = "sequence_flow_taken"
    __table_args__ = (PrimaryKeyConstraint("instance_key", "id"), TOGETHER)

    id: Mapped[int] = mapped_column(Key, default=new_key)
    instance_key: Mapped[int] = mapped_column(Key)
    flow_id: Mapped[str] = mapped_column(String(200))
    taken_at: Mapped[datetime] = mapped_column(Instant)


class VariableChange(Base):
    """History: a variable got this value. The newest row of a scope and name is what holds; the rows of an instance lie together."""

    __tablename__ = "variable_change"
    __table_args__ = (PrimaryKeyConstraint("instance_key", "scope_key", "name", "id"), Index(None, "name", "value_key"), TOGETHER)

    id: Mapped[int] = mapped_column(Key, default=new_key)
    instance_key: Mapped[int] = mapped_column(Key)
    scope_key: Mapped[int] = mapped_column(Key)
    name: Mapped[str] = mapped_column(String(200))
    value: Mapped[str] = mapped_column(Text)
    """As feel.codec wrote it."""
    value_key: Mapped[int] = mapped_column(Key)
    """The same for equal values, for searches."""
    changed_at: Mapped[datetime] = mapped_column(Instant)


class UserTask(Keyed, Base):
    """Its key is its element instance's. `assignee` is a user's key as text, or what the model says."""

    __tablename__ = "user_task"
    __table_args__ = (
        Index(None, "company_id", "state", "comes_at", "id"),
        Index(None, "instance_key"),
        Index(None, "assignee", "state", "comes_at", "id"),
    )

    instance_key: Mapped[int] = mapped_column(Key)
    definition_key: Mapped[int] = mapped_column(Key)
    company_id: Mapped[int] = mapped_column(Key)
    department_id: Mapped[int | None] = mapped_column(Key)
    element_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(400))
    form_id: Mapped[str | None] = mapped_column(String(200))
    form_key: Mapped[int | None] = mapped_column(Key)
    """The form's version, fixed when the task opened."""
    assignee: Mapped[str | None] = mapped_column(String(200))
    assignee_name: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[TaskState] = mapped_column(String(12))
    priority: Mapped[int]
    due: Mapped[datetime | None] = mapped_column(Instant)
    comes_at: Mapped[datetime] = mapped_column(Instant)
    """When it is due, or model.NO_DUE: lists go by this and by the key."""
    follow_up: Mapped[datetime | None] = mapped_column(Instant)
    headers: Mapped[Any] = mapped_column(JsonDoc)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    completed_by: Mapped[int | None] = mapped_column(Key)
    on_behalf_of: Mapped[int | None] = mapped_column(Key)
    """Whose task it was, when a substitute completed it."""
    owner: Mapped[str | None] = mapped_column(String(200))
    """Who has handed it to the assignee for an answer, and gets it back (see Delegation)."""
    owner_name: Mapped[str | None] = mapped_column(String(200))
    delegation: Mapped[Delegation | None] = mapped_column(String(12))


class TaskCandidate(Base):
    """A role (GROUP) or a person (USER) who may take the task; one that names nobody is open to ALL who work.

    `is_free` while the task is open and nobody has it: so the inbox of a role is one range of the index.
    """

    __tablename__ = "task_candidate"
    __table_args__ = (
        PrimaryKeyConstraint("task_key", "id"),
        Index("ix_task_candidate_offered", "company_id", "kind", "name", "is_free", "comes_at", "task_key"),
        TOGETHER,
    )

    id: Mapped[int] = mapped_column(Key, default=new_key)
    task_key: Mapped[int] = mapped_column(Key)
    kind: Mapped[str] = mapped_column(String(5))
    name: Mapped[str] = mapped_column(String(200))
    company_id: Mapped[int] = mapped_column(Key)
    department_id: Mapped[int | None] = mapped_column(Key)
    comes_at: Mapped[datetime] = mapped_column(Instant)
    is_free: Mapped[bool]


class Job(Keyed, Base):
    """Work for later, timers too. Leased by one conditional UPDATE; finished only by the worker and attempt that lease it."""

    __tablename__ = "job"
    __table_args__ = (Index(None, "state", "run_at"), Index(None, "instance_key", "state"))

    kind: Mapped[str] = mapped_column(String(12))
    company_id: Mapped[int | None] = mapped_column(Key)
    instance_key: Mapped[int | None] = mapped_column(Key)
    """None for a start: then the definition and its start event say what begins."""
    definition_key: Mapped[int | None] = mapped_column(Key, index=True)
    wait_key: Mapped[int | None] = mapped_column(Key)
    """What Execution.trigger and complete_job expect."""
    element_instance_key: Mapped[int | None] = mapped_column(Key)
    element_id: Mapped[str | None] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(200), default="")
    given: Mapped[str] = mapped_column(Text, default="{}")
    headers: Mapped[Any] = mapped_column(JsonDoc)
    state: Mapped[JobState] = mapped_column(String(12))
    retries: Mapped[int]
    back_off: Mapped[str | None] = mapped_column(String(60))
    run_at: Mapped[datetime] = mapped_column(Instant)
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    worker: Mapped[str | None] = mapped_column(String(100))
    attempt: Mapped[int] = mapped_column(default=0)
    cause: Mapped[str | None] = mapped_column(Text)


class Subscription(Keyed, Base):
    """Who listens for a message or signal: an instance, or a start event of a definition."""

    __tablename__ = "subscription"
    __table_args__ = (Index(None, "kind", "name", "correlation_key"), Index(None, "instance_key"))

    kind: Mapped[str] = mapped_column(String(12))
    company_id: Mapped[int | None] = mapped_column(Key)
    instance_key: Mapped[int | None] = mapped_column(Key)
    definition_key: Mapped[int | None] = mapped_column(Key, index=True)
    element_instance_key: Mapped[int | None] = mapped_column(Key)
    element_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    correlation_key: Mapped[str | None] = mapped_column(String(200))
    suspended: Mapped[bool] = mapped_column(server_default=false())
    """As its instance is: messages wait, and signals are heard when it is resumed."""


class DecisionInstance(Keyed, Base):
    """History: one decision of an evaluation: what it looked at, the rules that matched, what came out, as feel.codec writes."""

    __tablename__ = "decision_instance"
    __table_args__ = (Index(None, "instance_key", "id"), Index(None, "company_id", "decision_id"), Index(None, "evaluation_key", "number"))

    evaluation_key: Mapped[int] = mapped_column(Key)
    number: Mapped[int]
    """Its place in the evaluation, from 1; the decision that was asked for is the last."""
    definition_key: Mapped[int] = mapped_column(Key)
    decision_id: Mapped[str] = mapped_column(String(200))
    root_key: Mapped[int] = mapped_column(Key)
    """The definition of the decision that was asked for."""
    kind: Mapped[str] = mapped_column(String(40))
    """The tag of its logic: decisionTable, literalExpression …"""
    company_id: Mapped[int] = mapped_column(Key)
    instance_key: Mapped[int | None] = mapped_column(Key)
    """None when nobody's process asked, but a person or a program."""
    element_instance_key: Mapped[int | None] = mapped_column(Key)
    element_id: Mapped[str | None] = mapped_column(String(200))
    failure: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text)
    inputs: Mapped[str] = mapped_column(Text)
    rules: Mapped[str] = mapped_column(Text)
    evaluated_at: Mapped[datetime] = mapped_column(Instant)


class Incident(Keyed, Base):
    __tablename__ = "incident"
    __table_args__ = (Index(None, "company_id", "state"), Index(None, "instance_key"))

    company_id: Mapped[int] = mapped_column(Key)
    instance_key: Mapped[int] = mapped_column(Key)
    element_instance_key: Mapped[int] = mapped_column(Key, index=True)
    element_id: Mapped[str] = mapped_column(String(200))
    job_key: Mapped[int | None] = mapped_column(Key)
    type: Mapped[str] = mapped_column(String(40))
    message: Mapped[str] = mapped_column(Text)
    variables: Mapped[str | None] = mapped_column(Text, deferred=True)
    """What the element saw when it stopped, as feel.codec wrote it."""
    state: Mapped[IncidentState] = mapped_column(String(12))
    raised_at: Mapped[datetime] = mapped_column(Instant)
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)

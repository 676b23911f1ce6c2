"""Which instances, tasks and incidents have these properties, and how many are there?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar, TypeVarTuple

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from engine.queries.incidents import of_company, shown_incident
from engine.queries.instances import has_incident, of_person, shown_instance
from engine.queries.masking import classed_names
from engine.queries.tasks import shown_tasks
from engine.queries.views import IncidentView, InstanceView, TaskView
from engine.store.tasks import for_person
from engine.store.variables import value_key
from engine.tables import Incident, ProcessDefinition, ProcessInstance, TaskCandidate, UserTask, VariableChange
from engine.who import Who, require
from kit.errors import Forbidden
from kit.i18n import _

View = TypeVar("View")
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class Cut:
    """Which part of what was found: so many after the item with this key, or after so many items."""

    limit: int = 50
    offset: int = 0
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Found(Generic[View]):
    """The items of this part, newest first, and how many there are in all."""

    items: tuple[View, ...]
    total: int


@dataclass(frozen=True, slots=True)
class InstancesWanted:
    """What is None does not matter; each variable must have that value in the instance's outermost scope."""

    process_id: str | None = None
    definition_key: int | None = None
    parent_key: int | None = None
    state: str | None = None
    only_incidents: bool = False
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TasksWanted:
    """What is None does not matter; `assignee` is a user's key as text, or what the model says."""

    state: str | None = None
    assignee: str | None = None
    candidate_group: str | None = None
    process_id: str | None = None
    element_id: str | None = None
    instance_key: int | None = None


@dataclass(frozen=True, slots=True)
class IncidentsWanted:
    state: str | None = None
    type: str | None = None
    process_id: str | None = None
    instance_key: int | None = None


def search_instances(session: Session, wanted: InstancesWanted, part: Cut | None = None, *, who: Who) -> Found[InstanceView]:
    """Of this person's company; who is no operator finds those that they began."""
    found, key = _wanted(session, wanted, who), ProcessInstance.id.expression
    rows = session.execute(cut(found, key, part or Cut())).all()
    return Found(tuple(shown_instance(each, definition, count) for each, definition, count in rows), total(session, found, key))


def instance_keys(session: Session, wanted: InstancesWanted, *, who: Who, most: int, only_outermost: bool = False) -> list[int]:
    """The keys of all that are wanted, oldest first, and no more than so many."""
    found, key = _wanted(session, wanted, who), ProcessInstance.id.expression
    if only_outermost:
        found = found.where(ProcessInstance.parent_key.is_(None))
    return list(session.scalars(found.with_only_columns(key).order_by(key).limit(most)))


def _wanted(session: Session, wanted: InstancesWanted, who: Who) -> Select[ProcessInstance, ProcessDefinition, int]:
    closed = sorted(wanted.variables.keys() & classed_names(session, who.company_id)) if wanted.variables else []
    if closed:
        raise Forbidden(_("The variable %(name)s is personal or restricted: nothing is found by its value.") % {"name": closed[0]})
    plain = equal(
        (ProcessInstance.bpmn_process_id, wanted.process_id),
        (ProcessInstance.definition_key, wanted.definition_key),
        (ProcessInstance.parent_key, wanted.parent_key),
        (ProcessInstance.state, wanted.state),
    )
    found = of_person(who).where(*plain, *(_has(name, value) for name, value in wanted.variables.items()))
    return found.where(has_incident()) if wanted.only_incidents else found


def search_tasks(session: Session, wanted: TasksWanted, part: Cut | None = None, *, who: Who) -> Found[TaskView]:
    """Those that this person has or may take, finished ones too; an operator finds all of the company."""
    require(who, "task.work")
    plain = equal(
        (UserTask.state, wanted.state),
        (UserTask.assignee, wanted.assignee),
        (UserTask.element_id, wanted.element_id),
        (UserTask.instance_key, wanted.instance_key),
        (ProcessDefinition.bpmn_process_id, wanted.process_id),
    )
    key = UserTask.id.expression
    seen = UserTask.company_id == who.company_id if who.may("process.operate") else for_person(who)
    found = select(UserTask, ProcessDefinition).join(ProcessDefinition, ProcessDefinition.id == UserTask.definition_key).where(seen, *plain)
    if wanted.candidate_group is not None:
        invited = and_(TaskCandidate.task_key == UserTask.id, TaskCandidate.kind == "GROUP", TaskCandidate.name == wanted.candidate_group)
        found = found.where(exists().where(invited))
    rows = [(task, definition) for task, definition in session.execute(cut(found, key, part or Cut()))]
    return Found(tuple(shown_tasks(session, rows, who)), total(session, found, key))


def search_incidents(session: Session, wanted: IncidentsWanted, part: Cut | None = None, *, who: Who) -> Found[IncidentView]:
    """Incidents of this operator's company."""
    plain = equal(
        (Incident.state, wanted.state),
        (Incident.type, wanted.type),
        (Incident.instance_key, wanted.instance_key),
        (ProcessInstance.bpmn_process_id, wanted.process_id),
    )
    found, key = of_company(who).where(*plain), Incident.id.expression
    rows = session.execute(cut(found, key, part or Cut())).all()
    return Found(tuple(shown_incident(each, process_id, definition_key) for each, process_id, definition_key in rows), total(session, found, key))


def equal(*pairs: tuple[SQLColumnExpression[object], object]) -> list[ColumnElement[bool]]:
    return [column == value for column, value in pairs if value is not None]


def _has(name: str, value: object) -> ColumnElement[bool]:
    """The newest value of the name in the outermost scope is this one."""
    change, later = aliased(VariableChange), aliased(VariableChange)
    here = and_(change.instance_key == ProcessInstance.id, change.scope_key == ProcessInstance.id)
    overwritten = and_(later.instance_key == change.instance_key, later.scope_key == change.scope_key, later.name == name, later.id > change.id)
    return exists().where(here, change.name == name, change.value_key == value_key(value), ~exists().where(overwritten))


def total(session: Session, found: Select[*Columns], key: ColumnElement[int]) -> int:
    """How many there are in all."""
    return session.scalar(select(func.count()).select_from(found.with_only_columns(key).subquery())) or 0


def cut(found: Select[*Columns], key: ColumnElement[int], part: Cut) -> Select[*Columns]:
    """This part of what was found, newest first."""
    if part.after is not None:
        found = found.where(key < part.after)
    return found.order_by(key.desc()).limit(part.limit).offset(part.offset)

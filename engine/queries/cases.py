"""Which cases stand behind a figure? Counting and listing go by one and the same condition, so a number and its list agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from engine.model import ElementState, IncidentState, InstanceState, TaskState
from engine.queries.instances import of_person, shown_instance
from engine.queries.views import InstanceView
from engine.tables import ElementInstance, Incident, ProcessDefinition, ProcessInstance, UserTask
from engine.who import Who, require
from kit import clock

PAGE = 50
RUNNING = (InstanceState.ACTIVE, InstanceState.SUSPENDED)
OPEN_TASKS = (TaskState.CREATED, TaskState.SUSPENDED)


class Figure(StrEnum):
    """What is counted; the first three within the period, the others as it stands now."""

    STARTED = "started"
    FINISHED = "finished"
    CANCELED = "canceled"
    OPEN = "open"
    LATE = "late"
    """Running, with an open task that is overdue; at an element: a task of that element."""
    STOPPED = "stopped"
    """Running, with an incident; at an element: of that element."""
    AT = "at"
    """Running, and standing at the element now."""
    VISITED = "visited"
    """Has left the element within the period."""
    HELD = "held"
    """A person has an open task of it."""
    HELD_LATE = "held-late"
    """A person has an overdue task of it."""
    DONE = "done"
    """A person's task of it was completed within the period."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which instances at all: of one process, perhaps of one version and department, in a period [begins, ends)."""

    process_id: str
    begins: datetime
    ends: datetime
    version: int | None = None
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure, at one element or for one person perhaps; and of running cases perhaps only those that began between two moments."""

    figure: Figure
    element_id: str = ""
    began_after: datetime | None = None
    began_before: datetime | None = None
    person: str = ""
    """The name of who has or did the tasks."""


def cases(session: Session, scope: Scope, asked: Asked, *, who: Who, after: int | None = None, limit: int = PAGE) -> list[InstanceView]:
    """One page of them, the newest first; `after` is the key of the last one seen."""
    require(who, "process.operate")
    found = of_person(who).where(within(scope, who), *_is(scope, asked))
    if after is not None:
        found = found.where(ProcessInstance.id < after)
    rows = session.execute(found.order_by(ProcessInstance.id.desc()).limit(limit)).all()
    return [shown_instance(each, definition, count) for each, definition, count in rows]


def count_cases(session: Session, scope: Scope, asked: Asked, *, who: Who) -> int:
    require(who, "process.operate")
    found = select(func.count()).select_from(ProcessInstance).where(within(scope, who), *_is(scope, asked))
    return session.scalar(found) or 0


def within(scope: Scope, who: Who) -> ColumnElement[bool]:
    """Instances of this scope that this operator may see."""
    bounds = [ProcessInstance.company_id == who.company_id, ProcessInstance.bpmn_process_id == scope.process_id]
    if scope.version is not None:
        bounds.append(ProcessInstance.definition_key.in_(_versions(scope)))
    if scope.department_id is not None:
        bounds.append(ProcessInstance.department_id == scope.department_id)
    return and_(*bounds)


def _versions(scope: Scope) -> Select[int]:
    return select(ProcessDefinition.id).where(ProcessDefinition.bpmn_process_id == scope.process_id, ProcessDefinition.version == scope.version)


def of_figure(scope: Scope, figure: Figure, element_id: str = "", person: str = "") -> ColumnElement[bool]:
    """The condition that makes a case one of this figure's."""
    it = ProcessInstance
    ended = and_(it.ended_at >= scope.begins, it.ended_at < scope.ends)
    running = it.state.in_(RUNNING)
    return {
        Figure.STARTED: and_(it.started_at >= scope.begins, it.started_at < scope.ends),
        Figure.FINISHED: and_(it.state == InstanceState.COMPLETED, ended),
        Figure.CANCELED: and_(it.state == InstanceState.TERMINATED, ended),
        Figure.OPEN: running,
        Figure.LATE: and_(running, exists(_overdue(element_id))),
        Figure.STOPPED: and_(running, exists(_stopped(element_id))),
        Figure.AT: and_(running, exists(_visits(element_id).where(ElementInstance.state == ElementState.ACTIVE))),
        Figure.VISITED: exists(
            _visits(element_id).where(
                ElementInstance.state == ElementState.COMPLETED, ElementInstance.ended_at >= scope.begins, ElementInstance.ended_at < scope.ends
            )
        ),
        Figure.HELD: exists(_tasks(scope, Figure.HELD, person)),
        Figure.HELD_LATE: exists(_tasks(scope, Figure.HELD_LATE, person)),
        Figure.DONE: exists(_tasks(scope, Figure.DONE, person)),
    }[figure]


def _tasks(scope: Scope, figure: Figure, person: str) -> Select[int]:
    of_person = and_(UserTask.instance_key == ProcessInstance.id, UserTask.assignee_name == person)
    return select(UserTask.id).where(of_person, task_is(scope, figure))


def task_is(scope: Scope, figure: Figure) -> ColumnElement[bool]:
    """What makes a person's task one of these figures'."""
    is_open = UserTask.state.in_(OPEN_TASKS)
    return {
        Figure.HELD: is_open,
        Figure.HELD_LATE: and_(is_open, UserTask.due < clock.now()),
        Figure.DONE: and_(UserTask.state == TaskState.COMPLETED, UserTask.closed_at >= scope.begins, UserTask.closed_at < scope.ends),
    }[figure]


def _overdue(element_id: str) -> Select[int]:
    found = select(UserTask.id).where(UserTask.instance_key == ProcessInstance.id, UserTask.state.in_(OPEN_TASKS), UserTask.due < clock.now())
    return found.where(UserTask.element_id == element_id) if element_id else found


def _stopped(element_id: str) -> Select[int]:
    found = select(Incident.id).where(Incident.instance_key == ProcessInstance.id, Incident.state == IncidentState.ACTIVE)
    return found.where(Incident.element_id == element_id) if element_id else found


def _visits(element_id: str) -> Select[int]:
    return select(ElementInstance.id).where(ElementInstance.instance_key == ProcessInstance.id, ElementInstance.element_id == element_id)


def _is(scope: Scope, asked: Asked) -> list[ColumnElement[bool]]:
    found = [of_figure(scope, asked.figure, asked.element_id, asked.person)]
    if asked.began_after is not None:
        found.append(ProcessInstance.started_at >= asked.began_after)
    if asked.began_before is not None:
        found.append(ProcessInstance.started_at < asked.began_before)
    return found

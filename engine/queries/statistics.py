"""How does a process go: how long do its cases take, where do they stand and wait, and who has how much to do?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from engine.model import ElementState, IncidentState
from engine.queries.cases import OPEN_TASKS, RUNNING, Figure, Scope, of_figure, task_is, within
from engine.tables import ElementInstance, Incident, ProcessInstance, SequenceFlowTaken, UserTask
from engine.who import Who, require
from kit import clock

PERCENTS = (50, 85, 95)
BUCKETS = 12
MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True)
class Cycle:
    """How long the finished cases took: so many, the nearest-rank percentiles, and how many fell into equal steps up to the longest."""

    count: int
    percentiles: tuple[timedelta, ...] = ()
    step: timedelta = timedelta(0)
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """An element: how often it was left within the period and how long it held the cases, and what stands there now."""

    element_id: str
    element_type: str
    visits: int = 0
    total: timedelta = timedelta(0)
    median: timedelta = timedelta(0)
    ninetieth: timedelta = timedelta(0)
    now: int = 0
    overdue: int = 0
    incidents: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """In how many cases a person has an open task now, an overdue one, and completed one within the period."""

    name: str
    open: int
    overdue: int
    completed: int


def cycle(session: Session, scope: Scope, *, who: Who) -> Cycle:
    """Of the cases that were finished within the period, from start to end."""
    require(who, "process.operate")
    took = (ProcessInstance.ended_at - ProcessInstance.started_at).label("took")
    finished = select(took).where(within(scope, who), of_figure(scope, Figure.FINISHED)).subquery()
    count = session.scalar(select(func.count()).select_from(finished)) or 0
    if not count:
        return Cycle(0)
    ranked = [_at_rank(session, finished.c.took, max(-(-percent * count // 100), 1)) for percent in (*PERCENTS, 100)]
    step = max(-(-ranked[-1] // BUCKETS), 1)
    bucket = case((finished.c.took >= step * (BUCKETS - 1), BUCKETS - 1), else_=finished.c.took // literal(step))
    fallen: dict[int, int] = dict(session.execute(select(bucket, func.count()).select_from(finished).group_by(bucket)).all())
    counts = tuple(int(fallen.get(number, 0)) for number in range(BUCKETS))
    return Cycle(count, tuple(timedelta(microseconds=each) for each in ranked[:-1]), timedelta(microseconds=step), counts)


def _at_rank(session: Session, column: ColumnElement[int], rank: int) -> int:
    """The value at this place, counted from 1, of the column in its order."""
    return session.scalar(select(column).order_by(column).offset(rank - 1).limit(1)) or 0


def stops(session: Session, scope: Scope, *, who: Who) -> list[Stop]:
    """Every element that held a case within the period or holds one now: the one that held them longest in all comes first."""
    require(who, "process.operate")
    found = {each.element_id: each for each in _held(session, scope, who)}
    for element_id, kind, now in session.execute(_standing(scope, who)):
        found[element_id] = replace(found.get(element_id, Stop(element_id, kind)), now=now)
    for element_id, overdue in session.execute(_overdue(scope, who)):
        found[element_id] = replace(found.get(element_id, Stop(element_id, "USER_TASK")), overdue=overdue)
    for element_id, count in session.execute(_stopped(scope, who)):
        found[element_id] = replace(found.get(element_id, Stop(element_id, "")), incidents=count)
    return sorted(found.values(), key=lambda each: (-each.total, -each.now, each.element_id))


def _held(session: Session, scope: Scope, who: Who) -> Iterator[Stop]:
    """The visits that ended within the period, with the nearest-rank percentiles of each element."""
    it = ElementInstance
    took = (it.ended_at - it.started_at).label("took")
    place = func.row_number().over(partition_by=it.element_id, order_by=[took, it.id]).label("place")
    visits = func.count().over(partition_by=it.element_id).label("visits")
    total = func.sum(took).over(partition_by=it.element_id).label("total")
    ended = and_(it.state == ElementState.COMPLETED, it.ended_at >= scope.begins, it.ended_at < scope.ends)
    held = (
        select(it.element_id, it.element_type, took, place, visits, total)
        .join(ProcessInstance, ProcessInstance.id == it.instance_key)
        .where(within(scope, who), _alive(scope), ended)
        .subquery()
    )
    c = held.c
    middle = case((c.place == (c.visits * 50 + 99) // 100, c.took))
    most = case((c.place == (c.visits * 90 + 99) // 100, c.took))
    rows = select(c.element_id, func.max(c.element_type), func.max(c.visits), func.max(c.total), func.max(middle), func.max(most))
    for element_id, kind, count, whole, half, nine in session.execute(rows.group_by(c.element_id)):
        held_for, middle_time, most_time = (timedelta(microseconds=int(each or 0)) for each in (whole, half, nine))
        yield Stop(element_id, kind, count, held_for, middle_time, most_time)


def _alive(scope: Scope) -> ColumnElement[bool]:
    """Instances that can have visits within the period."""
    ended = ProcessInstance.ended_at
    return and_(ProcessInstance.started_at < scope.ends, or_(ended.is_(None), ended >= scope.begins))


def _standing(scope: Scope, who: Who) -> Select[str, str, int]:
    it = ElementInstance
    cases = func.count(func.distinct(it.instance_key))
    found = select(it.element_id, func.max(it.element_type), cases).join(ProcessInstance, ProcessInstance.id == it.instance_key)
    running = and_(ProcessInstance.state.in_(RUNNING), it.state == ElementState.ACTIVE)
    return found.where(within(scope, who), running).group_by(it.element_id)


def _overdue(scope: Scope, who: Who) -> Select[str, int]:
    late = and_(UserTask.state.in_(OPEN_TASKS), UserTask.due < clock.now(), ProcessInstance.state.in_(RUNNING))
    cases = func.count(func.distinct(UserTask.instance_key))
    found = select(UserTask.element_id, cases).join(ProcessInstance, ProcessInstance.id == UserTask.instance_key)
    return found.where(within(scope, who), late).group_by(UserTask.element_id)


def _stopped(scope: Scope, who: Who) -> Select[str, int]:
    stopped = and_(Incident.state == IncidentState.ACTIVE, ProcessInstance.state.in_(RUNNING))
    cases = func.count(func.distinct(Incident.instance_key))
    found = select(Incident.element_id, cases).join(ProcessInstance, ProcessInstance.id == Incident.instance_key)
    return found.where(within(scope, who), stopped).group_by(Incident.element_id)


def flows(session: Session, scope: Scope, *, who: Who) -> dict[str, int]:
    """How often each flow was taken within the period."""
    require(who, "process.operate")
    it = SequenceFlowTaken
    found = select(it.flow_id, func.count()).join(ProcessInstance, ProcessInstance.id == it.instance_key)
    taken = and_(it.taken_at >= scope.begins, it.taken_at < scope.ends)
    return dict(session.execute(found.where(within(scope, who), _alive(scope), taken).group_by(it.flow_id)).all())


def workload(session: Session, scope: Scope, *, who: Who) -> list[Load]:
    """In how many cases somebody has tasks, the fullest desk first; a substitute's work counts for whom it was done."""
    require(who, "process.operate")
    conditions = [task_is(scope, figure) for figure in (Figure.HELD, Figure.HELD_LATE, Figure.DONE)]
    held, late, done = (func.count(func.distinct(case((condition, UserTask.instance_key)))) for condition in conditions)
    found = select(UserTask.assignee_name, held, late, done).join(ProcessInstance, ProcessInstance.id == UserTask.instance_key)
    wanted = and_(within(scope, who), UserTask.assignee_name.is_not(None), or_(*conditions))
    rows = session.execute(found.where(wanted).group_by(UserTask.assignee_name).order_by(held.desc(), UserTask.assignee_name).limit(MOST_PEOPLE))
    return [Load(str(name), opened, overdue, completed) for name, opened, overdue, completed in rows]

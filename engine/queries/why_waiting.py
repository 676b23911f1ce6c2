"""Why does an instance not go on? For each of its tokens: on whom or what it waits, since when, and what would set it free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn import State, load
from engine.bpmn.state import ElementInstance as Living
from engine.bpmn.state import Stage, WaitKind
from engine.bpmn.state import Wait as BpmnWait
from engine.model import Delegation, IncidentState, InstanceState, JobKind, JobState, ScopeRow, SubscriptionKind
from engine.plans import plan_of
from engine.queries.near_misses import NearMiss, near_misses
from engine.queries.usual import Usual, usual
from engine.store.seeing import seen_instance
from engine.tables import ElementInstance, Incident, Job, ProcessInstance, ScopeState, Subscription, TaskCandidate, UserTask
from engine.who import Who
from people.access import holders_of

DEEPEST = 5
"""So many called processes within one another are looked into."""


class Cause(StrEnum):
    """What a token waits for."""

    TASK = "TASK"
    """A person who has the task."""
    OFFER = "OFFER"
    """Somebody who takes the task."""
    INCIDENT = "INCIDENT"
    MESSAGE = "MESSAGE"
    SIGNAL = "SIGNAL"
    TIMER = "TIMER"
    CONDITION = "CONDITION"
    RETRY = "RETRY"
    """An operation that failed is tried again."""
    WORKER = "WORKER"
    """A worker outside that asks for this type of job."""
    WORKING = "WORKING"
    """A worker has it in hand."""
    SOON = "SOON"
    """A job of Virke's own that is about to run."""
    CALL = "CALL"
    """Another process."""
    JOIN = "JOIN"
    """Tokens on the other ways into a join."""
    NOTHING = "NOTHING"
    """Nothing that is known here."""


@dataclass(frozen=True, slots=True)
class Waited:
    """One thing that would let a token go on."""

    cause: Cause
    element: str
    """The name of the element that goes on then."""
    what: str = ""
    """A person, the name of a message, signal or process, a type of job, or what an incident says."""
    key: str = ""
    """A message's correlation key."""
    until: datetime | None = None
    """When a timer or a retry is due, a lease ends, or the task is due."""
    retries: int = 0
    roles: tuple[tuple[str, int], ...] = ()
    """For whom a task is, and how many hold that role now."""
    owner: str = ""
    """Who asked for an answer."""
    ways: tuple[str, ...] = ()
    """Into a join: from which elements tokens are still to come."""
    misses: tuple[NearMiss, ...] = ()
    inner: tuple[Waiting, ...] = ()
    instance_key: int | None = None
    """The called process's instance."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A token that stands still: what frees it, the first being what it is there for."""

    instance_key: int
    element_key: int
    element_id: str
    element: str
    since: datetime | None
    waited: tuple[Waited, ...]
    usual: Usual | None = None


def why_waiting(session: Session, instance_key: int, *, who: Who) -> list[Waiting]:
    """A line for each token of an instance that has not ended; none else. Raises NotFound or Forbidden."""
    instance = seen_instance(session, instance_key, who)
    if instance.state not in {InstanceState.ACTIVE, InstanceState.SUSPENDED}:
        return []
    return _looked(session, instance, 0)


def _looked(session: Session, instance: ProcessInstance, depth: int) -> list[Waiting]:
    look = Look(session, instance, depth)
    found = [*look.tokens(), *look.joins()]
    took = usual(session, instance.company_id, instance.bpmn_process_id, {each.element_id for each in found})
    return [replace(each, usual=took.get(each.element_id)) for each in found]


class Look:
    """What the tables hold about one instance, read once."""

    def __init__(self, session: Session, instance: ProcessInstance, depth: int) -> None:
        self.session = session
        self.instance = instance
        self.depth = depth
        key = instance.id
        rows = session.scalars(select(ScopeState).filter_by(instance_key=key))
        scopes = [ScopeRow(row.scope_key, row.parent_key, row.live, row.variables) for row in rows]
        self.state: State = load(plan_of(session, instance.definition_key), scopes)
        self.tasks = {row.id: row for row in session.scalars(select(UserTask).filter_by(instance_key=key, closed_at=None))}
        alive = select(Job).where(Job.instance_key == key, Job.state.not_in([JobState.DONE, JobState.CANCELED]))
        self.jobs = {row.id: row for row in session.scalars(alive)}
        self.listening = {row.id: row for row in session.scalars(select(Subscription).filter_by(instance_key=key))}
        self.incidents = list(session.scalars(select(Incident).filter_by(instance_key=key, state=IncidentState.ACTIVE)))
        started = select(ElementInstance.id, ElementInstance.started_at).where(ElementInstance.id.in_(self.state.instances))
        self.since = dict(session.execute(started).all())

    def tokens(self) -> Iterator[Waiting]:
        for it in self.state.instances.values():
            if it.parent is None or it.children or it.pending or it.joins or it.stage is Stage.DORMANT:
                continue
            waited = tuple(self._waited(it)) or (Waited(Cause.NOTHING, _name(it)),)
            yield Waiting(self.instance.id, it.key, it.node.id, _name(it), self.since.get(it.key), waited)

    def joins(self) -> Iterator[Waiting]:
        """Tokens that stand before a join: it is the others that they wait for."""
        for scope in self.state.instances.values():
            for node_id, counts in scope.joins.items():
                node = self.state.plan.nodes[node_id]
                ways = tuple(flow.source.name or flow.source.id for flow in node.incoming if not counts.get(flow.id))
                waited = Waited(Cause.JOIN, node.name or node.id, ways=ways)
                yield Waiting(self.instance.id, scope.key, node_id, node.name or node.id, None, (waited,))

    def _waited(self, it: Living) -> Iterator[Waited]:
        stopped = [each for each in self.incidents if each.element_instance_key == it.key]
        yield from (Waited(Cause.INCIDENT, _name(it), each.message, until=each.raised_at) for each in stopped)
        if it.key in self.tasks:
            yield self._task(self.tasks[it.key])
        own = [wait for wait in it.waits if wait.node is it.node]
        others = [wait for wait in it.waits if wait.node is not it.node]
        yield from (one for wait in (*own, *others) if (one := self._wait(wait, bool(stopped))) is not None)

    def _task(self, row: UserTask) -> Waited:
        if row.assignee is not None:
            owner = row.owner_name if row.delegation == Delegation.PENDING else None
            return Waited(Cause.TASK, row.name, row.assignee_name or row.assignee, until=row.due, owner=owner or "")
        offers = self.session.scalars(select(TaskCandidate).where(TaskCandidate.task_key == row.id).order_by(TaskCandidate.id))
        roles = tuple((each.name, holders_of(self.session, row.company_id, each.name) if each.kind == "GROUP" else 1) for each in offers if each.name)
        return Waited(Cause.OFFER, row.name, until=row.due, roles=roles)

    def _wait(self, wait: BpmnWait, stopped: bool) -> Waited | None:
        name = wait.node.name or wait.node.id
        if wait.kind is WaitKind.CONDITION:
            return Waited(Cause.CONDITION, name)
        if wait.kind is WaitKind.CALL:
            return self._call(wait, name)
        if wait.key in self.listening:
            return self._subscription(self.listening[wait.key], name)
        job = self.jobs.get(wait.key)
        return None if job is None or (stopped and job.state == JobState.FAILED) else _job(job, name)

    def _subscription(self, row: Subscription, name: str) -> Waited:
        if row.kind == SubscriptionKind.SIGNAL:
            return Waited(Cause.SIGNAL, name, row.name)
        key = row.correlation_key or ""
        misses = near_misses(self.session, self.instance.company_id, self.instance.id, row.name, key)
        return Waited(Cause.MESSAGE, name, row.name, key, misses=tuple(misses))

    def _call(self, wait: BpmnWait, name: str) -> Waited:
        called = select(ProcessInstance).filter_by(parent_key=self.instance.id, parent_element_key=wait.owner.key)
        child = self.session.scalars(called.where(ProcessInstance.ended_at.is_(None))).first()
        if child is None:
            return Waited(Cause.CALL, name)
        inner = _looked(self.session, child, self.depth + 1) if self.depth < DEEPEST else []
        title = plan_of(self.session, child.definition_key).name
        return Waited(Cause.CALL, name, title, inner=tuple(inner), instance_key=child.id)


def _job(job: Job, name: str) -> Waited:
    if job.kind == JobKind.TIMER:
        return Waited(Cause.TIMER, name, until=job.run_at)
    if job.state == JobState.LEASED:
        return Waited(Cause.WORKING, name, job.worker or "", until=job.lease_until)
    if job.cause:
        return Waited(Cause.RETRY, name, job.cause, until=job.run_at, retries=job.retries)
    if job.kind == JobKind.EXTERNAL:
        return Waited(Cause.WORKER, name, job.type)
    return Waited(Cause.SOON, name, job.type, until=job.run_at)


def _name(it: Living) -> str:
    return it.node.name or it.node.id

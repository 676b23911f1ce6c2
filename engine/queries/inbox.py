"""Which open tasks wait for a person, in the order in which they are due, a page at a time however many there are?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ColumnElement, Select, func, literal, or_, select, true, tuple_, union
from sqlalchemy.orm import Session

from engine.desk.tables import Follow
from engine.model import NO_DUE, TaskState
from engine.queries.tasks import shown_tasks
from engine.queries.views import TaskView
from engine.store.hats import Hat, hats
from engine.store.tasks import limits
from engine.tables import ProcessDefinition, ProcessInstance, TaskCandidate, UserTask
from engine.who import Who, require
from kit import clock
from kit.db.types import to_micros

PAGE = 50
COUNTED = 1000
"""What is more is said as “more than”: nobody counts on, and no page waits for it."""


class Whose(StrEnum):
    """Which part of the inbox."""

    MINE = "mine"
    OPEN = "open"
    """Free for somebody of my groups."""
    FOLLOWED = "followed"
    """Of the cases that I follow, whoever has them."""
    ASIDE = "aside"
    """Mine, put off until a day that has not come."""
    ALL = "all"
    """Mine and free ones."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which tasks; what is empty does not matter. `names` are the texts that mean the same as `text` in the reader's language."""

    whose: Whose = Whose.ALL
    text: str = ""
    names: tuple[str, ...] = ()
    instances: tuple[int, ...] = ()
    """Those whose records have the words of `text`."""
    process_id: str | None = None
    element_id: str | None = None
    due_from: datetime | None = None
    due_before: datetime | None = None


def inbox(session: Session, wish: Wish | None = None, *, who: Who, whose: Whose = Whose.ALL, limit: int = PAGE, after: str = "") -> list[TaskView]:
    """Open tasks that this person has, may take or follows, or those of a wish; `after` is the place of the last one seen."""
    require(who, "task.work")
    keys = list(session.scalars(places(who, wish or Wish(whose), limit, after)))
    rows = session.execute(
        select(UserTask, ProcessDefinition).join(ProcessDefinition, ProcessDefinition.id == UserTask.definition_key).where(UserTask.id.in_(keys))
    )
    found = {task.id: (task, definition) for task, definition in rows}
    return shown_tasks(session, [found[key] for key in keys], who)


def count_inbox(session: Session, wish: Wish | None = None, *, who: Who, whose: Whose = Whose.ALL) -> int:
    """How many there are; more than COUNTED are not counted."""
    return session.scalar(select(func.count()).select_from(places(who, wish or Wish(whose), COUNTED + 1).subquery())) or 0


def place_of(task: TaskView) -> str:
    """Where the task stands in the list: give it as `after` for what comes then."""
    return f"{to_micros(task.due or NO_DUE)}.{task.key}"


@dataclass(frozen=True, slots=True)
class Part:
    """A range of an index that is in the list's order by itself."""

    found: Select[int, datetime]
    at: ColumnElement[datetime]
    key: ColumnElement[int]
    has_task: bool = True
    """Whether the task's own row is read; else only the offer's, until something asks for more."""

    def where(self, *bounds: ColumnElement[bool]) -> Part:
        """The same, narrowed by what only the task's row knows."""
        if not bounds:
            return self
        found = self.found if self.has_task else self.found.join(UserTask, UserTask.id == TaskCandidate.task_key)
        return replace(self, found=found.where(*bounds), has_task=True)


def places(who: Who, wish: Wish, limit: int, after: str = "") -> Select[int]:
    """The keys of one page, each part read from its own index in order, and no further than the page needs."""
    parts = [_cut(part.where(*_narrowing(wish)), wish, after).limit(limit).subquery() for part in _parts(who, wish.whose)]
    every = union(*(select(part.c.key, part.c.comes_at) for part in parts)).subquery()
    return select(every.c.key).order_by(every.c.comes_at, every.c.key).limit(limit)


def _parts(who: Who, whose: Whose) -> Iterator[Part]:
    if whose is Whose.FOLLOWED:
        yield _followed(who)
        return
    for hat in hats(who):
        if whose is not Whose.OPEN:
            yield from (_held(who, name, whose).where(*limits(hat)) for name in hat.names)
        if whose in {Whose.OPEN, Whose.ALL}:
            yield from (_offered(who, hat, kind, name).where(*limits(hat)) for kind, name in hat.offers)


def _held(who: Who, name: str, whose: Whose) -> Part:
    at, key = UserTask.comes_at.expression, UserTask.id.expression
    found = select(key.label("key"), at.label("comes_at")).where(
        UserTask.assignee == name, UserTask.state == TaskState.CREATED, UserTask.company_id == who.company_id
    )
    now, until = clock.now(), UserTask.follow_up
    if whose is Whose.ASIDE:
        found = found.where(until > now)
    if whose is Whose.MINE:
        found = found.where(or_(until.is_(None), until <= now))
    return Part(found, at, key)


def _offered(who: Who, hat: Hat, kind: str, name: str) -> Part:
    at, key, department = TaskCandidate.comes_at.expression, TaskCandidate.task_key.expression, TaskCandidate.department_id
    found = select(key.label("key"), at.label("comes_at")).where(
        TaskCandidate.company_id == who.company_id, TaskCandidate.kind == kind, TaskCandidate.name == name, TaskCandidate.is_free == true()
    )
    if not hat.sees_all:
        found = found.where(or_(department.is_(None), department.in_(sorted(hat.departments))))
    return Part(found, at, key, has_task=False)


def _followed(who: Who) -> Part:
    """As many look-ups as the person follows cases."""
    at, key = UserTask.comes_at.expression, UserTask.id.expression
    found = (
        select(key.label("key"), at.label("comes_at"))
        .select_from(Follow)
        .join(ProcessInstance, ProcessInstance.root_key == Follow.instance_key)
        .join(UserTask, UserTask.instance_key == ProcessInstance.id)
        .where(Follow.user_id == who.user_id, UserTask.company_id == who.company_id, UserTask.state == TaskState.CREATED)
    )
    return Part(found, at, key)


def _cut(part: Part, wish: Wish, after: str) -> Select[int, datetime]:
    found, at, key = part.found, part.at, part.key
    if after:
        moment, _dot, last = after.partition(".")
        found = found.where(tuple_(at, key) > tuple_(literal(_number(moment), BigInteger), literal(_number(last), BigInteger)))
    if wish.due_from is not None:
        found = found.where(at >= wish.due_from)
    if wish.due_before is not None:
        found = found.where(at < wish.due_before)
    return found.order_by(at, key)


def _narrowing(wish: Wish) -> list[ColumnElement[bool]]:
    """What no index orders: it is looked up task by task, within the range."""
    wanted: list[ColumnElement[bool]] = []
    if wish.process_id:
        wanted.append(UserTask.definition_key.in_(select(ProcessDefinition.id).where(ProcessDefinition.bpmn_process_id == wish.process_id)))
    if wish.element_id:
        wanted.append(UserTask.element_id == wish.element_id)
    if wish.text:
        wanted.append(_has_words(wish))
    return wanted


def _has_words(wish: Wish) -> ColumnElement[bool]:
    named = ProcessDefinition.name
    processes = select(ProcessDefinition.id).where(or_(named.icontains(wish.text, autoescape=True), named.in_(wish.names)))
    return or_(
        UserTask.name.icontains(wish.text, autoescape=True),
        UserTask.name.in_(wish.names),
        UserTask.definition_key.in_(processes),
        UserTask.instance_key.in_(wish.instances),
    )


def _number(text: str) -> int:
    """A part of a place; what is none is the beginning."""
    return int(text) if text.isdecimal() and len(text) < 20 else 0

"""Which tasks wait for a person, and what does one of them show?"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from engine.model import TaskState
from engine.queries.views import TaskCard, TaskView
from engine.store.forms import document_of_task
from engine.store.tasks import allowed, for_person, mine, named
from engine.store.variables import visible_to
from engine.tables import ProcessDefinition, TaskCandidate, UserTask
from engine.who import Who, require
from kit.errors import Forbidden
from kit.i18n import _

PAGE = 50


class Whose(StrEnum):
    """Which part of the inbox."""

    MINE = "mine"
    OPEN = "open"
    ALL = "all"


def inbox(session: Session, *, who: Who, whose: Whose = Whose.ALL, text: str = "", limit: int = PAGE, offset: int = 0) -> list[TaskView]:
    """Open tasks that this person has or may take: the most urgent first."""
    require(who, "task.work")
    rows = session.execute(
        _inbox(who, whose, text).order_by(UserTask.priority.desc(), UserTask.due.is_(None), UserTask.due, UserTask.id).limit(limit).offset(offset)
    ).all()
    return shown_tasks(session, [(each, definition) for each, definition in rows], who)


def count_inbox(session: Session, *, who: Who, whose: Whose = Whose.ALL) -> int:
    return session.scalar(select(func.count()).select_from(_inbox(who, whose, "").subquery())) or 0


def task(session: Session, task_key: int, *, who: Who) -> TaskCard:
    """One task with its form and variables. Raises NotFound or Forbidden."""
    require(who, "task.work")
    found = named(session, task_key, who)
    if not allowed(session, found, who):
        raise Forbidden(_("The task “%(task)s” is for another role. Ask somebody who has it.") % {"task": found.name})
    definition = session.get_one(ProcessDefinition, found.definition_key)
    view = _view(found, definition, _candidates(session, [found.id]).get(found.id, ()), who)
    is_open, free = found.state == TaskState.CREATED, found.assignee is None
    return TaskCard(
        view,
        document_of_task(session, found.form_id, found.form_key, found.company_id),
        visible_to(session, found.instance_key, found.id),
        headers=found.headers,
        can_claim=is_open and free,
        can_unclaim=is_open and not free and (view.is_mine or who.may("process.operate")),
        can_complete=is_open and (free or view.is_mine or who.may("process.operate")),
    )


def _inbox(who: Who, whose: Whose, text: str) -> Select[UserTask, ProcessDefinition]:
    names = [str(who.user_id), who.name]
    free = UserTask.assignee.is_(None)
    has = UserTask.assignee.in_(names)
    part = {Whose.MINE: has, Whose.OPEN: free, Whose.ALL: or_(has, free)}[whose]
    found = (
        select(UserTask, ProcessDefinition)
        .join(ProcessDefinition, ProcessDefinition.id == UserTask.definition_key)
        .where(and_(UserTask.state == TaskState.CREATED, for_person(who), part))
    )
    if text:
        found = found.where(or_(UserTask.name.icontains(text, autoescape=True), ProcessDefinition.name.icontains(text, autoescape=True)))
    return found


def shown_tasks(session: Session, rows: Sequence[tuple[UserTask, ProcessDefinition]], who: Who) -> list[TaskView]:
    """These tasks as this person sees them."""
    candidates = _candidates(session, [task.id for task, _definition in rows])
    return [_view(task, definition, candidates.get(task.id, ()), who) for task, definition in rows]


def _candidates(session: Session, keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for row in session.scalars(select(TaskCandidate).where(TaskCandidate.task_key.in_(keys)).order_by(TaskCandidate.id)):
        found[row.task_key] = (*found.get(row.task_key, ()), row.name)
    return found


def _view(task: UserTask, definition: ProcessDefinition, candidates: tuple[str, ...], who: Who) -> TaskView:
    return TaskView(
        key=task.id,
        name=task.name,
        process_name=definition.name,
        process_id=definition.bpmn_process_id,
        instance_key=task.instance_key,
        element_id=task.element_id,
        form_id=task.form_id,
        assignee=task.assignee,
        assignee_name=task.assignee_name,
        state=str(task.state),
        priority=task.priority,
        due=task.due,
        follow_up=task.follow_up,
        opened_at=task.opened_at,
        closed_at=task.closed_at,
        is_mine=mine(task, who),
        candidates=candidates,
        definition_key=task.definition_key,
        version=definition.version,
        department_id=task.department_id,
        form_key=task.form_key,
    )

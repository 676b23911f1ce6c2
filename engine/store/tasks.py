"""Who may see and work on a task?"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from engine.store.working import names_of
from engine.tables import TaskCandidate, UserTask
from engine.who import SEES_ALL_DEPARTMENTS, Who
from kit.errors import NotFound
from kit.i18n import _


def named(session: Session, task_key: int, who: Who) -> UserTask:
    """The task, if it is one of this person's company. Raises NotFound."""
    task = session.get(UserTask, task_key)
    if task is None or task.company_id != who.company_id:
        raise NotFound(_("There is no task %(key)s. Look in your inbox.") % {"key": task_key})
    return task


def mine(task: UserTask, who: Who) -> bool:
    return task.assignee in names_of(who)


def allowed(session: Session, task: UserTask, who: Who) -> bool:
    """True for its assignee, its candidates, and operators."""
    if mine(task, who) or who.may("process.operate"):
        return True
    return session.scalars(select(UserTask.id).where(UserTask.id == task.id, for_person(who))).first() is not None


def for_person(who: Who) -> ColumnElement[bool]:
    """Tasks that this person has or may take, as a condition."""
    candidates = select(TaskCandidate.id).where(TaskCandidate.task_key == UserTask.id)
    invited = candidates.where(
        or_(
            and_(TaskCandidate.kind == "GROUP", TaskCandidate.name.in_(sorted(who.roles | who.groups))),
            and_(TaskCandidate.kind == "USER", TaskCandidate.name.in_(names_of(who))),
        )
    )
    open_to = and_(or_(exists(invited), ~exists(candidates)), _department(who))
    return and_(UserTask.company_id == who.company_id, or_(UserTask.assignee.in_(names_of(who)), open_to))


def _department(who: Who) -> ColumnElement[bool]:
    if who.level >= SEES_ALL_DEPARTMENTS:
        return UserTask.company_id == who.company_id
    return or_(UserTask.department_id.is_(None), UserTask.department_id.in_(sorted(who.departments)))

"""Who may see and work on a task?"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from engine.store.hats import Hat, hats
from engine.tables import ProcessDefinition, TaskCandidate, UserTask
from engine.who import Who
from kit.errors import NotFound
from kit.i18n import _


def named(session: Session, task_key: int, who: Who) -> UserTask:
    """The task, if it is one of this person's company. Raises NotFound."""
    task = session.get(UserTask, task_key)
    if task is None or task.company_id != who.company_id:
        raise NotFound(_("There is no task %(key)s. Look in your inbox.") % {"key": task_key})
    return task


def holder(task: UserTask, who: Who) -> Hat | None:
    """The name in which this person has the task, their own or that of somebody for whom they stand in."""
    return next((hat for hat in hats(who) if task.assignee in hat.names), None)


def allowed(session: Session, task: UserTask, who: Who) -> bool:
    """True for its assignee, its candidates, those who stand in for them, and operators."""
    if task.assignee in (str(who.user_id), who.name) or who.may("process.operate"):
        return True
    return session.scalars(select(UserTask.id).where(UserTask.id == task.id, for_person(who))).first() is not None


def for_person(who: Who) -> ColumnElement[bool]:
    """Tasks that this person has or may take, as a condition."""
    return and_(UserTask.company_id == who.company_id, or_(*(_of(hat) for hat in hats(who))))


def _of(hat: Hat) -> ColumnElement[bool]:
    invited = select(TaskCandidate.id).where(TaskCandidate.task_key == UserTask.id, or_(*(_candidate(kind, name) for kind, name in hat.offers)))
    reached = UserTask.company_id.is_not(None) if hat.sees_all else or_(UserTask.department_id.is_(None), UserTask.department_id.in_(hat.departments))
    return and_(or_(UserTask.assignee.in_(hat.names), and_(exists(invited), reached)), *limits(hat))


def _candidate(kind: str, name: str) -> ColumnElement[bool]:
    return and_(TaskCandidate.kind == kind, TaskCandidate.name == name)


def limits(hat: Hat) -> list[ColumnElement[bool]]:
    """What a substitution leaves out: other processes, other roles, what was open before."""
    found: list[ColumnElement[bool]] = []
    if hat.process_id is not None:
        versions = select(ProcessDefinition.id).where(ProcessDefinition.bpmn_process_id == hat.process_id)
        found.append(UserTask.definition_key.in_(versions))
    if hat.role is not None:
        of_role = select(TaskCandidate.id).where(TaskCandidate.task_key == UserTask.id, _candidate("GROUP", hat.role))
        found.append(exists(of_role))
    if hat.opened_since is not None:
        found.append(UserTask.opened_at >= hat.opened_since)
    return found

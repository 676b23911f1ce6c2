"""How does a person take a task, give it back and finish it?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine.advance import Step
from engine.commands.answering import answer_to_task
from engine.model import TaskState
from engine.store.instances import Instance
from engine.store.working import Task, assign, lock_task, may_work_on
from engine.who import Who, require
from kit import audit
from kit.errors import Conflict, Forbidden
from kit.i18n import _


def claim(session: Session, task_key: int, *, who: Who) -> None:
    """Take an open task that nobody has. Raises Conflict when somebody has it."""
    task, _instance = _open(session, task_key, who)
    if task.assignee is not None and not task.is_with(who):
        raise Conflict(_("The task “%(task)s” is already with %(name)s.") % {"task": task.name, "name": task.assignee_name})
    assign(session, task, who)
    _note(session, "task.claim", task, who)


def unclaim(session: Session, task_key: int, *, who: Who) -> None:
    """Give a task back to all its candidates."""
    task, _instance = _open(session, task_key, who)
    _refuse_others(task, who)
    assign(session, task, None)
    _note(session, "task.unclaim", task, who)


def complete_task(session: Session, task_key: int, variables: Mapping[str, object] | None = None, *, who: Who) -> None:
    """Finish the task and run the process on to its next wait.

    Raises Conflict when it is finished already, and Invalid with a sentence for each field that its form refuses.
    """
    task, instance = _open(session, task_key, who)
    _refuse_others(task, who)
    values = answer_to_task(session, task, variables or {}, who)
    Step(session, who.user_id, who.name).act(instance, lambda execution: execution.complete_task(task_key, values))
    _note(session, "task.complete", task, who)


def _open(session: Session, task_key: int, who: Who) -> tuple[Task, Instance]:
    """The task, and its instance, under its instance's lock, read after the lock was got."""
    require(who, "task.work")
    task, instance = lock_task(session, task_key, who)
    if task.state is not TaskState.CREATED:
        raise Conflict(_("The task “%(task)s” is no longer open: it was completed or canceled. Nothing was changed.") % {"task": task.name})
    if not may_work_on(session, task, who):
        raise Forbidden(_("The task “%(task)s” is for another role. Ask somebody who has it.") % {"task": task.name})
    return task, instance


def _refuse_others(task: Task, who: Who) -> None:
    if task.assignee is not None and not task.is_with(who) and not who.may("process.operate"):
        raise Forbidden(_("The task “%(task)s” is with %(name)s.") % {"task": task.name, "name": task.assignee_name})


def _note(session: Session, action: str, task: Task, who: Who) -> None:
    detail: dict[str, object] = {"element": task.element_id, "instance": str(task.instance_key)}
    audit.record(session, action, "user_task", task.id, actor=who.user_id, company_id=task.company_id, detail=detail)

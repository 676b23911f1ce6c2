"""How does a person take a task, give it back and finish it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.advance import Step
from engine.commands.answering import answer_to_task
from engine.model import Delegation, ScopeRow, TaskState
from engine.store.hats import Hat
from engine.store.instances import Instance
from engine.store.working import NOBODY, Holding, Task, hat_for, hold, lock_task, who_did
from engine.who import Who, require
from kit import audit
from kit.errors import Conflict, Forbidden
from kit.i18n import _


@dataclass(frozen=True, slots=True)
class Work:
    """An open task under its instance's lock, and in whose name this person works on it."""

    task: Task
    instance: Instance
    hat: Hat
    scopes: list[ScopeRow]


def claim(session: Session, task_key: int, *, who: Who) -> None:
    """Take an open task that nobody has; a substitute takes it in the name of the absent. Raises Conflict when somebody has it."""
    work = opened(session, task_key, who)
    task = work.task
    if task.assignee is not None and not task.is_with(who):
        raise Conflict(_("The task “%(task)s” is already with %(name)s.") % {"task": task.name, "name": task.assignee_name})
    keep_four_eyes(session, task, who.user_id, work.hat.user_id)
    if task.assignee is None:
        hold(session, task, Holding(str(work.hat.user_id), work.hat.name))
    note(session, "task.claim", work, who)


def unclaim(session: Session, task_key: int, *, who: Who) -> None:
    """Give a task back to all its candidates."""
    work = opened(session, task_key, who)
    refuse_others(work.task, who)
    hold(session, work.task, NOBODY)
    note(session, "task.unclaim", work, who)


def complete_task(session: Session, task_key: int, variables: Mapping[str, object] | None = None, *, who: Who) -> None:
    """Finish the task and run the process on to its next wait.

    Raises Conflict when it is finished already, and Invalid with a sentence for each field that its form refuses.
    """
    work = opened(session, task_key, who)
    task, hat = work.task, work.hat
    refuse_others(task, who)
    _refuse_handed(task)
    keep_four_eyes(session, task, who.user_id, hat.user_id)
    values = answer_to_task(session, task, variables or {}, who)
    behalf = None if hat.is_own else hat.user_id
    Step(session, who.user_id, who.name, behalf).act(work.instance, lambda execution: execution.complete_task(task_key, values), work.scopes)
    note(session, "task.complete", work, who)


def opened(session: Session, task_key: int, who: Who) -> Work:
    """The task, read after its instance's lock was got. Raises Conflict when it is no longer open, Forbidden for whom it is not."""
    require(who, "task.work")
    locked = lock_task(session, task_key, who)
    task = locked.task
    if task.state is TaskState.SUSPENDED:
        said = _("The task “%(task)s” rests, because its process is suspended. Nothing was changed; an operator can resume it.")
        raise Conflict(said % {"task": task.name})
    if task.state is not TaskState.CREATED:
        raise Conflict(_("The task “%(task)s” is no longer open: it was completed or canceled. Nothing was changed.") % {"task": task.name})
    hat = hat_for(session, task, who)
    if hat is None:
        raise Forbidden(_("The task “%(task)s” is for another role. Ask somebody who has it.") % {"task": task.name})
    return Work(task, locked.instance, hat, locked.scopes)


def refuse_others(task: Task, who: Who) -> None:
    """Raises Forbidden when somebody else has it."""
    if task.assignee is not None and not task.is_with(who) and not who.may("process.operate"):
        raise Forbidden(_("The task “%(task)s” is with %(name)s.") % {"task": task.name, "name": task.assignee_name})


def keep_four_eyes(session: Session, task: Task, *people: int) -> None:
    """Raises Forbidden when one of these people, acting or acted for, did what this task must be told apart from."""
    if not who_did(session, task).isdisjoint(people):
        raise Forbidden(_("The task “%(task)s” needs other eyes: who did the step before may not do this one too.") % {"task": task.name})


def note(session: Session, action: str, work: Work, who: Who, **more: object) -> None:
    """An audit row of what this person did, and on whose behalf."""
    task, hat = work.task, work.hat
    detail: dict[str, object] = {"element": task.element_id, "instance": str(task.instance_key), **more}
    if not hat.is_own:
        detail["on_behalf_of"] = str(hat.user_id)
    audit.record(session, action, "user_task", task.id, actor=who.user_id, company_id=task.company_id, detail=detail)


def _refuse_handed(task: Task) -> None:
    if task.delegation is Delegation.PENDING:
        said = _("%(owner)s handed the task “%(task)s” over for an answer. Give it back with the answer; %(owner)s completes it.")
        raise Conflict(said % {"task": task.name, "owner": task.owner_name})

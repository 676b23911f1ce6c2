"""How does a task go to somebody else: for good, or for an answer that comes back? And how is it put off?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from engine.commands.tasks import Work, keep_four_eyes, note, opened, refuse_others
from engine.model import Delegation
from engine.store.working import Holding, Task, hat_for, hold, put_off
from engine.who import Who
from kit.errors import Conflict, Forbidden
from kit.i18n import N_, _, use_language
from people.access import who_of
from people.notices import tell

GIVEN = N_("%(name)s gave you the task “%(task)s”.")
ASKED = N_("%(name)s asks for your answer on the task “%(task)s”.")
ANSWERED = N_("%(name)s answered on the task “%(task)s”: it is yours again.")


def reassign(session: Session, task_key: int, to: int, *, who: Who) -> None:
    """Give the task to another person for good. Raises Forbidden for who may not give it, Conflict for who may not have it."""
    work = opened(session, task_key, who)
    refuse_others(work.task, who)
    taker = _taker(session, work.task, to, who)
    hold(session, work.task, Holding(str(taker.user_id), taker.name))
    note(session, "task.reassign", work, who, to=str(taker.user_id))
    _tell(session, GIVEN, work, who, taker)


def delegate(session: Session, task_key: int, to: int, *, who: Who) -> None:
    """Hand the task to another person for an answer: the owner gets it back with `resolve`, and completes it."""
    work = opened(session, task_key, who)
    task = work.task
    refuse_others(task, who)
    if task.delegation is Delegation.PENDING:
        raise Conflict(_("The task “%(task)s” has been handed over for an answer already. Give it back first.") % {"task": task.name})
    owner, owner_name = (task.assignee, task.assignee_name) if task.assignee else (str(work.hat.user_id), work.hat.name)
    taker = _taker(session, task, to, who)
    if str(taker.user_id) == owner:
        raise Conflict(_("The task “%(task)s” is with %(name)s already.") % {"task": task.name, "name": taker.name})
    hold(session, task, Holding(str(taker.user_id), taker.name, owner, owner_name, Delegation.PENDING))
    note(session, "task.delegate", work, who, to=str(taker.user_id))
    _tell(session, ASKED, work, who, taker)


def resolve(session: Session, task_key: int, *, who: Who) -> None:
    """Give the task back, answered, to whoever handed it over."""
    work = opened(session, task_key, who)
    task = work.task
    refuse_others(task, who)
    if task.delegation is not Delegation.PENDING or task.owner is None:
        raise Conflict(_("The task “%(task)s” was not handed over for an answer. Nothing was changed.") % {"task": task.name})
    hold(session, task, Holding(task.owner, task.owner_name, task.owner, task.owner_name, Delegation.RESOLVED))
    note(session, "task.resolve", work, who, to=task.owner)
    if task.owner.isdecimal():
        _tell(session, ANSWERED, work, who, who_of(session, int(task.owner), task.company_id))


def follow_up(session: Session, task_key: int, until: datetime | None, *, who: Who) -> None:
    """Put the task aside until then, or take it up again with None."""
    work = opened(session, task_key, who)
    refuse_others(work.task, who)
    put_off(session, work.task, until)
    note(session, "task.follow-up", work, who, until=until.isoformat() if until else None)


def _taker(session: Session, task: Task, to: int, who: Who) -> Who:
    """Who gets it: somebody who works here, for whom the task is; an operator may give it to others too."""
    taker = who_of(session, to, task.company_id)
    if not taker.may("task.work"):
        raise Conflict(_("%(name)s does not work on tasks here. Choose somebody else.") % {"name": taker.name})
    if hat_for(session, task, taker) is None and not who.may("process.operate"):
        raise Forbidden(_("The task “%(task)s” is not for %(name)s. An operator may give it to them.") % {"task": task.name, "name": taker.name})
    keep_four_eyes(session, task, taker.user_id)
    return taker


def _tell(session: Session, sentence: str, work: Work, who: Who, reader: Who) -> None:
    if reader.user_id == who.user_id:
        return
    with use_language(reader.language):
        text = _(sentence) % {"name": who.name, "task": _(work.task.name)}
    tell(session, reader, text, actor=who.user_id, instance_key=work.task.instance_key)

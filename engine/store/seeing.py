"""Which instances may a person look at?"""

from __future__ import annotations

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from engine.model import TaskState
from engine.store.tasks import for_person
from engine.tables import ProcessInstance, UserTask
from engine.who import Who
from kit.errors import Forbidden, NotFound
from kit.i18n import _


def seen_instance(session: Session, instance_key: int, who: Who) -> ProcessInstance:
    """The instance, if this person may see it. Raises NotFound or Forbidden."""
    found = session.get(ProcessInstance, instance_key)
    if found is None or found.company_id != who.company_id:
        raise NotFound(_("There is no process instance %(key)s. Look it up in the list of instances.") % {"key": instance_key})
    if not sees(session, found, who):
        raise Forbidden(_("The process instance %(key)s is not yours to see. Ask an operator.") % {"key": instance_key})
    return found


def sees(session: Session, instance: ProcessInstance, who: Who) -> bool:
    """True for an operator, whoever began it, had a task in it, or is offered one now."""
    if who.may("process.operate") or instance.started_by == who.user_id:
        return True
    worked = or_(UserTask.assignee.in_([str(who.user_id), who.name]), UserTask.completed_by == who.user_id)
    offered = and_(UserTask.state == TaskState.CREATED, for_person(who))
    theirs = select(UserTask.id).where(UserTask.instance_key == instance.id, or_(worked, offered))
    return session.scalars(theirs.limit(1)).first() is not None

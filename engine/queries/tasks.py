"""What does a person see of a task, in a list and opened?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import Delegation, TaskState
from engine.plans import plan_of
from engine.queries.views import TaskCard, TaskView
from engine.store.forms import document_of_task
from engine.store.tasks import allowed, holder, named
from engine.store.variables import visible_to
from engine.tables import ProcessDefinition, TaskCandidate, UserTask
from engine.who import Who, require
from kit.errors import Forbidden
from kit.i18n import _


def task(session: Session, task_key: int, *, who: Who) -> TaskCard:
    """One task with its form and variables. Raises NotFound or Forbidden."""
    require(who, "task.work")
    found = named(session, task_key, who)
    if not allowed(session, found, who):
        raise Forbidden(_("The task “%(task)s” is for another role. Ask somebody who has it.") % {"task": found.name})
    definition = session.get_one(ProcessDefinition, found.definition_key)
    view = _view(found, definition, _candidates(session, [found.id]).get(found.id, ()), who)
    is_open, free, has = found.state == TaskState.CREATED, found.assignee is None, view.is_mine or who.may("process.operate")
    return TaskCard(
        view,
        document_of_task(session, found.form_id, found.form_key, found.company_id),
        visible_to(session, found.instance_key, found.id),
        headers=found.headers,
        can_claim=is_open and free,
        can_unclaim=is_open and not free and has,
        can_complete=is_open and (free or has) and found.delegation != Delegation.PENDING,
        can_hand=is_open and (free or has),
        asked=plan_of(session, found.definition_key).nodes[found.element_id].documentation,
        by_role=next((name for name in view.candidates if name in who.roles | who.groups), None),
        can_resolve=is_open and has and found.delegation == Delegation.PENDING,
    )


def shown_tasks(session: Session, rows: Sequence[tuple[UserTask, ProcessDefinition]], who: Who) -> list[TaskView]:
    """These tasks as this person sees them."""
    candidates = _candidates(session, [task.id for task, _definition in rows])
    return [_view(task, definition, candidates.get(task.id, ()), who) for task, definition in rows]


def _candidates(session: Session, keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for row in session.scalars(select(TaskCandidate).where(TaskCandidate.task_key.in_(keys), TaskCandidate.kind != "ALL").order_by(TaskCandidate.id)):
        found[row.task_key] = (*found.get(row.task_key, ()), row.name)
    return found


def _view(task: UserTask, definition: ProcessDefinition, candidates: tuple[str, ...], who: Who) -> TaskView:
    hat = holder(task, who)
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
        is_mine=hat is not None,
        candidates=candidates,
        definition_key=task.definition_key,
        version=definition.version,
        department_id=task.department_id,
        form_key=task.form_key,
        owner_name=task.owner_name,
        delegation=str(task.delegation) if task.delegation else None,
        stands_in_for=hat.name if hat is not None and not hat.is_own else None,
    )

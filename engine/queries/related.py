"""Which other open tasks are about the same records as this one?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import TaskState
from engine.queries.tasks import shown_tasks, task
from engine.queries.views import TaskView
from engine.store.tasks import for_person
from engine.tables import ProcessDefinition, ProcessInstance, UserTask
from engine.who import Who
from kit.links import ProcessLink

SHOWN = 20
LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Related:
    """An open task, and the record that it shares: its kind and key."""

    task: TaskView
    entity_type: str
    entity_id: int


def related(session: Session, task_key: int, *, who: Who) -> list[Related]:
    """Those that this person may see, the most urgent first; of one record's very many, the newest instances are looked at."""
    it = task(session, task_key, who=who).task
    pairs = _records_of(session, it.instance_key)
    found: dict[int, tuple[str, int]] = {}
    for kind, key in pairs:
        newest = (
            select(ProcessLink.instance_key)
            .where(ProcessLink.entity_type == kind, ProcessLink.entity_id == key)
            .order_by(ProcessLink.id.desc())
            .limit(LOOKED_AT)
        )
        seen = UserTask.company_id == who.company_id if who.may("process.operate") else for_person(who)
        theirs = select(UserTask.id).where(UserTask.instance_key.in_(newest), UserTask.state == TaskState.CREATED, seen, UserTask.id != task_key)
        for other in session.scalars(theirs.order_by(UserTask.comes_at, UserTask.id).limit(SHOWN)):
            found.setdefault(other, (kind, key))
    rows = session.execute(
        select(UserTask, ProcessDefinition)
        .join(ProcessDefinition, ProcessDefinition.id == UserTask.definition_key)
        .where(UserTask.id.in_(found))
        .order_by(UserTask.comes_at, UserTask.id)
        .limit(SHOWN)
    )
    return [Related(view, *found[view.key]) for view in shown_tasks(session, [(each, definition) for each, definition in rows], who)]


def _records_of(session: Session, instance_key: int) -> list[tuple[str, int]]:
    """What the whole family of the instance is about, the first named first."""
    root = select(ProcessInstance.root_key).where(ProcessInstance.id == instance_key).scalar_subquery()
    family = select(ProcessInstance.id).where(ProcessInstance.root_key == root)
    linked = ProcessLink.instance_key.in_(family)
    rows = session.execute(select(ProcessLink.entity_type, ProcessLink.entity_id).where(linked).order_by(ProcessLink.id))
    return list(dict.fromkeys((kind, key) for kind, key in rows))

"""What must a command know of the task that a person works on, and may this person?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.model import TaskState
from engine.store.instances import Instance, lock_of_task
from engine.who import SEES_ALL_DEPARTMENTS, Who
from kit.db import execute
from kit.errors import NotFound
from kit.i18n import _

COLUMNS = "id, instance_key, company_id, department_id, element_id, name, form_id, form_key, assignee, assignee_name, state"


@dataclass(frozen=True, slots=True)
class Task:
    """A user task's row, read under its instance's lock."""

    id: int
    instance_key: int
    company_id: int
    department_id: int | None
    element_id: str
    name: str
    form_id: str | None
    form_key: int | None
    assignee: str | None
    assignee_name: str | None
    state: TaskState

    def is_with(self, who: Who) -> bool:
        return self.assignee in names_of(who)


def lock_task(session: Session, key: int, who: Who) -> tuple[Task, Instance]:
    """A task of this person's company, and its instance, locked. Raises NotFound."""
    instance = lock_of_task(session, key)
    if instance is None or instance.company_id != who.company_id:
        raise NotFound(_("There is no task %(key)s. Look in your inbox.") % {"key": key})
    row = execute(session, f"SELECT {COLUMNS} FROM user_task WHERE id = :key", {"key": key}).mappings().one()  # noqa: S608  columns of ours
    return Task(**{**row, "state": TaskState(row["state"])}), instance


def may_work_on(session: Session, task: Task, who: Who) -> bool:
    """True for its assignee, its candidates, and operators (engine.store.tasks.for_person says the same in SQL)."""
    if task.is_with(who) or who.may("process.operate"):
        return True
    if task.department_id is not None and task.department_id not in who.departments and who.level < SEES_ALL_DEPARTMENTS:
        return False
    rows = execute(session, "SELECT kind, name FROM task_candidate WHERE task_key = :key", {"key": task.id}).all()
    invited = {"GROUP": who.roles | who.groups, "USER": frozenset(names_of(who))}
    return not rows or any(row.name in invited[row.kind] for row in rows)


def assign(session: Session, task: Task, who: Who | None) -> None:
    """To this person, or back to all its candidates."""
    facts = {"assignee": str(who.user_id) if who else None, "name": who.name if who else None, "key": task.id}
    execute(session, "UPDATE user_task SET assignee = :assignee, assignee_name = :name WHERE id = :key", facts)


def names_of(who: Who) -> tuple[str, str]:
    """How a model or a claim may name this person."""
    return str(who.user_id), who.name

"""What must a command know of the task that a person works on, and in whose name may they?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import simplejson
from sqlalchemy.orm import Session

from engine.model import Delegation, ScopeRow, TaskState
from engine.store.hats import Hat, hats
from engine.store.instances import SCOPES, Instance, lock_of_task, of_row
from engine.who import Who
from kit.db import execute, execute_together
from kit.db.types import to_micros
from kit.errors import NotFound
from kit.i18n import _

COLUMNS = (
    "id, instance_key, definition_key, company_id, department_id, element_id, name, form_id, form_key, assignee, assignee_name, state, opened_at,"
    " owner, owner_name, delegation, headers"
)
ALL = frozenset({("ALL", "")})
NOT_BY = "virke:not-by"
"""The header that keeps four eyes: who completed one of these elements (or `start`: who began the instance) may not complete this."""


@dataclass(frozen=True, slots=True)
class Task:
    """A user task's row, read under its instance's lock."""

    id: int
    instance_key: int
    definition_key: int
    company_id: int
    department_id: int | None
    element_id: str
    name: str
    form_id: str | None
    form_key: int | None
    assignee: str | None
    assignee_name: str | None
    state: TaskState
    opened_at: int
    owner: str | None
    owner_name: str | None
    delegation: Delegation | None
    headers: str
    offers: frozenset[tuple[str, str]]
    """Its candidates, by kind and name."""

    def is_with(self, who: Who) -> bool:
        return any(self.assignee in hat.names for hat in hats(who))

    @property
    def others_than(self) -> tuple[str, ...]:
        """The elements whose doers may not do this."""
        if NOT_BY not in self.headers:
            return ()
        named = str(simplejson.loads(self.headers).get(NOT_BY, ""))
        return tuple(each.strip() for each in named.split(",") if each.strip())


@dataclass(frozen=True, slots=True)
class Locked:
    """A task and what a step needs of its instance, read after the lock was got."""

    task: Task
    instance: Instance
    scopes: list[ScopeRow]


TASK = f"SELECT {COLUMNS} FROM user_task WHERE id = :key"  # noqa: S608  columns of ours
CANDIDATES = "SELECT kind, name FROM task_candidate WHERE task_key = :key"
ITS_SCOPES = f"{SCOPES}(SELECT instance_key FROM user_task WHERE id = :key)"  # noqa: S608  the same


def lock_task(session: Session, key: int, who: Who) -> Locked:
    """A task of this person's company, under the lock of its instance's family. Raises NotFound."""
    given = {"key": key}
    statements = [(each, given) for each in (lock_of_task(session), TASK, CANDIDATES, ITS_SCOPES)]
    instances, tasks, candidates, scopes = execute_together(session, statements)
    row = instances.first()
    instance = None if row is None else of_row(row)
    if instance is None or instance.company_id != who.company_id:
        raise NotFound(_("There is no task %(key)s. Look in your inbox.") % {"key": key})
    offers = frozenset((kind, name) for kind, name in candidates) or ALL
    return Locked(_task(tasks.mappings().one(), offers), instance, [ScopeRow(*scope) for scope in scopes])


def _task(row: dict[str, Any], offers: frozenset[tuple[str, str]]) -> Task:
    delegation = Delegation(row["delegation"]) if row["delegation"] else None
    headers = row["headers"] if isinstance(row["headers"], str) else simplejson.dumps(row["headers"])
    return Task(**{**row, "state": TaskState(row["state"]), "delegation": delegation, "headers": headers, "offers": offers})


def hat_for(session: Session, task: Task, who: Who) -> Hat | None:
    """The name in which this person may work on it, their own first (engine.store.tasks.for_person says the same in SQL)."""
    own, *others = hats(who)
    if task.assignee in own.names:
        return own
    fitting = (hat for hat in (own, *others) if _fits(session, task, hat, task.offers))
    return next(fitting, own if who.may("process.operate") else None)


def _fits(session: Session, task: Task, hat: Hat, candidates: frozenset[tuple[str, str]]) -> bool:
    invited = not candidates.isdisjoint(hat.offers) and hat.reaches(task.department_id)
    if not invited and task.assignee not in hat.names:
        return False
    if hat.is_own:
        return True
    if hat.role is not None and ("GROUP", hat.role) not in candidates:
        return False
    if hat.opened_since is not None and task.opened_at < to_micros(hat.opened_since):
        return False
    return hat.process_id is None or _process_of(session, task) == hat.process_id


def _process_of(session: Session, task: Task) -> str:
    statement = "SELECT bpmn_process_id FROM process_definition WHERE id = :key"
    return str(execute(session, statement, {"key": task.definition_key}).scalar_one())


def who_did(session: Session, task: Task) -> set[int]:
    """Everybody who may not do this, because they did what it must be told apart from: those who acted, and for whom."""
    elements = task.others_than
    if not elements:
        return set()
    did: set[int] = set()
    if "start" in elements:
        statement = "SELECT root.started_by FROM process_instance i JOIN process_instance root ON root.id = i.root_key WHERE i.id = :key"
        did.add(execute(session, statement, {"key": task.instance_key}).scalar() or 0)
    statement = (
        "SELECT other.element_id, other.completed_by, other.on_behalf_of FROM user_task other WHERE other.instance_key = :key"
        " AND other.state = 'COMPLETED' AND other.id <> :task"
    )
    for row in execute(session, statement, {"key": task.instance_key, "task": task.id}).all():
        if row.element_id in elements:
            did |= {row.completed_by or 0, row.on_behalf_of or 0}
    return did - {0}


@dataclass(frozen=True, slots=True)
class Holding:
    """Who has a task, and who gets it back."""

    assignee: str | None
    name: str | None
    owner: str | None = None
    owner_name: str | None = None
    delegation: Delegation | None = None


NOBODY = Holding(None, None)


def hold(session: Session, task: Task, it: Holding) -> None:
    """Give the task to this person, or back to all its candidates."""
    facts = {"assignee": it.assignee, "name": it.name, "owner": it.owner, "owner_name": it.owner_name, "delegation": it.delegation, "key": task.id}
    statement = (
        "UPDATE user_task SET assignee = :assignee, assignee_name = :name, owner = :owner, owner_name = :owner_name, delegation = :delegation"
        " WHERE id = :key"
    )
    execute(session, statement, facts)
    free = it.assignee is None
    if free != (task.assignee is None):
        execute(session, "UPDATE task_candidate SET is_free = :free WHERE task_key = :key", {"free": free, "key": task.id})


def put_off(session: Session, task: Task, until: datetime | None) -> None:
    """Set the task's follow-up date, or none."""
    execute(
        session, "UPDATE user_task SET follow_up = :until WHERE id = :key", {"until": None if until is None else to_micros(until), "key": task.id}
    )

"""How is an instance locked, loaded and saved?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.model import InstanceState, ScopeRow
from kit import clock
from kit.db import Selected, execute, execute_many, for_update
from kit.db.types import to_micros
from kit.errors import NotFound
from kit.i18n import _


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance's row, as a step needs it."""

    key: int
    root_key: int
    parent_key: int | None
    parent_element_key: int | None
    definition_key: int
    company_id: int
    department_id: int | None
    state: InstanceState
    continued: int
    stopped: bool
    """An incident was raised once."""


@dataclass(frozen=True, slots=True)
class Birth:
    """What an instance's row says of its beginning; `given` as feel.codec wrote it."""

    bpmn_process_id: str
    started_by: int | None
    given: str
    start_event_id: str | None


INSERT = (
    "INSERT INTO process_instance (id, root_key, parent_key, parent_element_key, definition_key, bpmn_process_id, company_id, department_id, state,"
    " started_by, started_at, continued, stopped, given, start_event_id) VALUES (:id, :root_key, :parent_key, :parent_element_key, :definition_key,"
    " :bpmn_process_id, :company_id, :department_id, :state, :started_by, :started_at, :continued, :stopped, :given, :start_event_id)"
)


def insert(session: Session, it: Instance, birth: Birth) -> None:
    """A new instance's row; as long as nobody else sees it, it needs no lock."""
    facts = {
        "id": it.key, "root_key": it.root_key, "parent_key": it.parent_key, "parent_element_key": it.parent_element_key,
        "definition_key": it.definition_key, "bpmn_process_id": birth.bpmn_process_id, "company_id": it.company_id,
        "department_id": it.department_id, "state": it.state.value, "started_by": birth.started_by, "started_at": to_micros(clock.now()),
        "continued": it.continued, "stopped": it.stopped, "given": birth.given, "start_event_id": birth.start_event_id,
    }  # fmt: skip
    execute_many(session, INSERT, [facts])


COLUMNS = ", ".join(
    ["i.id AS key", *(f"i.{name}" for name in ("root_key", "parent_key", "parent_element_key", "definition_key", "company_id", "department_id"))]
    + [f"i.{name}" for name in ("state", "continued", "stopped")]
)
FAMILY = f"SELECT {COLUMNS} FROM process_instance root JOIN process_instance i ON i.root_key = root.id WHERE i.id = "  # noqa: S608  columns of ours


def definition_of(session: Session, key: int) -> int | None:
    """The key of the instance's definition; None when there is no such instance."""
    found: int | None = execute(session, "SELECT definition_key FROM process_instance WHERE id = :key", {"key": key}).scalar()
    return found


def locked(session: Session, key: int) -> Instance:
    """The instance, with the lock of its whole family held until the transaction ends. Raises NotFound.

    Everybody locks the root first. On SQLite whoever writes has locked the whole database already.
    """
    instance = _locked(session, key)
    if instance is None:
        raise NotFound(_("There is no process instance %(key)s. Look it up in the list of instances.") % {"key": key})
    return instance


def unlocked(session: Session, key: int) -> Instance | None:
    """The instance as it is now, for who only looks."""
    row = execute(session, f"{FAMILY}:key", {"key": key}).first()
    return None if row is None else of_row(row)


def lock_of_task(session: Session) -> str:
    """The statement that locks like that the instance of the task `:key`."""
    return f"{FAMILY}(SELECT instance_key FROM user_task WHERE id = :key){for_update(session)}"  # noqa: S608  columns of ours


def _locked(session: Session, key: int) -> Instance | None:
    row = execute(session, f"{FAMILY}:key{for_update(session)}", {"key": key}).first()
    return None if row is None else of_row(row)


def of_row(row: Selected) -> Instance:
    """What FAMILY has selected."""
    return Instance(
        row.key, row.root_key, row.parent_key, row.parent_element_key, row.definition_key, row.company_id, row.department_id,
        InstanceState(row.state), row.continued, bool(row.stopped),
    )  # fmt: skip


ANCESTORS = (
    "WITH RECURSIVE up (id, parent_key, deep) AS (SELECT id, parent_key, 1 FROM process_instance WHERE id = :key UNION ALL"
    " SELECT p.id, p.parent_key, up.deep + 1 FROM up JOIN process_instance p ON p.id = up.parent_key) SELECT MAX(deep) FROM up"
)
ALIVE = "SELECT COUNT(*) FROM (SELECT 1 FROM process_instance WHERE root_key = :root AND state = 'ACTIVE' LIMIT :most) alive"


def is_runaway(session: Session, instance: Instance, deepest: int, most: int) -> bool:
    """So many processes called one another down to this one, or so many of its family are alive."""
    deep: int = execute(session, ANCESTORS, {"key": instance.key}).scalar_one()
    alive: int = execute(session, ALIVE, {"root": instance.root_key, "most": most}).scalar_one()
    return deep >= deepest or alive >= most


SCOPES = "SELECT scope_key, parent_key, live, variables FROM scope_state WHERE instance_key = "


def scope_rows(session: Session, instance: Instance) -> list[ScopeRow]:
    """What is alive in the instance, a row a scope."""
    return [ScopeRow(*row) for row in execute(session, f"{SCOPES}:key", {"key": instance.key})]


NEW_SCOPE = "INSERT INTO scope_state (scope_key, instance_key, parent_key, live, variables) VALUES (:key, :instance, :parent, :live, :variables)"
CHANGED_SCOPE = "UPDATE scope_state SET live = COALESCE(:live, live), variables = COALESCE(:variables, variables) WHERE scope_key = :key"


def save_scopes(session: Session, instance: Instance, rows: list[ScopeRow], stored: frozenset[int]) -> None:
    """Write the scopes that changed; `stored` are those that have a row already."""
    new: list[dict[str, object]] = []
    changed: list[dict[str, object]] = []
    gone: list[dict[str, object]] = []
    for row in rows:
        if row.gone:
            gone.append({"key": row.scope_key})
        elif row.scope_key in stored:
            changed.append({"key": row.scope_key, "live": row.live, "variables": row.variables})
        else:
            new.append({"key": row.scope_key, "instance": instance.key, "parent": row.parent_key, "live": row.live, "variables": row.variables})
    execute_many(session, NEW_SCOPE, new)
    execute_many(session, CHANGED_SCOPE, changed)
    execute_many(session, "DELETE FROM scope_state WHERE scope_key = :key", gone)

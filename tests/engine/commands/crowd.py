"""How do tests fill an inbox with thousands of open tasks?"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, text

from engine.model import NO_DUE
from engine.store.keeping import insert
from engine.tables import ProcessDefinition
from kit import clock
from kit.db import Database, execute_many
from kit.db.types import to_micros
from kit.keys import new_key
from tests.engine.commands.conftest import COMPANY
from tests.engine.commands.stories import deployed

TASK = insert(
    "user_task", "id instance_key definition_key company_id element_id name assignee assignee_name state priority due comes_at headers opened_at"
)
INSTANCE = insert("process_instance", "id root_key definition_key bpmn_process_id company_id state started_at continued stopped")
OFFER = insert("task_candidate", "id task_key kind name company_id comes_at is_free")


def crowd(database: Database, count: int, role: str = "manager", company: int = COMPANY, assignee: str | None = None) -> list[int]:
    """So many open tasks, every seventh without a due date, and as many that are completed; gives the open ones' keys in the list's order."""
    deployed(database, "approval")
    now = clock.now()
    with database.transaction() as session:
        definition = session.scalars(select(ProcessDefinition.id)).first()
        rows = [_row(number, now, company, assignee) | {"definition_key": definition} for number in range(2 * count)]
        execute_many(session, INSTANCE, [_instance(row) for row in rows])
        execute_many(session, TASK, rows)
        execute_many(session, OFFER, [_offer(row, role) for row in rows])
    if not database.sqlite:
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    open_ones = [(int(str(row["comes_at"])), int(str(row["id"]))) for row in rows if row["state"] == "CREATED"]
    return [key for _at, key in sorted(open_ones)]


def _row(number: int, now: datetime, company: int, assignee: str | None) -> dict[str, object]:
    due = None if number % 7 == 0 else now + timedelta(hours=(number * 7919) % 2000 - 500)
    return {
        "id": new_key(), "instance_key": new_key(), "company_id": company, "element_id": "approve", "name": f"Approve {number}",
        "assignee": assignee, "assignee_name": assignee, "state": "CREATED" if number % 2 else "COMPLETED", "priority": 50,
        "due": None if due is None else to_micros(due), "comes_at": to_micros(due or NO_DUE), "headers": "{}", "opened_at": to_micros(now),
    }  # fmt: skip


def _offer(row: dict[str, object], role: str) -> dict[str, object]:
    free = row["state"] == "CREATED" and row["assignee"] is None
    facts = {"task_key": row["id"], "company_id": row["company_id"], "comes_at": row["comes_at"]}
    return {**facts, "id": new_key(), "kind": "GROUP", "name": role, "is_free": free}


def _instance(row: dict[str, object]) -> dict[str, object]:
    facts = {"definition_key": row["definition_key"], "company_id": row["company_id"], "started_at": row["opened_at"]}
    key = row["instance_key"]
    return {**facts, "id": key, "root_key": key, "bpmn_process_id": "approval", "state": "ACTIVE", "continued": 0, "stopped": False}

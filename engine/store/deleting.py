"""Which rows go when an ended instance is deleted? Its history and that of whatever it called.

What operations did (service_call), messages and audit rows are evidence of their own and stay.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from kit.db import execute, execute_many

FAMILY = "SELECT id FROM process_instance WHERE root_key = :key"
TASKS = "SELECT t.id FROM process_instance i JOIN user_task t ON t.instance_key = i.id WHERE i.root_key = :key"
OF_TASKS = tuple(f"DELETE FROM {table} WHERE task_key = :key" for table in ("task_draft", "task_candidate"))  # noqa: S608  names of ours
OF_INSTANCES = tuple(
    f"DELETE FROM {table} WHERE instance_key = :key"  # noqa: S608  names of ours
    for table in (
        *("user_task", "element_instance", "sequence_flow_taken", "variable_change", "job", "subscription", "incident"),
        *("scope_state", "decision_instance", "follow", "comment", "process_link"),
    )
)
INSTANCE = "DELETE FROM process_instance WHERE id = :key"


def delete_family(session: Session, root_key: int) -> int:
    """Gives how many instances are gone. Each key is looked for by itself: no database is tempted to read a whole table."""
    family = [{"key": row.id} for row in execute(session, FAMILY, {"key": root_key})]
    tasks = [{"key": row.id} for row in execute(session, TASKS, {"key": root_key})]
    for statement in OF_TASKS:
        execute_many(session, statement, tasks)
    for statement in (*OF_INSTANCES, INSTANCE):
        execute_many(session, statement, family)
    return len(family)

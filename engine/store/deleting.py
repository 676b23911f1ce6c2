"""Which rows go when an ended instance is deleted? Its history and that of whatever it called.

What operations did (service_call), messages and audit rows are evidence of their own and stay.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from kit.db import execute

THEIRS = "IN (SELECT id FROM process_instance WHERE root_key = :key)"
STATEMENTS = (
    f"DELETE FROM task_draft WHERE task_key IN (SELECT id FROM user_task WHERE instance_key {THEIRS})",  # noqa: S608  ours
    f"DELETE FROM task_candidate WHERE task_key IN (SELECT id FROM user_task WHERE instance_key {THEIRS})",  # noqa: S608  ours
    *(
        f"DELETE FROM {table} WHERE instance_key {THEIRS}"  # noqa: S608  names of ours
        for table in (
            *("user_task", "element_instance", "sequence_flow_taken", "variable_change", "job", "subscription", "incident"),
            *("scope_state", "decision_instance", "follow", "comment", "process_link"),
        )
    ),
)
INSTANCES = "DELETE FROM process_instance WHERE root_key = :key"


def delete_family(session: Session, root_key: int) -> int:
    """Gives how many instances are gone."""
    for statement in STATEMENTS:
        execute(session, statement, {"key": root_key})
    return int(execute(session, INSTANCES, {"key": root_key}).rowcount)

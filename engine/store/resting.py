"""How do an instance, and whatever it called, come to rest with all that waits in them, and wake again?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.store.waking import wake_after_commit
from kit import clock
from kit.db import execute, execute_many
from kit.db.types import to_micros

FAMILY = (
    "WITH RECURSIVE family(id, state) AS (SELECT id, state FROM process_instance WHERE id = :key"
    " UNION ALL SELECT i.id, i.state FROM process_instance i JOIN family f ON i.parent_key = f.id)"
    " SELECT id FROM family WHERE state = :state"
)
REST = (
    "UPDATE process_instance SET state = 'SUSPENDED', suspended_at = :now WHERE id = :key",
    "UPDATE job SET state = 'SUSPENDED', worker = NULL, lease_until = NULL WHERE instance_key = :key AND state IN ('READY', 'LEASED')",
    "UPDATE subscription SET suspended = :yes WHERE instance_key = :key",
    "UPDATE task_candidate SET is_free = :no WHERE task_key IN (SELECT id FROM user_task WHERE instance_key = :key)",
    "UPDATE user_task SET state = 'SUSPENDED' WHERE instance_key = :key AND state = 'CREATED'",
)
WAKE = (
    "UPDATE process_instance SET state = 'ACTIVE', suspended_at = NULL WHERE id = :key",
    "UPDATE job SET state = 'READY' WHERE instance_key = :key AND state = 'SUSPENDED'",
    "UPDATE subscription SET suspended = :no WHERE instance_key = :key",
    (
        "UPDATE task_candidate SET is_free = :yes WHERE task_key IN"
        " (SELECT id FROM user_task WHERE instance_key = :key AND state = 'SUSPENDED' AND assignee IS NULL)"
    ),
    "UPDATE user_task SET state = 'CREATED' WHERE instance_key = :key AND state = 'SUSPENDED'",
)


def rest(session: Session, key: int) -> int:
    """Nothing in them is due, heard or worked on from now on; whoever leases a job of theirs has lost it. Gives how many came to rest."""
    return _change(session, key, "ACTIVE", REST)


def wake(session: Session, key: int) -> int:
    """What has become due in the meantime is due now."""
    woken = _change(session, key, "SUSPENDED", WAKE)
    wake_after_commit(session)
    return woken


def _change(session: Session, key: int, state: str, statements: tuple[str, ...]) -> int:
    keys = [row[0] for row in execute(session, FAMILY, {"key": key, "state": state}).all()]
    facts: dict[str, object] = {"now": to_micros(clock.now()), "yes": True, "no": False}
    for statement in statements:
        named = {name: value for name, value in facts.items() if f":{name}" in statement}
        execute_many(session, statement, [{**named, "key": each} for each in keys])
    return len(keys)

"""How are the items of a batch written, taken one by one, and counted?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.batches.model import BatchState, ItemState
from kit import clock
from kit.db import execute, execute_many
from kit.db.types import to_micros
from kit.keys import new_key

INSERT = "INSERT INTO batch_item (id, batch_key, instance_key, state) VALUES (:id, :batch, :instance, 'ACTIVE')"
NEXT = "SELECT id, instance_key FROM batch_item WHERE batch_key = :batch AND state = 'ACTIVE' ORDER BY id LIMIT :limit"
TAKE = "UPDATE batch_item SET state = 'COMPLETED', done_at = :now, code = NULL, reason = NULL WHERE id = :item AND state = 'ACTIVE'"
REFUSE = "UPDATE batch_item SET state = 'FAILED', done_at = :now, code = :code, reason = :reason WHERE id = :item AND state = 'ACTIVE'"
OUTCOME = "UPDATE batch_item SET outcome = :outcome WHERE id = :item"
COUNT = "SELECT state, COUNT(*) AS number FROM batch_item WHERE batch_key = :batch GROUP BY state"
STATE = "SELECT state, stops_after FROM batch WHERE id = :batch"
CHANGE = "UPDATE batch SET state = :state, stops_after = NULL, ended_at = :ended WHERE id = :batch AND state = 'ACTIVE'"
PART = 5_000


@dataclass(frozen=True, slots=True)
class Item:
    id: int
    instance_key: int


def add_items(session: Session, batch_key: int, keys: Sequence[int]) -> None:
    """In this order they are worked on."""
    for start in range(0, len(keys), PART):
        part = keys[start : start + PART]
        execute_many(session, INSERT, [{"id": new_key(), "batch": batch_key, "instance": key} for key in part])


def next_items(session: Session, batch_key: int, limit: int) -> list[Item]:
    """What is to be worked on now; nothing while the batch rests, has ended, or has come to where it stops."""
    found = execute(session, STATE, {"batch": batch_key}).first()
    if found is None or found.state != BatchState.ACTIVE:
        return []
    if found.stops_after is not None:
        limit = min(limit, found.stops_after - done(counts(session, batch_key)))
    if limit <= 0:
        return []
    return [Item(row.id, row.instance_key) for row in execute(session, NEXT, {"batch": batch_key, "limit": limit})]


def take(session: Session, item: Item) -> bool:
    """The fence: what is done to the instance in this transaction is done once. False when somebody else did it."""
    return execute(session, TAKE, {"item": item.id, "now": to_micros(clock.now())}).rowcount == 1


def keep_outcome(session: Session, item: Item, outcome: int) -> None:
    execute(session, OUTCOME, {"item": item.id, "outcome": outcome})


def refuse(session: Session, item: Item, code: str, reason: str) -> None:
    execute(session, REFUSE, {"item": item.id, "now": to_micros(clock.now()), "code": code, "reason": reason})


def counts(session: Session, batch_key: int) -> dict[ItemState, int]:
    found = {ItemState(row.state): row.number for row in execute(session, COUNT, {"batch": batch_key})}
    return {state: found.get(state, 0) for state in ItemState}


def done(found: dict[ItemState, int]) -> int:
    return found[ItemState.COMPLETED] + found[ItemState.FAILED]


def come_to_a_stop(session: Session, batch_key: int) -> bool:
    """The batch has ended, or has come to where it stops: say so. False when there is more to do."""
    found = counts(session, batch_key)
    stops_after = execute(session, STATE, {"batch": batch_key}).one().stops_after
    if found[ItemState.ACTIVE] and (stops_after is None or done(found) < stops_after):
        return False
    state, ended = BatchState.SUSPENDED, None
    if not found[ItemState.ACTIVE]:
        state = BatchState.PARTIALLY_COMPLETED if found[ItemState.FAILED] else BatchState.COMPLETED
        ended = to_micros(clock.now())
    execute(session, CHANGE, {"batch": batch_key, "state": state.value, "ended": ended})
    return True

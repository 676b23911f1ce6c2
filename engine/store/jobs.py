"""How is a job leased, finished by the one who leased it, and put off?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from engine.model import JobKind, Variables
from feel import codec
from kit import clock
from kit.db import execute, for_update
from kit.db.types import to_micros

LEASE = timedelta(minutes=5)
PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10))
"""How long the engine waits before the second, third and each further try."""
MINE = "id = :key AND state = 'LEASED' AND worker = :worker AND attempt = :attempt"
FREE = "((state = 'READY' AND run_at <= :now) OR (state = 'LEASED' AND lease_until <= :now))"


@dataclass(frozen=True, slots=True)
class Lease:
    """A job in the hands of one worker, for a while."""

    key: int
    worker: str
    attempt: int
    kind: JobKind
    company_id: int | None
    instance_key: int | None
    definition_key: int | None
    wait_key: int
    element_instance_key: int
    element_id: str
    type: str
    given: Variables
    headers: str
    retries: int
    back_off: str | None
    run_at: int


TAKE = "UPDATE job SET state = 'LEASED', worker = :worker, lease_until = :until, attempt = attempt + 1"
GIVEN = (
    " RETURNING id AS key, worker, attempt, kind, company_id, instance_key, definition_key, wait_key, element_instance_key, element_id, type,"
    " given, headers, retries, back_off, run_at"
)


def lease(session: Session, key: int, worker: str) -> Lease | None:
    """Take a job that is due and free; None when somebody else was quicker."""
    return next(iter(_taken(session, f"{TAKE} WHERE id = :key AND {FREE}", worker, LEASE, key=key)), None)


def lease_due(session: Session, wanted: str, worker: str, limit: int, *, lasting: timedelta = LEASE, **facts: object) -> list[Lease]:
    """Take up to so many due jobs in the order of their time, each for one worker alone; `wanted` is a condition on their kind."""
    clause = for_update(session)
    skip = f"{clause} SKIP LOCKED" if clause else ""
    chosen = f"SELECT id FROM job WHERE {wanted} AND {FREE} ORDER BY run_at, id LIMIT :limit{skip}"  # noqa: S608  conditions of ours
    change = f"WITH chosen AS MATERIALIZED ({chosen}) {TAKE} WHERE id IN (SELECT id FROM chosen) AND {FREE}"  # noqa: S608  the same
    found = _taken(session, change, worker, lasting, limit=limit, **facts)
    return sorted(found, key=lambda it: (it.run_at, it.key))


def of_kinds(kinds: Iterable[JobKind]) -> str:
    """The condition for lease_due and due."""
    return f"kind IN ({', '.join(repr(kind.value) for kind in kinds)})"


def _taken(session: Session, change: str, worker: str, lasting: timedelta, **facts: object) -> list[Lease]:
    now = clock.now()
    times = {"worker": worker, "now": to_micros(now), "until": to_micros(now + lasting)}
    return [_lease(row) for row in execute(session, change + GIVEN, {**facts, **times}).mappings()]


def held(session: Session, key: int) -> Lease | None:
    """The job as whoever leases it has it; None when nobody does."""
    columns = GIVEN.removeprefix(" RETURNING ")
    row = execute(session, f"SELECT {columns} FROM job WHERE id = :key AND state = 'LEASED'", {"key": key}).mappings().first()  # noqa: S608  columns of ours
    return None if row is None else _lease(row)


def _lease(row: dict[str, Any]) -> Lease:
    return Lease(**{**row, "kind": JobKind(row["kind"]), "given": codec.load(row["given"])})


def due(session: Session, kinds: Iterable[JobKind], limit: int) -> list[int]:
    """Keys of jobs that may be leased now, in the order of their time."""
    statement = f"SELECT id FROM job WHERE {of_kinds(kinds)} AND {FREE} ORDER BY run_at, id LIMIT :limit"  # noqa: S608  conditions of ours
    return [key for (key,) in execute(session, statement, {"now": to_micros(clock.now()), "limit": limit}).all()]


def next_time(session: Session) -> int | None:
    """When the next job of the engine's own is due, or a lease of one ends, in microseconds since 1970."""
    statement = (
        "SELECT MIN(CASE WHEN state = 'READY' THEN run_at ELSE lease_until END) FROM job WHERE state IN ('READY', 'LEASED') AND kind <> 'EXTERNAL'"
    )
    found = execute(session, statement).scalar_one()
    return None if found is None else int(found)


def finish(session: Session, it: Lease) -> bool:
    """Mark it done; False when the lease is lost, and nothing of this work may be kept."""
    return _mine(session, it, "UPDATE job SET state = 'DONE', lease_until = NULL, cause = NULL")


def drop(session: Session, it: Lease) -> bool:
    """A timer or signal that has arrived leaves no row."""
    return _mine(session, it, "DELETE FROM job")


def put_off(session: Session, it: Lease, cause: str, until: datetime) -> bool:
    """Try again then."""
    change = "UPDATE job SET state = 'READY', worker = NULL, lease_until = NULL, retries = retries - 1, cause = :cause, run_at = :until"
    return _mine(session, it, change, cause=cause, until=to_micros(until))


def queue_again(session: Session, it: Lease) -> bool:
    """There is more to do: behind whatever is due already."""
    change = "UPDATE job SET state = 'READY', worker = NULL, lease_until = NULL, run_at = :now"
    return _mine(session, it, change, now=to_micros(clock.now()))


def give_up(session: Session, it: Lease, cause: str) -> bool:
    change = "UPDATE job SET state = 'FAILED', worker = NULL, lease_until = NULL, retries = 0, cause = :cause"
    return _mine(session, it, change, cause=cause)


def _mine(session: Session, it: Lease, change: str, **facts: object) -> bool:
    given = {"key": it.key, "worker": it.worker, "attempt": it.attempt, **facts}
    return execute(session, f"{change} WHERE {MINE}", given).rowcount == 1

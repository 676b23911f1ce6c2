"""How is a job leased, finished by the one who leased it, and put off?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from engine.model import JobKind, Variables
from feel import codec
from kit import clock
from kit.db import execute
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


def lease(session: Session, key: int, worker: str, *, ignore_time: bool = False) -> Lease | None:
    """Take a job that is due and free; None when somebody else was quicker."""
    now = clock.now()
    facts = {"key": key, "worker": worker, "now": to_micros(now), "until": to_micros(now + LEASE)}
    free = "state = 'READY'" if ignore_time else FREE
    taken = execute(
        session,
        f"UPDATE job SET state = 'LEASED', worker = :worker, lease_until = :until, attempt = attempt + 1 WHERE id = :key AND {free}",  # noqa: S608  conditions of ours
        facts,
    )
    if taken.rowcount != 1:
        return None
    return held(session, key)


def held(session: Session, key: int) -> Lease | None:
    """The job as whoever leases it has it; None when nobody does."""
    columns = (
        "id AS key, worker, attempt, kind, company_id, instance_key, definition_key, wait_key, element_instance_key, element_id, type,"
        " given, headers, retries, back_off, run_at"
    )
    row = execute(session, f"SELECT {columns} FROM job WHERE id = :key AND state = 'LEASED'", {"key": key}).mappings().first()  # noqa: S608  columns of ours
    if row is None:
        return None
    given = codec.load(row["given"])
    return Lease(**{**row, "kind": JobKind(row["kind"]), "given": given})


def due(session: Session, kinds: tuple[JobKind, ...], limit: int) -> list[int]:
    """Keys of jobs that may be leased now, in the order of their time."""
    named = ", ".join(f"'{kind.value}'" for kind in kinds)
    statement = f"SELECT id FROM job WHERE kind IN ({named}) AND {FREE} ORDER BY run_at, id LIMIT :limit"  # noqa: S608  names of ours
    return [key for (key,) in execute(session, statement, {"now": to_micros(clock.now()), "limit": limit}).all()]


def next_time(session: Session) -> int | None:
    """When the next job of the engine's own is due, in microseconds since 1970."""
    statement = "SELECT MIN(run_at) FROM job WHERE state = 'READY' AND kind <> 'EXTERNAL'"
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


def give_up(session: Session, it: Lease, cause: str) -> bool:
    change = "UPDATE job SET state = 'FAILED', worker = NULL, lease_until = NULL, retries = 0, cause = :cause"
    return _mine(session, it, change, cause=cause)


def _mine(session: Session, it: Lease, change: str, **facts: object) -> bool:
    given = {"key": it.key, "worker": it.worker, "attempt": it.attempt, **facts}
    return execute(session, f"{change} WHERE {MINE}", given).rowcount == 1

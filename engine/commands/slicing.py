"""How does a job work through a batch, a slice at a time, so that a crash loses nothing and nothing is done twice?

Each instance is changed in a transaction of its own, together with its item's result. A dry run does the same and rolls back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from engine.batches.model import BatchState, BatchType
from engine.batches.tables import Batch
from engine.bpmn import Activate, Modification, Move, Place
from engine.commands.deleting import delete
from engine.commands.migrating import migrate
from engine.commands.modifying import modify
from engine.commands.restarting import restart
from engine.commands.retrying import retry_all
from engine.commands.starting import cancel
from engine.commands.suspending import resume, suspend
from engine.store import batches, jobs
from engine.store.batches import Item
from engine.store.instances import unlocked
from engine.store.jobs import Lease
from engine.store.waking import wake_after_commit
from engine.who import Who
from kit.db import Database
from kit.errors import AppError, Unavailable
from kit.log import get_logger

log = get_logger(__name__)
AT_ONCE = 100
SECONDS = 2.0
"""So long a slice takes; then others have their turn."""
UNFORESEEN = "INTERNAL"
MENDABLE = (SQLAlchemyError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError)
"""What one instance may die of without keeping the others from their turn."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a batch asks, and in whose name."""

    key: int
    type: BatchType
    given: Mapping[str, object]
    is_dry: bool
    who: Who


class _OnlyTried(Exception):
    """A dry run has seen that it can be done."""


def work_batch(database: Database, it: Lease) -> None:
    """Do a slice; then let others have their turn, or say that the batch has come to its end or to where it stops."""
    until = time.monotonic() + SECONDS
    with database.reading() as session:
        task = _task(session, it)
        items = batches.next_items(session, it.wait_key, AT_ONCE) if task is not None else []
    while items and task is not None:
        for item in items:
            _one(database, task, item)
            if time.monotonic() >= until:
                break
        if time.monotonic() >= until:
            break
        with database.reading() as session:
            items = batches.next_items(session, it.wait_key, AT_ONCE)
    with database.transaction() as session:
        if task is None or batches.come_to_a_stop(session, it.wait_key) or not _is_active(session, it):
            jobs.drop(session, it)
        elif jobs.queue_again(session, it):
            wake_after_commit(session)


def fail_batch(session: Session, it: Lease) -> None:
    """Its job could not go on at all; a person may resume it."""
    found = session.get(Batch, it.wait_key)
    if found is not None and found.job_key == it.key and found.state == BatchState.ACTIVE:
        found.state = BatchState.FAILED


def _is_active(session: Session, it: Lease) -> bool:
    found = session.get(Batch, it.wait_key, populate_existing=True)
    return found is not None and found.state == BatchState.ACTIVE and found.job_key == it.key


def _task(session: Session, it: Lease) -> Task | None:
    """None when the batch is no longer this job's."""
    if not _is_active(session, it):
        return None
    found = session.get_one(Batch, it.wait_key)
    who = Who(found.made_by, found.made_by_name, found.company_id, permissions=frozenset({"process.operate"}))
    return Task(found.id, BatchType(found.type), found.given, found.is_dry, who)


def _one(database: Database, task: Task, item: Item) -> None:
    try:
        with database.transaction() as session:
            if not batches.take(session, item):
                return
            outcome = ACTS[task.type](session, item.instance_key, task.given, task.who)
            if task.is_dry:
                raise _OnlyTried
            if outcome is not None:
                batches.keep_outcome(session, item, outcome)
    except _OnlyTried:
        with database.transaction() as session:
            batches.take(session, item)
    except Unavailable:
        raise  # the database has no room or does not answer: the whole slice is tried again
    except AppError as error:
        _refuse(database, item, error.code, error.message)
    except MENDABLE as error:
        log.exception("Item %s of batch %s failed", item.id, task.key)
        _refuse(database, item, UNFORESEEN, f"{type(error).__name__}: {error}")


def _refuse(database: Database, item: Item, code: str, reason: str) -> None:
    with database.transaction() as session:
        batches.refuse(session, item, code, reason)


def _cancel(session: Session, key: int, _given: Mapping[str, object], who: Who) -> None:
    cancel(session, key, who=who)


def _suspend(session: Session, key: int, _given: Mapping[str, object], who: Who) -> None:
    suspend(session, key, who=who)


def _resume(session: Session, key: int, _given: Mapping[str, object], who: Who) -> None:
    resume(session, key, who=who)


def _delete(session: Session, key: int, _given: Mapping[str, object], who: Who) -> None:
    delete(session, key, who=who)


def _restart(session: Session, key: int, given: Mapping[str, object], who: Who) -> int:
    return restart(session, key, who=who, newest=bool(given.get("newest")))


def _retry(session: Session, key: int, _given: Mapping[str, object], who: Who) -> None:
    retry_all(session, key, who=who)


def _migrate(session: Session, key: int, given: Mapping[str, object], who: Who) -> int | None:
    before = unlocked(session, key)
    mapping = given.get("mapping")
    named = {str(source): str(target) for source, target in mapping.items()} if isinstance(mapping, dict) else {}
    migrate(session, key, int(str(given["target"])), named, who=who)
    return before.definition_key if before is not None else None


def _modify(session: Session, key: int, given: Mapping[str, object], who: Who) -> None:
    wanted = Modification(
        move=tuple(Move(Place(str(source)), str(target)) for source, target in _listed(given, "moves")),
        activate=tuple(Activate(str(element_id)) for element_id in _listed(given, "activate")),
        terminate=tuple(Place(str(element_id)) for element_id in _listed(given, "terminate")),
    )
    modify(session, key, wanted, who=who)


def _listed(given: Mapping[str, object], name: str) -> list[Any]:
    found = given.get(name)
    return found if isinstance(found, list) else []


ACTS: Mapping[BatchType, Callable[[Session, int, Mapping[str, object], Who], int | None]] = {
    BatchType.CANCEL: _cancel,
    BatchType.SUSPEND: _suspend,
    BatchType.RESUME: _resume,
    BatchType.DELETE: _delete,
    BatchType.RESTART: _restart,
    BatchType.RETRY: _retry,
    BatchType.MIGRATE: _migrate,
    BatchType.MODIFY: _modify,
}

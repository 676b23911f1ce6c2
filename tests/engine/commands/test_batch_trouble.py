"""Does a batch come through a crash, two workers, an error that nobody foresaw, and a database that is full?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

import engine
from engine import BatchType, Order
from engine.commands import slicing
from engine.store import jobs
from engine.tables import Job, ProcessInstance
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import Unavailable
from tests.engine.commands.batch_stories import cases, deployed, ordered, outcome, results, run, states
from tests.engine.commands.conftest import OPERATOR


class PowerCutError(BaseException):
    pass


def test_a_crash_in_the_middle_loses_nothing_and_does_nothing_twice(database: Database, moving_clock: MovingClock) -> None:
    deployed(database)
    keys = cases(database, 6)
    batch = ordered(database, Order(BatchType.RESTART), keys)
    with database.transaction() as session:
        for key in keys:
            engine.cancel(session, key, who=OPERATOR)
    commits = []

    def cut(_session: Session) -> None:
        commits.append(1)
        if len(commits) == 5:  # of the lease and four items, the fifth does not come to its end
            raise PowerCutError

    event.listen(Session, "before_commit", cut)
    try:
        with pytest.raises(PowerCutError):
            engine.run_jobs(database, "dies")
    finally:
        event.remove(Session, "before_commit", cut)
    assert 0 < outcome(database, batch)[1] < 6
    assert engine.run_jobs(database, "other") == 0

    moving_clock.advance(timedelta(minutes=5))
    run(database)

    assert outcome(database, batch) == ("COMPLETED", 6, 0)
    running = select(ProcessInstance.id).filter_by(state="ACTIVE")
    with database.reading() as session:
        numbers = [engine.instance(session, key, who=OPERATOR).variables["number"] for key in session.scalars(running)]
    assert sorted(map(str, numbers)) == ["0", "1", "2", "3", "4", "5"]


def test_two_workers_on_one_batch_do_each_item_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    deployed(database)
    keys = cases(database, 8)
    batch = ordered(database, Order(BatchType.RESTART), keys)
    with database.transaction() as session:
        for key in keys:
            engine.cancel(session, key, who=OPERATOR)
        job = session.scalars(select(Job.id).filter_by(kind="BATCH")).one()
        lease = jobs.lease(session, job, "one")
    assert lease is not None

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _each: slicing.work_batch(database, lease), range(2)))

    assert outcome(database, batch) == ("COMPLETED", 8, 0)
    with database.reading() as session:
        assert len(session.scalars(select(ProcessInstance.id).filter_by(state="ACTIVE")).all()) == 8


def test_a_slice_lets_others_have_their_turn(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slicing, "SECONDS", 0)
    deployed(database)
    batch = ordered(database, Order(BatchType.SUSPEND), cases(database, 3))
    for done in (1, 2):
        assert engine.run_jobs(database, "w") == 1
        assert outcome(database, batch) == ("ACTIVE", done, 0)
    assert engine.run_jobs(database, "w") == 1
    assert outcome(database, batch) == ("COMPLETED", 3, 0)


def test_what_dies_unforeseen_is_that_items_result(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_session: Session, key: int, _given: object, who: object) -> None:
        if key == keys[1]:
            raise ValueError("nobody foresaw this")

    deployed(database)
    keys = cases(database, 3)
    monkeypatch.setattr(slicing, "ACTS", {**slicing.ACTS, BatchType.CANCEL: broken})
    batch = ordered(database, Order(BatchType.CANCEL), keys)
    run(database)
    assert outcome(database, batch) == ("PARTIALLY_COMPLETED", 2, 1)
    assert "nobody foresaw this" in str(results(database, batch)[keys[1]][1])


def test_a_batch_that_cannot_go_on_at_all_fails_and_is_resumed(
    database: Database, moving_clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_session: Session, _item: object) -> bool:
        raise Unavailable("The database has no room left.")

    deployed(database)
    keys = cases(database, 2)
    batch = ordered(database, Order(BatchType.CANCEL), keys)
    with monkeypatch.context() as patched:
        patched.setattr(slicing.batches, "take", full)  # type: ignore[attr-defined]  # the store as the command sees it
        for _try in range(3):
            assert engine.run_jobs(database, "w") == 1
            moving_clock.advance(timedelta(hours=1))
    assert (outcome(database, batch), states(database, keys)) == (("FAILED", 0, 0), {"ACTIVE": 2})

    with database.transaction() as session:
        engine.resume_batch(session, batch, who=OPERATOR)
    run(database)

    assert outcome(database, batch) == ("COMPLETED", 2, 0)

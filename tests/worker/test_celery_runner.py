"""Do Celery's workers on Redis do the jobs whose keys are sent to them, each once?"""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import Celery, signals
from celery.contrib.testing.worker import start_worker
from sqlalchemy import select

import engine
from engine.tables import Job
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import Unavailable
from tests.engine.commands.conftest import OPERATOR, Till, till
from tests.engine.commands.stories import begun, deployed, open_task, started, state_of
from worker import celery_runner
from worker.celery_runner import RUN_JOB, Sweeper

__all__ = ["till"]
PATIENCE = 20


@pytest.fixture
def app(database: Database) -> Iterator[Celery]:
    """The application on a queue of its own."""
    server = os.environ.get("VIRKE_TEST_REDIS_URL")
    if not server:
        if os.environ.get("CI"):
            pytest.fail("VIRKE_TEST_REDIS_URL is not set: `make services` starts Redis.")
        pytest.skip("Redis is not running: `make services` starts it.")
    app = celery_runner.application(database, server, queue=f"virke-test-{uuid.uuid4().hex}")
    yield app
    app.control.purge()
    app.close()


def worked(app: Celery, sweeper: Sweeper, tasks: int) -> int:
    """Send what is due to a real worker, and wait until it has done so many tasks; gives how many were sent."""
    done, enough = [], threading.Event()

    def note(**_facts: object) -> None:
        done.append(1)
        if len(done) == tasks:
            enough.set()

    signals.task_postrun.connect(note, weak=False)
    try:
        with start_worker(app, pool="solo", perform_ping_check=False):
            sent = sweeper.sweep()
            assert enough.wait(PATIENCE)
    finally:
        signals.task_postrun.disconnect(note)
    return sent


def test_a_worker_does_what_the_sweeper_sends(database: Database, app: Celery, moving_clock: MovingClock, till: Till) -> None:
    till.works = False
    key = begun(database, "approval")
    till.works = True

    assert worked(app, Sweeper(app, database), tasks=1) == 1

    assert open_task(database, key)
    assert len(till.calls) == 2


def test_timers_and_messages_are_sent_when_they_are_due(database: Database, app: Celery, moving_clock: MovingClock) -> None:
    timed = begun(database, "boundary_timer_interrupts")
    deployed(database, "message_events")
    answerer = started(database, "answerer", order="O-1")
    sweeper = Sweeper(app, database)
    assert sweeper.sweep() == 0
    moving_clock.advance(timedelta(hours=2))
    with database.transaction() as session:
        engine.correlate(session, "hello", "O-1", {"text": "hi"}, who=OPERATOR)

    worked(app, sweeper, tasks=2)

    assert state_of(database, timed) == state_of(database, answerer) == "COMPLETED"


def test_what_the_broker_loses_is_sent_again_and_runs_once(database: Database, app: Celery, moving_clock: MovingClock, till: Till) -> None:
    till.works = False
    begun(database, "approval")
    till.works = True
    sweeper = Sweeper(app, database)
    assert sweeper.sweep() == 1
    assert sweeper.sweep() == 0
    app.control.purge()
    moving_clock.advance(timedelta(minutes=1))
    with database.reading() as session:
        job = session.scalars(select(Job.id)).one()
    app.send_task(RUN_JOB, args=[str(job)])

    assert worked(app, sweeper, tasks=2) == 1

    assert len(till.calls) == 2


def test_without_a_broker_the_jobs_wait(database: Database, moving_clock: MovingClock, till: Till) -> None:
    till.works = False
    begun(database, "approval")
    nowhere = celery_runner.application(database, "redis://127.0.0.1:1/0")
    nowhere.conf.broker_transport_options = {"max_retries": 0, "socket_connect_timeout": 1}
    sweeper = Sweeper(nowhere, database)

    with pytest.raises(Unavailable):
        sweeper.sweep()

    with database.reading() as session:
        assert engine.due_jobs(session, 10)
    nowhere.close()

"""What happens after the commit: timers, messages, signals, jobs that fail, incidents and their retry."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

import engine
from engine.tables import Incident, Job, ProcessInstance, UserTask
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import Conflict, Forbidden
from kit.messages import Message
from tests.engine.commands.conftest import CLERK, MANAGER, OPERATOR, Till
from tests.engine.commands.stories import begun, deployed, open_task, started, state_of
from worker.embedded import run_all


def test_a_boundary_timer_fires(database: Database, moving_clock: MovingClock) -> None:
    key = begun(database, "boundary_timer_interrupts")
    moving_clock.advance(timedelta(minutes=119))
    assert engine.fire_timers(database) == 0
    moving_clock.advance(timedelta(minutes=1))
    assert engine.fire_timers(database) == 1
    assert state_of(database, key) == "COMPLETED"
    with database.reading() as session:
        assert session.scalars(select(UserTask.state)).one() == "CANCELED"
        assert session.scalars(select(Job)).all() == []


def test_a_task_in_time_clears_its_timer(database: Database, moving_clock: MovingClock) -> None:
    key = begun(database, "boundary_timer_interrupts")
    with database.transaction() as session:
        engine.complete_task(session, open_task(database, key), who=OPERATOR)
    moving_clock.advance(timedelta(days=1))
    assert engine.fire_timers(database) == 0
    assert state_of(database, key) == "COMPLETED"


def test_messages_arrive_after_the_commit(database: Database, moving_clock: MovingClock) -> None:
    deployed(database, "message_events")
    answerer = started(database, "answerer", order="O-1")
    asker = started(database, "asker", order="O-1", greeting="hi")
    other = started(database, "answerer", order="O-2")
    assert state_of(database, answerer) == "ACTIVE"
    while engine.deliver_messages(database):
        pass
    assert [state_of(database, key) for key in (answerer, asker, other)] == ["COMPLETED", "COMPLETED", "ACTIVE"]


def test_a_message_from_outside(database: Database, moving_clock: MovingClock) -> None:
    deployed(database, "message_events")
    key = started(database, "answerer", order="O-1")
    with database.transaction() as session:
        engine.correlate(session, "hello", "O-1", {"text": "hi"}, who=MANAGER)
    assert engine.deliver_messages(database) == 1
    assert engine.deliver_messages(database) == 0
    assert state_of(database, key) == "COMPLETED"


def test_a_technical_failure_is_tried_again_then_an_incident(database: Database, moving_clock: MovingClock, till: Till) -> None:
    till.works = False
    key = begun(database, "approval")
    for _each in range(3):
        assert engine.run_jobs(database, "w") == 1
        moving_clock.advance(timedelta(hours=1))
    assert engine.run_jobs(database, "w") == 0
    with database.reading() as session:
        incident, said = session.execute(select(Incident.id, Incident.message).filter_by(state="ACTIVE")).one()
    assert "the shelf is locked" in said
    with pytest.raises(Forbidden), database.transaction() as session:
        engine.retry(session, incident, who=CLERK)
    till.works = True
    with database.transaction() as session:
        engine.retry(session, incident, who=OPERATOR)
    assert engine.run_jobs(database, "w") == 1
    assert open_task(database, key)
    with pytest.raises(Conflict), database.transaction() as session:
        engine.retry(session, incident, who=OPERATOR)


def test_a_leased_job_is_nobody_elses(database: Database, moving_clock: MovingClock, till: Till) -> None:
    till.works = False
    begun(database, "approval")
    with database.reading() as session:
        job = session.scalars(select(Job.id)).one()
    assert engine.run_job(database, job, "one")
    assert not engine.run_job(database, job, "two")


def test_canceled_with_all_that_waits(database: Database, till: Till) -> None:
    key = begun(database, "boundary_timer_interrupts")
    with database.transaction() as session:
        engine.cancel(session, key, who=OPERATOR)
    with database.reading() as session:
        assert session.get_one(ProcessInstance, key).state == "TERMINATED"
        assert session.scalars(select(UserTask.state)).one() == "CANCELED"
        assert session.scalars(select(Job)).all() == []


def test_a_published_message_lives_as_long_as_the_model_says(database: Database, moving_clock: MovingClock) -> None:
    deployed(database, "publish_message")
    started(database, "ordering", order="A1", patience="PT2H")
    run_all(database)
    late = moving_clock.now() + timedelta(minutes=11)

    moving_clock.set(late)
    billing = started(database, "billing", order="A1")
    run_all(database)

    with database.reading() as session:
        found = {message.name: message.state for message in session.scalars(select(Message))}
        assert found == {"placed": "EXPIRED", "paid": "PUBLISHED"}
        assert session.get_one(ProcessInstance, billing).state == "ACTIVE"


def test_a_message_with_an_id_is_published_once(database: Database, moving_clock: MovingClock) -> None:
    deployed(database, "publish_message")
    for _ in range(2):
        key = started(database, "ordering", order="A1", patience="PT2H")
        assert state_of(database, key) == "COMPLETED"

    with database.reading() as session:
        assert sorted(session.scalars(select(Message.name))) == ["paid", "paid", "placed"]

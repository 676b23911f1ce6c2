"""Does a worker outside take its jobs once, and does the process go on with the result?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

import engine
from engine.tables import Incident
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import Conflict
from tests.engine.commands.conftest import OPERATOR
from tests.engine.commands.stories import begun, open_task


def leased(database: Database) -> int:
    with database.transaction() as session:
        (it,) = engine.activate(session, "inline.prepare", "w", who=OPERATOR)
    return it.key


def test_taken_once_and_completed_once(database: Database, moving_clock: MovingClock) -> None:
    key = begun(database, "approval")
    job = leased(database)
    with database.transaction() as session:
        assert engine.activate(session, "inline.prepare", "other", who=OPERATOR) == []
        engine.complete_job(session, job, {"prepared": True}, who=OPERATOR)
    assert open_task(database, key)
    with pytest.raises(Conflict), database.transaction() as session:
        engine.complete_job(session, job, {}, who=OPERATOR)


def test_failed_until_an_incident(database: Database, moving_clock: MovingClock) -> None:
    begun(database, "approval")
    for _each in range(3):
        job = leased(database)
        with database.transaction() as session:
            engine.fail_job(session, job, "no paper", who=OPERATOR, pause=timedelta(minutes=1))
        moving_clock.advance(timedelta(hours=1))
    with database.reading() as session:
        assert session.scalars(select(Incident.message)).one() == "no paper"

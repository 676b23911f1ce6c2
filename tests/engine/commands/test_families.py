"""Do a call activity and its child live and end together?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

import engine
from engine.tables import ProcessInstance
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import Conflict
from tests.engine.commands.conftest import MANAGER, OPERATOR, Till
from tests.engine.commands.stories import begun, open_task, state_of


def child_of(database: Database, key: int) -> int:
    with database.reading() as session:
        return session.scalars(select(ProcessInstance.id).filter_by(parent_key=key)).one()


def test_the_end_of_a_child_moves_its_parent(database: Database, moving_clock: MovingClock) -> None:
    key = begun(database, "call_activity")
    child = child_of(database, key)
    with database.transaction() as session:
        engine.complete_task(session, open_task(database, child), {"lost": False, "number": "P7"}, who=OPERATOR)
    assert state_of(database, child) == state_of(database, key) == "COMPLETED"


def test_an_interrupted_call_ends_its_child(database: Database, moving_clock: MovingClock) -> None:
    key = begun(database, "call_activity")
    child = child_of(database, key)
    moving_clock.advance(timedelta(hours=1))
    assert engine.fire_timers(database) == 1
    assert (state_of(database, child), state_of(database, key)) == ("TERMINATED", "COMPLETED")


def test_two_at_once_complete_it_once(database: Database, till: Till) -> None:
    task = open_task(database, begun(database, "approval"))

    def complete(_each: int) -> str:
        try:
            with database.transaction() as session:
                engine.complete_task(session, task, {"approved": True}, who=MANAGER)
        except Conflict:
            return "refused"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(complete, range(2))) == ["done", "refused"]
    assert len(till.calls) == 2

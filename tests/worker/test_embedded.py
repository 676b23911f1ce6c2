"""Does the server's own worker do what is due?"""

from __future__ import annotations

import threading
from datetime import timedelta

import engine
from kit.clock import MovingClock
from kit.db import Database
from tests.engine.commands.stories import begun, deployed, started, state_of
from worker.embedded import EmbeddedWorker, run_all, seconds_to_next


def test_all_that_is_due(database: Database, moving_clock: MovingClock) -> None:
    key = begun(database, "boundary_timer_interrupts")
    assert run_all(database) == 0
    moving_clock.advance(timedelta(hours=2))
    assert run_all(database) == 1
    assert state_of(database, key) == "COMPLETED"


def test_it_sleeps_until_the_next_timer(database: Database, moving_clock: MovingClock) -> None:
    begun(database, "boundary_timer_interrupts")
    assert seconds_to_next(database) == 30
    moving_clock.advance(timedelta(hours=2, seconds=-10))
    assert seconds_to_next(database) == 10


def test_a_commit_wakes_it(database: Database, moving_clock: MovingClock) -> None:
    deployed(database, "message_events")
    answered = threading.Event()
    with EmbeddedWorker(database):
        answerer = started(database, "answerer", order="O-1")
        asker = started(database, "asker", order="O-1", greeting="hi")
        for _each in range(200):
            if state_of(database, asker) == "COMPLETED":
                break
            answered.wait(0.02)
    assert state_of(database, answerer) == state_of(database, asker) == "COMPLETED"
    assert engine.deliver_messages(database) == 0

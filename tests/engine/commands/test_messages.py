"""Is a message that nobody waits for kept, shown, and told whom it nearly reached?"""

from __future__ import annotations

from datetime import timedelta

import pytest

import engine
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import Forbidden
from kit.messages import TTL
from tests.engine.commands.conftest import CLERK, COMPANY, OPERATOR, person
from tests.engine.commands.stories import begun, deployed, started, state_of
from worker.embedded import run_all

NAME = "cancel-order"
DIAGRAM = "boundary_message_interrupts"
NEIGHBOUR = person(9, "Nora", company_id=COMPANY + 1, permissions=OPERATOR.permissions)


def published(database: Database, key: str, ttl: timedelta = TTL) -> None:
    with database.transaction() as session:
        engine.correlate(session, NAME, key, {}, who=OPERATOR, ttl=ttl)
    run_all(database)


def kept(database: Database, who: engine.Who = OPERATOR, **wanted: bool) -> list[tuple[str, str, list[tuple[str, str]]]]:
    with database.reading() as session:
        found = engine.kept_messages(session, who=who, **wanted)
        return [(each.correlation_key, each.state, [(near.difference, near.correlation_key) for near in each.nearly]) for each in found]


def test_it_is_kept_for_its_time_and_taken_by_whoever_waits_then(database: Database, moving_clock: MovingClock) -> None:
    deployed(database, DIAGRAM)
    published(database, "O-1", ttl=timedelta(minutes=10))
    assert kept(database) == [("O-1", "PUBLISHED", [])]

    moving_clock.advance(timedelta(minutes=9))
    key = started(database, DIAGRAM, order="O-1")
    run_all(database)

    assert state_of(database, key) == "COMPLETED"
    assert kept(database) == []


def test_one_with_another_key_is_a_near_miss(database: Database, moving_clock: MovingClock) -> None:
    key = begun(database, DIAGRAM, order="O-1")

    published(database, "o-1 ")

    assert kept(database) == [("o-1 ", "PUBLISHED", [("KEY", "O-1")])]
    assert state_of(database, key) == "ACTIVE"


def test_one_whose_time_was_over_is_a_near_miss(database: Database, moving_clock: MovingClock) -> None:
    deployed(database, DIAGRAM)
    published(database, "O-1", ttl=timedelta(minutes=10))
    moving_clock.advance(timedelta(minutes=11))

    late, other = started(database, DIAGRAM, order="O-1"), started(database, DIAGRAM, order="O-2")
    run_all(database)

    assert kept(database) == [("O-1", "EXPIRED", [("EXPIRED", "O-1"), ("KEY", "O-2")])]
    assert kept(database, expired=False) == []
    assert state_of(database, late) == state_of(database, other) == "ACTIVE"


def test_only_operators_see_messages_and_only_their_companys(database: Database, moving_clock: MovingClock) -> None:
    deployed(database, DIAGRAM)
    published(database, "O-1")

    assert kept(database, NEIGHBOUR) == []
    with pytest.raises(Forbidden):
        kept(database, CLERK)

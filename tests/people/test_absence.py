"""Does a substitute stand in for the right time and work, through chains and never in a circle?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

import engine
from kit.audit import AuditEvent
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import Conflict, Forbidden, Invalid
from people.absence import Absence, arrange, arrangements, end
from people.access import StandIn
from tests.engine.commands.firm import Firm, drawn, open_one

DAY = timedelta(days=1)


@pytest.fixture
def firm(database: Database, moving_clock: MovingClock) -> Firm:
    return Firm(database)


def absence(firm: Firm, absent: int, substitute: int, begins: int = 0, days: int = 7, **more: object) -> Absence:
    from_day = firm.day_one + begins * DAY
    return Absence(absent, substitute, from_day, from_day + days * DAY, **more)  # type: ignore[arg-type]  # any of its fields


def put(firm: Firm, given: Absence, by: int | None = None) -> int:
    with firm.database.transaction() as session:
        return arrange(session, given, who=firm.who(by or given.absent))


def standing_in(firm: Firm, user_id: int) -> dict[str, StandIn]:
    return {each.name: each for each in firm.who(user_id).stand_ins}


def test_it_begins_and_ends_by_itself(firm: Firm, moving_clock: MovingClock) -> None:
    put(firm, absence(firm, firm.mona, firm.carl, begins=1, days=2))

    seen = []
    for _day in range(4):
        seen.append(set(standing_in(firm, firm.carl)))
        moving_clock.advance(DAY)

    assert seen == [set(), {"Mona"}, {"Mona"}, set()]
    assert firm.told(firm.carl) == ["You stand in for Mona from 2026-03-03 until 2026-03-05."]


def test_the_substitute_works_in_the_absent_persons_name_until_they_are_back(firm: Firm, moving_clock: MovingClock) -> None:
    ask = drawn(firm)
    key = put(firm, absence(firm, firm.mona, firm.carl))

    firm.does_as_they_are(engine.claim, firm.carl, ask)
    taken = firm.task(ask)
    with firm.database.transaction() as session:
        end(session, key, who=firm.who(firm.mona))
    with pytest.raises(Forbidden):
        firm.does_as_they_are(engine.complete_task, firm.carl, ask)
    firm.does_as_they_are(engine.complete_task, firm.mona, ask)

    assert taken.assignee_name == "Mona"
    assert firm.task(ask).completed_by == firm.mona


def test_what_was_done_says_for_whom(firm: Firm) -> None:
    ask = drawn(firm, not_by="ask")
    put(firm, absence(firm, firm.mona, firm.carl))

    firm.does_as_they_are(engine.complete_task, firm.carl, ask)

    done = firm.task(ask)
    with firm.database.reading() as session:
        told = session.scalars(select(AuditEvent.detail).filter_by(action="task.complete")).one()
    assert (done.completed_by, done.on_behalf_of) == (firm.carl, firm.mona)
    assert told["on_behalf_of"] == str(firm.mona)
    for person in (firm.mona, firm.carl):
        with pytest.raises(Forbidden, match="needs other eyes"):
            firm.does_as_they_are(engine.complete_task, person, open_one(firm))


def test_tasks_from_before_stay_away_when_that_is_wished(firm: Firm, moving_clock: MovingClock) -> None:
    before = drawn(firm)
    moving_clock.advance(DAY)
    put(firm, absence(firm, firm.mona, firm.carl, begins=1, takes_existing=False))

    with pytest.raises(Forbidden, match="is for another role"):
        firm.does_as_they_are(engine.claim, firm.carl, before)
    firm.does_as_they_are(engine.complete_task, firm.max, before)
    firm.does_as_they_are(engine.claim, firm.carl, open_one(firm))


def test_a_role_or_a_process_alone_is_looked_after(firm: Firm) -> None:
    ask = drawn(firm)
    put(firm, absence(firm, firm.mona, firm.carl, process_id="another"))
    with pytest.raises(Forbidden):
        firm.does_as_they_are(engine.claim, firm.carl, ask)

    put(firm, absence(firm, firm.mona, firm.carl, role="purchasing", process_id="pair"))
    firm.does_as_they_are(engine.claim, firm.carl, ask)

    assert firm.task(ask).assignee_name == "Mona"
    with pytest.raises(Conflict, match="does not have that role"):
        put(firm, absence(firm, firm.mona, firm.carl, role="warehouse"))


def test_a_chain_reaches_whoever_is_there(firm: Firm, moving_clock: MovingClock) -> None:
    put(firm, absence(firm, firm.mona, firm.max))
    put(firm, absence(firm, firm.max, firm.carl, begins=2, days=2))

    before = set(standing_in(firm, firm.carl))
    moving_clock.advance(2 * DAY)
    during = standing_in(firm, firm.carl)
    moving_clock.advance(2 * DAY)

    assert before == set(standing_in(firm, firm.carl)) == set()
    assert set(during) == {"Mona", "Max"}
    assert set(standing_in(firm, firm.max)) == {"Mona"}


def test_a_narrow_link_narrows_the_whole_chain(firm: Firm) -> None:
    put(firm, absence(firm, firm.mona, firm.max, process_id="pair"))
    put(firm, absence(firm, firm.max, firm.carl, role="purchasing"))

    mona = standing_in(firm, firm.carl)["Mona"]

    assert (mona.role, mona.process_id) == ("purchasing", "pair")


def test_a_circle_is_refused_only_where_its_times_and_work_meet(firm: Firm) -> None:
    put(firm, absence(firm, firm.mona, firm.max, days=4))
    put(firm, absence(firm, firm.max, firm.carl, begins=2, days=4))

    with pytest.raises(Conflict, match="Carl → Mona → Max → Carl"):
        put(firm, absence(firm, firm.carl, firm.mona, begins=3, days=5))
    put(firm, absence(firm, firm.carl, firm.mona, begins=4, days=5))
    with pytest.raises(Conflict, match="circle"):
        put(firm, absence(firm, firm.max, firm.mona, begins=0, days=1, process_id="pair"))


def test_nonsense_is_refused(firm: Firm) -> None:
    for given in (absence(firm, firm.mona, firm.mona), absence(firm, firm.mona, firm.max, days=0), absence(firm, firm.mona, firm.max, days=800)):
        with pytest.raises(Invalid):
            put(firm, given)
    with pytest.raises(Invalid, match="in the past"):
        put(firm, absence(firm, firm.mona, firm.max, begins=-9, days=3))


def test_one_arranges_for_oneself_and_an_operator_for_all(firm: Firm) -> None:
    with pytest.raises(Forbidden, match="for oneself"):
        put(firm, absence(firm, firm.mona, firm.max), by=firm.max)
    put(firm, absence(firm, firm.mona, firm.max), by=firm.olga)

    with firm.database.reading() as session:
        (seen,) = arrangements(session, firm.who(firm.max))
        assert (seen.absent, seen.substitute, seen.is_now, seen.may_end) == ("Mona", "Max", True, False)
        assert arrangements(session, firm.who(firm.carl)) == []
        assert len(arrangements(session, firm.who(firm.olga))) == 1
    with pytest.raises(Forbidden), firm.database.transaction() as session:
        end(session, seen.key, who=firm.who(firm.max))

"""Is what we promise a customer counted in working time, and not while we wait for them?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from crm.sales.dialogue.tables import Interaction
from crm.service.counting import answered_in_time, segments_of, to_solve
from crm.service.tables import Ticket
from kit.calendar import add_working_time, working_time
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import AppError
from kit.messages import Message
from tests.crm.stories import done, refused, seller
from tests.erp.stories import customer

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001  it gets its zone


def ticket(session: Session, **facts: object) -> Ticket:
    key = done(session, "crm.open-ticket", {"party": customer(session), "subject": "Broken shelf", **facts})["ticket"]
    return session.get_one(Ticket, int(str(key)))


def hours(found: timedelta) -> float:
    return found / timedelta(hours=1)


def test_F15_the_clock_counts_working_time_and_stands_while_the_customer_is_awaited(database: Database, moving_clock: MovingClock) -> None:  # noqa: N802
    with database.transaction() as session:
        it = ticket(session, priority="high")  # Monday 10 o'clock; solved within 16 working hours
        moving_clock.advance(timedelta(hours=5))
        assert (hours(to_solve(session, it).used), to_solve(session, it).broken) == (5, False)

        done(session, "crm.answer-ticket", {"ticket": it.id, "text": "Which shelf?", "awaits": True})
        moving_clock.advance(timedelta(days=2))
        assert (hours(to_solve(session, it).used), to_solve(session, it).due) == (5, None)
        done(session, "crm.resume-ticket", {"ticket": it.id})
        moving_clock.advance(timedelta(hours=3))  # Wednesday 15 until 18: one hour of work

        standing = to_solve(session, it)
        assert hours(standing.used) == 6
        assert standing.due == datetime(2026, 3, 6, 9, tzinfo=UTC)  # eight hours on Thursday, two on Friday
        assert [segment.running for segment in segments_of(session, it.id)] == [True, False, True]
        moving_clock.set(datetime(2026, 3, 6, 9, 1, tzinfo=UTC))
        assert to_solve(session, it).broken


def test_a_solved_ticket_stops_its_clock_and_goes_on_where_it_stopped(database: Database, moving_clock: MovingClock) -> None:
    with database.transaction() as session:
        it = ticket(session)
        moving_clock.advance(timedelta(hours=2))
        assert refused(session, "crm.solve-ticket", {"ticket": it.id}) == "SOLUTION_REQUIRED"
        done(session, "crm.solve-ticket", {"ticket": it.id, "solution": "Sent a new one"})
        moving_clock.advance(timedelta(days=1))
        assert (hours(to_solve(session, it).used), it.state) == (2, "solved")
        assert refused(session, "crm.answer-ticket", {"ticket": it.id, "text": "Hello"}) == "TICKET_STATE"

        done(session, "crm.reopen-ticket", {"ticket": it.id})
        moving_clock.advance(timedelta(hours=1))

        assert (hours(to_solve(session, it).used), it.state, it.solution) == (3, "open", "")
        assert [message.name for message in session.scalars(select(Message))] == ["ticket-reopened"]


def test_the_first_answer_keeps_the_promise_or_breaks_it(database: Database, moving_clock: MovingClock) -> None:
    with database.transaction() as session:
        quick, late = ticket(session, priority="urgent"), ticket(session, priority="urgent")
        moving_clock.advance(timedelta(minutes=59))
        done(session, "crm.answer-ticket", {"ticket": quick.id, "text": "We look at it", "kind": "call"})
        assert (answered_in_time(quick), answered_in_time(late)) == (True, None)

        moving_clock.advance(timedelta(minutes=2))
        assert answered_in_time(late) is False
        done(session, "crm.answer-ticket", {"ticket": late.id, "text": "Sorry"})

        assert (answered_in_time(quick), answered_in_time(late)) == (True, False)
        assert [said.thread for said in session.scalars(select(Interaction).order_by(Interaction.id))] == [quick.number, late.number]


def test_a_ticket_goes_to_whoever_has_fewest_open_ones(database: Database) -> None:
    with database.transaction() as session:
        first, second, third = ticket(session), ticket(session), ticket(session)
        assert refused(session, "crm.assign-ticket", {"ticket": first.id}) == "NO_OWNER"
        signe, tove = seller(session, "Signe", role="service"), seller(session, "Tove", role="service")

        owners = [done(session, "crm.assign-ticket", {"ticket": each.id})["owner"] for each in (first, second)]
        done(session, "crm.close-ticket", {"ticket": second.id})
        owners.append(done(session, "crm.assign-ticket", {"ticket": third.id})["owner"])

        assert owners == [signe, tove, tove]
        done(session, "crm.unassign-ticket", {"ticket": first.id, "before": None})
        assert first.owner_id is None


@pytest.mark.parametrize(
    "change", ["DELETE FROM sla_segment", "UPDATE sla_segment SET starts_at = 1 WHERE ends_at IS NOT NULL", "UPDATE ticket SET state = 'solved'"]
)
def test_a_time_that_was_counted_stays(database: Database, change: str) -> None:
    with database.transaction() as session:
        it = ticket(session)
        done(session, "crm.answer-ticket", {"ticket": it.id, "text": "Which one?", "awaits": True})

    with pytest.raises((DBAPIError, AppError)), database.transaction() as session:
        session.execute(text(change))


def test_a_ticket_has_one_open_time_at_most(database: Database) -> None:
    with database.transaction() as session:
        ticket(session)
    copied = "company_id, created_at, version, ticket_id, running, starts_at"

    with pytest.raises((DBAPIError, AppError)), database.transaction() as session:
        session.execute(text(f"INSERT INTO sla_segment (id, {copied}) SELECT id + 1, {copied} FROM sla_segment"))


@given(start=MOMENTS, minutes=st.integers(0, 20_000))
def test_working_time_between_two_instants_is_what_was_added(start: datetime, minutes: int) -> None:
    added = timedelta(minutes=minutes)

    assert working_time(start, add_working_time(start, added)) == added
    assert working_time(add_working_time(start, added + timedelta(minutes=1)), start) == timedelta(0)

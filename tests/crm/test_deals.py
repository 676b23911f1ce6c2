"""Does a deal take only the steps that it may, and do its steps tell its whole way?"""

from __future__ import annotations

import itertools
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from crm.sales.deals.queries import standings, stays
from crm.sales.deals.tables import Deal, DealStageEvent
from crm.sales.pipelines.tables import Stage
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import AppError
from kit.messages import Message
from kit.operations import Context
from kit.operations import call as perform
from tests.crm.stories import call, deal, done, pipeline, refused
from tests.erp.stories import customer, product


def stage_of(session: Session, key: int) -> str:
    return session.scalars(select(Stage.code).join(Deal, Deal.stage_id == Stage.id).where(Deal.id == key)).one()


def quoted(session: Session, key: int, quantity: int = 2) -> str:
    """An issued quote over so many of a product at 18.00."""
    chai = session.scalars(text("SELECT id FROM product")).first() or product(session)
    quote = str(done(session, "sales.price-quote", {"deal": key, "lines": [{"product": chai, "quantity": quantity}]})["quote"])
    done(session, "sales.issue-quote", {"quote": quote})
    return quote


def test_F08_time_in_stage_equals_event_differences(database: Database, moving_clock: MovingClock) -> None:  # noqa: N802  the function's id
    with database.transaction() as session:
        key = deal(session, customer(session))
        moving_clock.advance(timedelta(days=3, hours=2))
        done(session, "crm.move-deal", {"deal": key, "stage": "proposal"})
        moving_clock.advance(timedelta(days=5))
        done(session, "crm.move-deal", {"deal": key, "stage": "discovery"})
        moving_clock.advance(timedelta(hours=7))

        lasted = [(session.get_one(Stage, stay.stage_id).code, stay.lasted) for stay in stays(session, key)]

        assert lasted == [("discovery", timedelta(days=3, hours=2)), ("proposal", timedelta(days=5)), ("discovery", timedelta(hours=7))]
        moments = session.scalars(text("SELECT happened_at FROM deal_stage_event ORDER BY happened_at")).all()
        apart = [int(later) - int(earlier) for earlier, later in itertools.pairwise(moments)]
        assert apart == [stay.lasted // timedelta(microseconds=1) for stay in stays(session, key)[:-1]]


def test_a_move_tells_who_waits_and_a_process_that_moves_it_hears_no_echo(database: Database) -> None:
    with database.transaction() as session:
        key = deal(session, customer(session))
        done(session, "crm.move-deal", {"deal": key, "stage": "proposal"})
        process = Context(session, 1, None, "by a process", instance_key=7, element_id="propose")
        perform(session, "crm.move-deal", process, {"deal": key, "stage": "discovery"})

        told = session.scalars(select(Message)).one()
        assert (told.name, told.correlation_key, told.variables) == ("deal-moved", str(key), {"stage": "proposal", "stage_type": "open"})


def test_a_stage_is_entered_only_as_its_rule_says(database: Database) -> None:
    with database.transaction() as session:
        key = deal(session, customer(session))
        elsewhere = pipeline(session, code="projects")
        foreign = session.scalars(select(Stage.id).filter_by(pipeline_id=elsewhere.id, code="proposal")).one()

        assert refused(session, "crm.move-deal", {"deal": key, "stage": "negotiation"}) == "STAGE_RULE"
        assert refused(session, "crm.move-deal", {"deal": key, "stage": str(foreign)}) == "STAGE_RULE"
        assert refused(session, "crm.move-deal", {"deal": key, "stage": "won"}) == "STAGE_RULE"
        assert refused(session, "crm.move-deal", {"deal": key, "stage": "nowhere"}) == "STAGE_RULE"
        assert done(session, "crm.move-deal", {"deal": key, "stage": "nowhere", "optional": True})["event"] is None
        assert done(session, "crm.move-deal", {"deal": key, "stage": "discovery"})["event"] is None
        quoted(session, key)
        assert done(session, "crm.move-deal", {"deal": key, "stage": "negotiation"})["was"] == "discovery"


def test_a_move_is_taken_back_by_a_step_of_its_own(database: Database) -> None:
    with database.transaction() as session:
        key = deal(session, customer(session))
        moved = done(session, "crm.move-deal", {"deal": key, "stage": "proposal"})

        done(session, "crm.move-deal-back", {"deal": key, "was": moved["was"]})

        assert stage_of(session, key) == "discovery"
        assert len(session.scalars(select(DealStageEvent)).all()) == 3


def test_a_deal_is_won_by_an_accepted_quote_or_a_signed_contract_only(database: Database) -> None:
    with database.transaction() as session:
        party = customer(session)
        first, second = deal(session, party), deal(session, party, name="Summer stock")
        assert refused(session, "crm.win-deal", {"deal": first}) == "NO_ACCEPTED_QUOTE"

        done(session, "sales.answer-quote", {"quote": quoted(session, first), "answer": "accepted"})
        done(session, "crm.win-deal", {"deal": first})
        contract = done(session, "crm.draw-up-contract", {"deal": second, "value": "900"})["contract"]
        assert refused(session, "crm.win-deal", {"deal": second}) == "NO_ACCEPTED_QUOTE"
        done(session, "crm.sign-contract", {"contract": contract, "signed_by": "Ida Bech"})
        done(session, "crm.win-deal", {"deal": second})

        assert [session.get_one(Deal, key).status for key in (first, second)] == ["won", "won"]
        assert [session.get_one(Deal, key).amount for key in (first, second)] == [36, 900]
        assert refused(session, "crm.lose-deal", {"deal": first, "reason": "price"}) == "DEAL_DECIDED"


def test_a_lost_deal_has_a_reason_and_is_taken_up_where_it_stood(database: Database) -> None:
    with database.transaction() as session:
        key = deal(session, customer(session))
        done(session, "crm.move-deal", {"deal": key, "stage": "proposal"})
        assert refused(session, "crm.lose-deal", {"deal": key}) == "REASON_REQUIRED"
        assert refused(session, "crm.lose-deal", {"deal": key, "reason": "because"}) == "REASON_REQUIRED"

        done(session, "crm.lose-deal", {"deal": key, "reason": "price", "competitor": "Polar", "contact_again_on": "2026-09-01"})
        assert stage_of(session, key) == "lost"
        done(session, "crm.reopen-deal", {"deal": key})

        found = session.get_one(Deal, key)
        assert (stage_of(session, key), found.status, found.lost_reason, found.closed_at) == ("proposal", "open", "", None)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE deal SET status = 'won', stage_id = (SELECT id FROM stage WHERE code = 'won')",
        "UPDATE deal SET status = 'lost'",
        "UPDATE deal SET stage_id = (SELECT id FROM stage WHERE code = 'proposal')",
        "UPDATE deal_stage_event SET amount = 1",
        "DELETE FROM deal_stage_event",
        "DELETE FROM deal",
    ],
)
def test_the_database_itself_refuses_what_no_operation_would_do(database: Database, change: str) -> None:
    with database.transaction() as session:
        deal(session, customer(session))

    with pytest.raises((DBAPIError, AppError)), database.transaction() as session:
        session.execute(text(change))


def test_open_deals_are_weighted_by_the_odds_of_their_stage(database: Database) -> None:
    with database.transaction() as session:
        party = customer(session)
        keys = [deal(session, party, name=f"Deal {amount}", amount=amount) for amount in ("100.50", "200", "400")]
        done(session, "crm.move-deal", {"deal": keys[2], "stage": "proposal"})
        done(session, "crm.lose-deal", {"deal": keys[1], "reason": "price"})
        usual = session.get_one(Deal, keys[0]).pipeline_id

        found = [(one.count, one.amount, one.weighted) for one in standings(session, 1, usual)]

        assert sorted(found) == [(1, Decimal("100.50"), Decimal("20.10")), (1, Decimal(400), Decimal(160))]
        plain = text("SELECT SUM(d.amount * s.probability) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.status = 'open'")
        assert sum(one[2] for one in found) == Decimal(int(session.scalar(plain) or 0)).scaleb(-14)


MOVES = st.lists(st.sampled_from(["discovery", "proposal", "negotiation", "won", "lost", "quote", "accept", "reopen", "back"]), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_is_tried_a_deal_stands_where_its_last_step_led(database: Database, moves: list[str]) -> None:
    with database.transaction() as session:
        key = deal(session, customer(session))
        quote = ""
        for number, move in enumerate(moves):
            tries: dict[str, tuple[str, dict[str, object]]] = {
                "won": ("crm.win-deal", {"deal": key}),
                "lost": ("crm.lose-deal", {"deal": key, "reason": "price"}),
                "reopen": ("crm.reopen-deal", {"deal": key}),
                "back": ("crm.move-deal-back", {"deal": key, "was": "discovery"}),
                "accept": ("sales.answer-quote", {"quote": quote or 0, "answer": "accepted"}),
            }
            name, given_ = tries.get(move, ("crm.move-deal", {"deal": key, "stage": move}))
            if move == "quote":
                quote = quoted(session, key, number + 1) if session.get_one(Deal, key).status == "open" else quote
            else:
                call(session, name, given_, f"{key} {number}")
        found = session.get_one(Deal, key)
        session.refresh(found)
        last = stays(session, key)[-1]

        assert found.stage_id == last.stage_id
        assert found.status == session.get_one(Stage, last.stage_id).type
        session.rollback()

"""Do the figures that a sales manager reads equal plain SQL over the tables?"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from crm.sales.deals.board import STALE
from crm.sales.deals.tables import Deal
from crm.sales.figures import answering, by_stage, coming, losses, stale
from kit.clock import MovingClock
from kit.db import Database
from tests.crm.stories import LEAD, deal, done
from tests.erp.stories import customer

ENTERED = (
    "SELECT COUNT(DISTINCT e.deal_id) FROM deal_stage_event e JOIN stage s ON s.id = e.to_id JOIN deal d ON d.id = e.deal_id"
    " WHERE s.code = :stage AND d.status <> 'void'"
)
WENT_ON = (
    f"{ENTERED} AND EXISTS (SELECT 1 FROM deal_stage_event f JOIN stage t ON t.id = f.to_id WHERE f.deal_id = e.deal_id"
    " AND f.happened_at > e.happened_at AND (t.type = 'won' OR (t.type = 'open' AND t.position > s.position)))"
)
OBJECTED = "SELECT COUNT(DISTINCT o.deal_id) FROM objection o JOIN stage s ON s.id = o.stage_id WHERE s.code = :stage"
WEIGHTED = "SELECT SUM(d.amount * s.probability) FROM deal d JOIN stage s ON s.id = d.stage_id WHERE d.status = 'open'"


@pytest.fixture
def sold(database: Database, moving_clock: MovingClock) -> Database:
    """Five deals: one goes on and back, one is lost, one is won by its contract, one stands, one is void."""
    with database.transaction() as session:
        party = customer(session)
        keys = [
            deal(session, party, name=f"Deal {number}", amount=100 * (number + 1), expected_close=f"2026-0{4 + number % 2}-15") for number in range(5)
        ]
        done(session, "crm.log-interaction", {"deal": keys[0], "kind": "call", "objection": {"kind": "price"}})
        done(session, "crm.log-interaction", {"deal": keys[0], "kind": "call", "objection": {"kind": "trust"}})
        moving_clock.advance(timedelta(days=4))
        for key in keys[:3]:
            done(session, "crm.move-deal", {"deal": key, "stage": "proposal"})
        done(session, "crm.log-interaction", {"deal": keys[1], "kind": "call", "objection": {"kind": "price"}})
        moving_clock.advance(timedelta(days=2))
        done(session, "crm.move-deal", {"deal": keys[0], "stage": "discovery"})
        done(session, "crm.lose-deal", {"deal": keys[1], "reason": "price"})
        contract = done(session, "crm.draw-up-contract", {"deal": keys[2]})["contract"]
        done(session, "crm.sign-contract", {"contract": contract, "signed_by": "Ida"})
        done(session, "crm.win-deal", {"deal": keys[2]})
        done(session, "crm.void-deal", {"deal": keys[4]})
    return database


def usual(session: Session) -> int:
    return session.query(Deal.pipeline_id).limit(1).scalar() or 0


def test_F11_what_is_coming_in_is_summed_by_month_and_weighted(sold: Database) -> None:  # noqa: N802  the function's id
    with sold.reading() as session:
        months = coming(session, 1, usual(session))

        assert [(month.begins, month.count, month.amount, month.weighted) for month in months] == [
            (date(2026, 4, 1), 1, Decimal(100), Decimal(20)),
            (date(2026, 5, 1), 1, Decimal(400), Decimal(80)),
        ]
        assert sum(month.weighted for month in months) == Decimal(session.scalar(text(WEIGHTED)) or 0).scaleb(-14)


def test_F16_conversion_and_objections_of_each_stage_equal_plain_sql(sold: Database) -> None:  # noqa: N802  the function's id
    with sold.reading() as session:
        found = {each.stage.code: each for each in by_stage(session, 1, usual(session))}

        for stage, each in found.items():
            plain = [session.scalar(text(query), {"stage": stage}) for query in (ENTERED, WENT_ON, OBJECTED)]
            assert [each.entered, each.went_on, each.objected] == plain, stage
        discovery, proposal = found["discovery"], found["proposal"]
        assert (discovery.entered, discovery.went_on, discovery.went_on_part) == (4, 3, Decimal("0.75"))
        assert (discovery.median_days, proposal.median_days) == (Decimal("4.0"), Decimal("2.0"))
        assert (discovery.objected_part, proposal.objected_part) == (Decimal("0.25"), Decimal("0.333"))
        assert (found["negotiation"].entered, found["negotiation"].went_on_part) == (0, None)


def test_losses_are_counted_by_their_reason(sold: Database) -> None:
    with sold.reading() as session:
        assert [(loss.reason, loss.count, loss.amount) for loss in losses(session, 1, usual(session))] == [("price", 1, Decimal(200))]


def test_a_deal_that_takes_no_step_grows_stale(sold: Database, moving_clock: MovingClock) -> None:
    with sold.reading() as session:
        assert stale(session, 1, usual(session), STALE) == 0
        moving_clock.advance(timedelta(days=9))
        assert stale(session, 1, usual(session), STALE) == 1  # the one that never moved
        moving_clock.advance(timedelta(days=6))
        assert stale(session, 1, usual(session), STALE) == 2


def test_leads_are_answered_in_time_or_late_or_have_time_still(database: Database, moving_clock: MovingClock) -> None:
    with database.transaction() as session:
        keys = [done(session, "crm.register-lead", {**LEAD, "email": f"{number}@x.example", "phone": None})["lead"] for number in range(3)]
        moving_clock.advance(timedelta(hours=3))
        done(session, "crm.log-interaction", {"lead": keys[0], "kind": "call", "direction": "out"})
        moving_clock.advance(timedelta(hours=2))
        done(session, "crm.log-interaction", {"lead": keys[1], "kind": "call", "direction": "out"})
        done(session, "crm.register-lead", {**LEAD, "email": "new@x.example", "phone": None})

        found = answering(session, 1)

        assert (found.in_time, found.late) == (1, 2)

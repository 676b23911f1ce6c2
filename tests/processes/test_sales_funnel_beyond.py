"""Does a card moved on the board move the work, and the reverse; and does a won deal begin its delivery?"""

from __future__ import annotations

import pytest

import engine
from crm.sales.deals.queries import events_of
from crm.sales.quotes.tables import Quote
from kit.clock import MovingClock
from kit.db import Database
from tests.crm.stories import done
from tests.processes.funnel import Funnel
from worker.embedded import run_all


@pytest.fixture
def funnel(database: Database, moving_clock: MovingClock) -> Funnel:
    return Funnel.opened(database, moving_clock)


def test_F09_a_stage_moved_on_the_board_moves_the_token_and_the_reverse(funnel: Funnel) -> None:  # noqa: N802  the function's id
    funnel.begins()
    funnel.finishes("make_contact", kind="call", text="Rang them up")
    funnel.finishes("qualify", outcome="convert")
    assert (funnel.stage(), funnel.open_tasks()) == ("discovery", ["discovery"])

    funnel.does("crm.move-deal", deal=funnel.deal().id, stage="proposal")
    assert funnel.open_tasks() == ["prepare_quote"]
    funnel.does("crm.move-deal", deal=funnel.deal().id, stage="discovery")
    assert funnel.open_tasks() == ["discovery"]
    funnel.finishes("discovery", need="Paint")
    assert (funnel.stage(), funnel.open_tasks()) == ("proposal", ["prepare_quote"])
    funnel.quotes()

    assert funnel.stage() == "negotiation"
    with funnel.database.reading() as session:
        assert len(events_of(session, funnel.deal().id)) == 5


def test_a_deal_that_is_lost_on_the_board_ends_the_work(funnel: Funnel) -> None:
    funnel.to_the_quote()

    funnel.does("crm.lose-deal", deal=funnel.deal().id, reason="no_budget")

    assert (funnel.ended_at(), funnel.open_tasks()) == ("lost_on_the_board", [])


def test_a_deal_that_is_won_on_the_board_becomes_an_order(funnel: Funnel) -> None:
    funnel.to_the_quote()
    funnel.quotes()
    with funnel.database.transaction() as session:
        session.get_one(Quote, funnel.quote().id).status = "accepted"

    funnel.does("crm.win-deal", deal=funnel.deal().id)

    assert funnel.ended_at() == "order_received"


def test_a_deal_that_is_won_by_a_contract_alone_ends_without_an_order(funnel: Funnel) -> None:
    funnel.to_the_quote()
    contract = funnel.does("crm.draw-up-contract", deal=funnel.deal().id)["contract"]
    funnel.does("crm.sign-contract", contract=contract, signed_by="Ida Bech")

    funnel.does("crm.win-deal", deal=funnel.deal().id)

    assert funnel.ended_at() == "won_by_contract"


def test_F21_the_order_of_a_won_deal_begins_its_delivery(funnel: Funnel) -> None:  # noqa: N802  the function's id
    funnel.to_the_quote()
    funnel.quotes(quantity=3)
    funnel.does("sales.answer-quote", quote=funnel.quote().id, answer="accepted")

    with funnel.database.reading() as session:
        (delivery,) = engine.search_instances(session, engine.InstancesWanted(process_id="order-to-delivery"), who=funnel.everybody).items
        assert engine.instance(session, delivery.key, who=funnel.everybody).active[-1] == "stock_available"
    with funnel.database.transaction() as session:
        lines = [{"product": funnel.products["CHAI"], "quantity": 3, "unit_cost": "9"}]
        done(session, "inventory.receive-goods", {"lines": lines})
    run_all(funnel.database)

    assert funnel.open_tasks() == ["pick"]

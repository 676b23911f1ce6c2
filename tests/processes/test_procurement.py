"""Is what somebody needs approved, offered, ordered, received and paid, by the people who may, on each path that a manager asks about?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from erp.accounting.payables.queries import payables_ledger
from erp.accounting.tables import JournalLine
from erp.inventory.tables import StockBalance
from erp.parties.tables import PartyCompany
from erp.purchasing.tables import Bid, PurchaseBudget, PurchaseOrder, Requisition
from kit.clock import MovingClock
from kit.db import Database
from tests.processes.firm import Firm


@pytest.fixture
def firm(database: Database, moving_clock: MovingClock) -> Firm:
    return Firm(database, moving_clock)


def test_a_small_purchase_is_approved_ordered_received_and_its_invoice_posted(firm: Firm) -> None:
    key = firm.ordered()
    assert firm.all_tasks() == ["receive", "register"]

    firm.receive(10)
    firm.register()

    assert firm.troubles() == []
    assert firm.state(key) == "COMPLETED"
    assert firm.statuses() == ("ordered", "received", ["posted"])
    with firm.database.reading() as session:
        assert session.scalars(select(StockBalance.quantity)).one() == 10
        assert payables_ledger(session, firm.company) == 5_000
        assert session.scalar(select(func.sum(JournalLine.debit) - func.sum(JournalLine.credit))) == 0


def test_what_is_rejected_is_not_bought(firm: Firm) -> None:
    key = firm.need()

    firm.do("Bo", "give_verdict", place="Bo", verdict="rejected", reason="Not this year")

    assert firm.state(key) == "COMPLETED"
    assert firm.statuses() == ("rejected", "None", [])


@pytest.mark.parametrize(("answer", "asked"), [("yes", ["give_verdict"]), ("no", [])])
def test_over_budget_the_budget_owner_decides_first(firm: Firm, answer: str, asked: list[str]) -> None:
    with firm.database.transaction() as session:
        session.add(PurchaseBudget(company_id=firm.company, code="SHOP", year=2026, amount=Decimal(1_000)))

    firm.need(budget="SHOP")
    firm.do("Bo", "decide_budget", go_over=answer)

    assert firm.all_tasks() == asked


def bids(firm: Firm, *amounts: int | None) -> None:
    """A large purchase up to the bids; None declines, and what is not named stays unanswered."""
    firm.need(200)
    firm.approve("Bo", "Mette")
    chosen = [{"supplier": supplier} for supplier in firm.suppliers]
    firm.do("Rie", "choose_suppliers", asked_suppliers=chosen, answer_by=date(2026, 3, 13))
    for amount in amounts:
        answer: dict[str, object] = {"declined": True} if amount is None else {"declined": False, "bid_amount": Decimal(amount)}
        firm.do("Rie", "take_bid", None, **answer)


def test_a_large_purchase_is_offered_by_three_and_the_best_bid_sets_the_price(firm: Firm) -> None:
    bids(firm, 78_000, 76_000, 81_000)
    with firm.database.reading() as session:
        cheapest = session.scalars(select(Bid.id).filter_by(amount=Decimal(76_000))).one()

    firm.do("Rie", "award", chosen_bid=str(cheapest))

    assert firm.troubles() == []
    with firm.database.reading() as session:
        order = session.scalars(select(PurchaseOrder)).one()
        assert order.net == 76_000
        assert str(order.party_id) == firm.suppliers[1]


def test_a_dearer_bid_comes_back_until_it_has_a_reason(firm: Firm) -> None:
    bids(firm, 78_000, 76_000, None)
    with firm.database.reading() as session:
        dearer = str(session.scalars(select(Bid.id).filter_by(amount=Decimal(78_000))).one())

    firm.do("Rie", "award", chosen_bid=dearer)
    assert firm.all_tasks() == ["award"]
    firm.do("Rie", "award", chosen_bid=dearer, award_reason="Delivers next week")

    with firm.database.reading() as session:
        assert session.scalars(select(PurchaseOrder.net)).one() == 78_000


def test_at_the_deadline_the_bids_that_are_there_are_compared(firm: Firm) -> None:
    bids(firm, 78_000)
    assert firm.all_tasks() == ["take_bid", "take_bid"]

    firm.wait(days=12)

    assert firm.all_tasks() == ["award"]


def test_fewer_than_three_suppliers_are_not_enough(firm: Firm) -> None:
    firm.need(200)
    firm.approve("Bo", "Mette")

    firm.do("Rie", "choose_suppliers", asked_suppliers=[{"supplier": firm.suppliers[0]}], answer_by=date(2026, 3, 13))

    assert firm.all_tasks() == ["choose_suppliers"]


def test_a_blocked_supplier_is_chosen_anew(firm: Firm) -> None:
    with firm.database.transaction() as session:
        session.scalars(select(PartyCompany).filter_by(party_id=int(firm.suppliers[0]))).one().blocked_reason = "Court"
    firm.need()
    firm.approve("Bo")

    firm.do("Rie", "choose_supplier", supplier=firm.suppliers[0])

    assert firm.all_tasks() == ["choose_supplier"]


def test_a_silent_supplier_is_called_after_three_working_days_and_may_decline(firm: Firm) -> None:
    key = firm.need()
    firm.approve("Bo")
    firm.do("Rie", "choose_supplier", supplier=firm.suppliers[0])
    firm.wait(days=2)
    assert firm.all_tasks() == []

    firm.wait(days=2)
    firm.do("Rie", "call_supplier", answer="rejected")

    assert firm.state(key) == "COMPLETED"
    assert firm.statuses() == ("ordered", "cancelled", [])


def test_a_delivery_in_parts_asks_again_for_what_is_missing_and_is_closed_short(firm: Firm) -> None:
    key = firm.ordered()
    firm.receive(6, rejected=Decimal(1), reason="Scratched")
    assert firm.all_tasks() == ["receive", "register"]

    firm.do("Lise", "receive", received=[], close_short=True)
    firm.register(6)

    assert firm.state(key) == "COMPLETED"
    assert firm.statuses() == ("ordered", "closed", ["posted"])


def test_more_than_was_ordered_is_not_taken_in(firm: Firm) -> None:
    firm.ordered()

    firm.receive(11)

    assert firm.all_tasks() == ["receive", "register"]
    with firm.database.reading() as session:
        assert session.scalars(select(StockBalance.quantity)).all() == []


def test_who_issued_the_order_may_not_receive_it(firm: Firm) -> None:
    firm.ordered()

    firm.do("Mette", "receive", received=[{"product": firm.chair, "accepted": Decimal(4)}], close_short=False)
    with firm.database.transaction() as session:
        session.scalars(select(PurchaseOrder)).one().issued_by = firm.keys["Lise"]
    firm.receive(6)

    assert firm.all_tasks() == ["receive", "register"], "six are still awaited: Lise issued the order"


def test_a_late_delivery_is_told_to_the_purchaser_once(firm: Firm) -> None:
    firm.ordered()
    firm.wait(days=17)
    assert firm.notices("purchasing") == 0

    firm.wait(days=5)

    assert firm.notices("purchasing") == 1
    assert firm.all_tasks() == ["receive", "register"]


def test_an_invoice_before_the_goods_waits_and_matches_once_they_are_here(firm: Firm) -> None:
    key = firm.ordered()
    firm.register()
    assert firm.all_tasks() == ["receive", "resolve"]

    firm.do("Rie", "resolve", decision="again", variance_reason="On its way")
    firm.receive(10)
    firm.wait(days=1)

    assert firm.state(key) == "COMPLETED"
    assert firm.statuses()[2] == ["posted"]


@pytest.mark.parametrize(("decision", "status"), [("accept", "posted"), ("refuse", "void")])
def test_a_price_that_differs_is_accepted_or_refused_by_the_purchaser(firm: Firm, decision: str, status: str) -> None:
    key = firm.ordered()
    firm.receive(10)
    firm.register(price=450)
    firm.wait(days=3)
    assert firm.notices("manager") == 1

    firm.do("Rie", "resolve", decision=decision, variance_reason="Raised in February")

    assert firm.state(key) == "COMPLETED"
    assert firm.statuses()[2] == [status]


def test_an_invoice_that_is_here_already_is_registered_anew(firm: Firm) -> None:
    firm.ordered()
    firm.receive(10)
    firm.register()

    firm.ordered()
    firm.register(number="F-1")

    assert firm.all_tasks() == ["receive", "register"]


def test_F21_an_order_that_lacks_goods_is_bought_for_and_their_arrival_wakes_it(firm: Firm) -> None:  # noqa: N802  the function's id
    order = firm.sold(4)

    firm.start("order-to-delivery", "Sara", order=order)
    firm.approve("Bo")
    firm.do("Rie", "choose_supplier", supplier=firm.suppliers[0])
    firm.tell("purchase-order-answered", firm.order_key(), answer="accepted")
    assert firm.all_tasks() == ["receive", "register"]
    firm.receive(4)

    assert firm.troubles() == []
    assert firm.all_tasks() == ["pick", "register"], "the order has its goods"
    with firm.database.reading() as session:
        assert [str(each) for each in session.scalars(select(Requisition.source_id))] == [order]

"""Is bought what is needed, within the budget, from whom it is best, and taken in as it came?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import select

from erp.accounting.posting import GOODS_RECEIVED, STOCK
from erp.inventory.tables import StockBalance
from erp.purchasing.queries import received_ledger
from erp.purchasing.tables import Bid, GoodsReceiptLine, PurchaseBudget, PurchaseOrder, PurchaseOrderLine, Requisition, Rfq
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import AppError
from tests.erp.buying import Buying


@pytest.fixture
def buying(database: Database, moving_clock: MovingClock) -> Iterator[Buying]:
    with database.transaction() as session:
        yield Buying(session)


def require(buying: Buying, quantity: int, budget: str = "") -> str:
    line = {"product": buying.chair, "quantity": quantity, "unit_price": "400"}
    return str(buying.done("purchasing.create-requisition", "Rie", lines=[line], budget=budget)["requisition"])


def test_a_requisition_binds_its_budget_until_it_is_void(buying: Buying) -> None:
    buying.session.add(PurchaseBudget(company_id=buying.company, code="OFFICE", year=2026, amount=Decimal(10_000)))
    first, second = require(buying, 20, "OFFICE"), require(buying, 10, "OFFICE")

    assert buying.refused("purchasing.check-budget", "Rie", requisition=second) == "OVER_BUDGET"
    buying.done("purchasing.void-requisition", "Rie", requisition=first)

    assert buying.done("purchasing.check-budget", "Rie", requisition=second)["budget_left"] == 6_000


def test_a_price_that_nobody_guessed_is_what_the_product_has_cost(buying: Buying) -> None:
    buying.receive(buying.order(10, "250"), 10)

    made = buying.done("purchasing.create-requisition", "Rie", lines=[{"product": buying.chair, "quantity": 3}])

    assert made["amount"] == 750
    assert made["requester"] == str(buying.people["Rie"])


def asked(buying: Buying, *amounts: int | None) -> tuple[str, list[str]]:
    """A request to three suppliers, answered; None declines."""
    suppliers = [buying.ikast, buying.odder, buying.supplier("Vejle Stole")]
    given = buying.done("purchasing.send-rfq", "Rie", requisition=require(buying, 10), suppliers=suppliers, answer_by="2026-03-09")
    bids = [str(bid["bid"]) for bid in given["bids"]]
    for bid, amount in zip(bids, amounts, strict=True):
        buying.done("purchasing.record-bid", "Rie", bid=bid, amount=amount)
    return str(given["rfq"]), bids


def test_the_cheapest_bid_wins_without_a_word_and_a_dearer_one_needs_a_reason(buying: Buying) -> None:
    rfq, bids = asked(buying, 4_200, 3_900, None)

    assert buying.refused("purchasing.award", "Rie", rfq=rfq, bid=bids[0]) == "REASON_REQUIRED"
    assert buying.done("purchasing.award", "Rie", rfq=rfq, bid=bids[1])["cheapest"] is True
    buying.done("purchasing.award", "Rie", rfq=rfq, bid=bids[0], reason="Delivers this week")

    states = dict(buying.session.execute(select(Bid.id, Bid.status)).all())
    assert [states[int(bid)] for bid in bids] == ["won", "lost", "declined"]
    assert buying.session.scalars(select(Rfq.reason)).one() == "Delivers this week"


def test_too_few_suppliers_or_bids_are_refused(buying: Buying) -> None:
    requisition = require(buying, 10)
    two = [buying.ikast, buying.odder]

    assert buying.refused("purchasing.send-rfq", "Rie", requisition=requisition, suppliers=two, answer_by="2026-03-09") == "TOO_FEW_BIDS"
    rfq, bids = asked(buying, 4_200, None, None)

    assert buying.refused("purchasing.award", "Rie", rfq=rfq, bid=bids[0], at_least=2) == "TOO_FEW_BIDS"
    assert buying.refused("purchasing.award", "Rie", rfq=rfq, bid=bids[1]) == "TOO_FEW_BIDS"


def test_the_awarded_amount_becomes_the_orders_prices(buying: Buying) -> None:
    lines = [{"product": buying.chair, "quantity": 10, "unit_price": 400}, {"product": buying.table, "quantity": 1, "unit_price": 1_000}]

    made = buying.done("purchasing.issue-order", "Rie", supplier=buying.ikast, lines=lines, amount=4_500)

    assert made["net"] == 4_500
    assert sorted(buying.session.scalars(select(PurchaseOrderLine.unit_price))) == [360, 900]


def test_nothing_is_ordered_of_a_blocked_supplier_or_of_a_customer(buying: Buying) -> None:
    line = {"product": buying.chair, "quantity": 1, "unit_price": 1}
    blocked = buying.supplier("Fup", blocked="unpaid claims")

    assert buying.refused("purchasing.issue-order", "Rie", supplier=blocked, lines=[line]) == "SUPPLIER_BLOCKED"


def test_a_delivery_in_two_parts_is_taken_in_at_the_orders_price_with_what_was_rejected(buying: Buying) -> None:
    order = buying.order(10)

    first = buying.receive(order, 6, rejected=1, reason="Scratched")
    second = buying.receive(order, 4)

    assert (first["complete"], first["rejected"], second["complete"]) == (False, 1, True)
    assert buying.session.scalars(select(StockBalance.quantity)).one() == 10
    assert buying.balance(STOCK) == 4_000
    assert buying.balance(GOODS_RECEIVED) == -received_ledger(buying.session, buying.company) == -4_000
    assert buying.session.get_one(PurchaseOrder, int(order)).status == "received"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"accepted": 11}, "OVER_TOLERANCE"),
        ({"accepted": 0}, "NOTHING_RECEIVED"),
        ({"accepted": 5, "rejected": 1}, "REASON_REQUIRED"),
    ],
)
def test_a_delivery_that_does_not_fit_is_refused(buying: Buying, line: dict[str, object], code: str) -> None:
    order = buying.order(10)

    assert buying.refused("purchasing.receive-order", "Bo", purchase_order=order, lines=[{"product": buying.chair, **line}]) == code
    assert buying.session.scalars(select(GoodsReceiptLine)).all() == []


def test_who_issued_the_order_does_not_receive_it(buying: Buying) -> None:
    order = buying.order(10)

    answer = buying.refused("purchasing.receive-order", "Rie", purchase_order=order, lines=[{"product": buying.chair, "accepted": 10}])

    assert answer == "SAME_PERSON"


def test_an_order_closed_short_expects_no_more(buying: Buying) -> None:
    order = buying.order(10)
    buying.receive(order, 6)

    buying.done("purchasing.cancel-order", "Rie", purchase_order=order)

    assert buying.done("purchasing.expected", "Rie", purchase_order=order)["complete"] is True
    assert buying.session.get_one(PurchaseOrder, int(order)).status == "closed"
    assert (
        buying.refused("purchasing.receive-order", "Bo", purchase_order=order, lines=[{"product": buying.chair, "accepted": 1}]) == "OVER_TOLERANCE"
    )


def test_a_rejected_order_is_cancelled_and_a_later_day_is_noted(buying: Buying) -> None:
    later, never = buying.order(10), buying.order(5)

    buying.done("purchasing.record-answer", "Rie", purchase_order=later, answer="accepted", expected_on="2026-04-01")
    buying.done("purchasing.record-answer", "Rie", purchase_order=never, answer="rejected")

    assert str(buying.session.get_one(PurchaseOrder, int(later)).expected_on) == "2026-04-01"
    assert buying.session.get_one(PurchaseOrder, int(never)).status == "cancelled"


def test_goods_go_back_and_stock_and_books_follow(buying: Buying) -> None:
    order = buying.order(10)
    buying.receive(order, 10)
    back = {"product": buying.chair, "quantity": 4, "reason": "Wrong colour"}

    buying.done("purchasing.return-to-supplier", "Bo", purchase_order=order, lines=[back])

    assert buying.session.scalars(select(StockBalance.quantity)).one() == 6
    assert buying.balances(STOCK, GOODS_RECEIVED) == (2_400, -2_400)
    assert buying.refused("purchasing.return-to-supplier", "Bo", purchase_order=order, lines=[{**back, "quantity": 7}]) == "NOT_RECEIVED"


def test_a_receipt_never_changes(database: Database, moving_clock: MovingClock) -> None:
    with database.transaction() as session:
        buying = Buying(session)
        buying.receive(buying.order(10), 10)

    with pytest.raises(AppError, match="never changes"), database.transaction() as session:
        session.scalars(select(GoodsReceiptLine)).one().accepted = Decimal(9)
    with database.reading() as session:
        assert session.scalars(select(Requisition)).all() == []

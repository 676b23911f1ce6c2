"""Does an order run from its creation through stock to a paid invoice?"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.inventory.tables import Reservation, StockBalance
from erp.sales.tables import SalesOrder
from kit.db import Database
from kit.messages import Message
from kit.operations import Done, Refused
from tests.erp.stories import call, customer, product


def ordered(session: Session, key: int) -> str:
    line = {"product": key, "quantity": 5, "unit_price": "18.50", "discount": "0.15"}
    made = call(session, "sales.create-order", {"party": customer(session), "currency": "USD", "freight": "3.25", "lines": [line]}, "order")
    assert isinstance(made, Done)
    return str(made.result["order"])


def test_an_order_without_stock_is_woken_by_goods_then_issued_and_invoiced(database: Database) -> None:
    with database.transaction() as session:
        key = product(session)
        order = ordered(session, key)
        lines = call(session, "sales.order-lines", {"order": order}, "lines")
        assert isinstance(lines, Done)
        given = {"source_id": order, "lines": lines.result["lines"]}
        assert isinstance(call(session, "inventory.reserve", given, "r1"), Refused)

        call(session, "inventory.receive-goods", {"lines": [{"product": key, "quantity": 5, "unit_cost": 9}]}, "in")
        assert session.scalars(select(Message.correlation_key)).all() == [order]
        assert call(session, "inventory.reserve", given, "r2") == Done({"outcome": "full", "shortages": []})
        call(session, "inventory.issue-goods", given, "out")
        issued = call(session, "sales.invoice-order", {"source_id": order}, "bill")

        assert isinstance(issued, Done)
        assert issued.result["net"] == Decimal("78.63")
        assert issued.result["total"] == Decimal("81.88")
        assert isinstance(call(session, "sales.invoice-order", {"source_id": order}, "twice"), Refused)


def test_a_cancelled_order_gives_its_stock_back(database: Database) -> None:
    with database.transaction() as session:
        key = product(session)
        call(session, "inventory.receive-goods", {"lines": [{"product": key, "quantity": 5, "unit_cost": 9}]}, "in")
        order = ordered(session, key)
        call(session, "inventory.reserve", {"source_id": order, "lines": [{"product": key, "quantity": 5}]}, "r")

        assert isinstance(call(session, "sales.cancel-remainder", {"order": order}, "c"), Done)

        assert session.scalars(select(StockBalance.reserved)).one() == 0
        assert session.scalars(select(Reservation)).all() == []
        assert session.scalars(select(SalesOrder.status)).one() == "cancelled"

"""Does an order run from its creation through stock to a paid invoice?"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.inventory.tables import Reservation, StockBalance
from erp.sales.tables import SalesOrder, SalesOrderLine
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


def test_an_order_delivered_in_two_parts_gets_two_invoices_and_pays_freight_once(database: Database) -> None:
    with database.transaction() as session:
        key = product(session)
        order = ordered(session, key)
        totals = []
        for part in (3, 2):
            lines = [{"product": key, "quantity": part, "unit_cost": 9}]
            for operation in ("inventory.receive-goods", "inventory.reserve", "inventory.issue-goods"):
                assert isinstance(call(session, operation, {"source_id": order, "lines": lines}, f"{operation} {part}"), Done)
            issued = call(session, "sales.invoice-order", {"source_id": order}, f"bill {part}")
            assert isinstance(issued, Done)
            totals.append(issued.result["total"])

        assert totals == [Decimal("50.43"), Decimal("31.45")]


def test_the_rest_of_a_partly_delivered_order_is_cancelled_and_only_the_delivered_part_charged(database: Database) -> None:
    with database.transaction() as session:
        key = product(session)
        order = ordered(session, key)
        for operation in ("inventory.receive-goods", "inventory.reserve", "inventory.issue-goods"):
            call(session, operation, {"source_id": order, "lines": [{"product": key, "quantity": 3, "unit_cost": 9}]}, operation)

        assert isinstance(call(session, "sales.cancel-remainder", {"order": order}, "rest"), Done)
        assert isinstance(call(session, "sales.cancel-remainder", {"order": order}, "again"), Refused)
        issued = call(session, "sales.invoice-order", {"source_id": order}, "bill")

        assert session.scalars(select(SalesOrderLine.cancelled)).one() == 2
        assert isinstance(issued, Done)
        assert issued.result["net"] == Decimal("47.18")

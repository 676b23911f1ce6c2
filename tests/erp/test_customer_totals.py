"""Do a customer's totals and an order's progress equal plain SQL over the tables?"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from erp.sales.customer_totals import CustomerTotals, customer_totals
from erp.sales.queries import progress
from erp.sales.tables import SalesOrder
from kit.clock import MovingClock
from kit.db import Database
from kit.operations import Done
from tests.erp.stories import COMPANY, call, customer, product

BILLED = "SELECT COALESCE(SUM(total), 0) FROM invoice WHERE posted AND party_id = :party AND currency = :currency"
PAID = "SELECT COALESCE(SUM(amount), 0) FROM payment WHERE party_id = :party AND currency = :currency"
SETTLED = (
    "SELECT COALESCE(SUM(a.amount), 0) FROM allocation a JOIN invoice i ON i.id = a.invoice_id WHERE i.party_id = :party AND i.currency = :currency"
)
OPEN = "SELECT COUNT(*) FROM sales_order WHERE status = 'open' AND party_id = :party AND currency = :currency"


def order(session: Session, party: int, chai: int, currency: str, quantity: int) -> str:
    line = {"product": chai, "quantity": quantity, "unit_price": "18.50", "discount": "0.15"}
    made = call(session, "sales.create-order", {"party": party, "currency": currency, "freight": "3.25", "lines": [line]}, f"{currency} {quantity}")
    assert isinstance(made, Done)
    return str(made.result["order"])


def deliver_and_bill(session: Session, key: str, chai: int, quantity: int) -> str:
    lines = [{"product": chai, "quantity": quantity, "unit_cost": 9}]
    for operation in ("inventory.receive-goods", "inventory.reserve", "inventory.issue-goods"):
        assert isinstance(call(session, operation, {"source_id": key, "lines": lines}, f"{operation} {key}"), Done)
    billed = call(session, "sales.invoice-order", {"source_id": key}, f"bill {key}")
    assert isinstance(billed, Done)
    return str(billed.result["invoice"])


def asked(session: Session, statement: str, party: int, currency: str) -> int:
    return int(session.scalar(text(statement), {"party": party, "currency": currency}) or 0)


def test_totals_equal_plain_sql_in_each_currency(database: Database, moving_clock: MovingClock) -> None:
    with database.transaction() as session:
        chai, party = product(session), customer(session)
        order(session, party, chai, "DKK", 2)
        invoice = deliver_and_bill(session, order(session, party, chai, "USD", 5), chai, 5)
        deliver_and_bill(session, order(session, party, chai, "DKK", 4), chai, 4)
        call(session, "finance.register-payment", {"invoice": invoice, "amount": "50"}, "pay")
        moving_clock.advance(timedelta(days=40))

        totals = customer_totals(session, COMPANY, party)

        assert [each.currency for each in totals] == ["DKK", "USD"]
        for each in totals:
            billed, settled = asked(session, BILLED, party, each.currency), asked(session, SETTLED, party, each.currency)
            assert each.invoiced * 10_000 == billed
            assert each.paid * 10_000 == asked(session, PAID, party, each.currency)
            assert each.outstanding * 10_000 == each.overdue * 10_000 == billed - settled
            assert each.open_orders == asked(session, OPEN, party, each.currency)
        assert totals[0] == CustomerTotals("DKK", 1, Decimal("34.70"), Decimal("66.15"), Decimal(0), Decimal("66.15"), Decimal("66.15"))
        assert customer_totals(session, COMPANY + 1, party) == []


def test_progress_shares_deliveries_and_invoices_over_the_lines(database: Database) -> None:
    with database.transaction() as session:
        chai, party = product(session), customer(session)
        lines = [{"product": chai, "quantity": quantity, "unit_price": 1} for quantity in (3, 5)]
        made = call(session, "sales.create-order", {"party": party, "currency": "DKK", "lines": lines}, "order")
        assert isinstance(made, Done)
        key = str(made.result["order"])
        deliver_and_bill(session, key, chai, 4)

        found = progress(session, session.get_one(SalesOrder, int(key)))

        assert [tuple(map(int, (each.ordered, each.delivered, each.invoiced))) for each in found] == [(3, 3, 3), (5, 1, 1)]

"""Whatever people do in whatever order: do stock, books, invoices and payments still agree?"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

import erp.announced  # noqa: F401  it announces the operations
from erp.parties.tables import Party
from erp.products.tables import Product
from kit import operations
from kit.db import Database
from kit.operations import Context, Done, Failed

VERBS = ("receive", "order", "reserve", "issue", "cancel", "bill", "close", "pay", "bank", "reverse")
STEPS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 5), st.integers(1, 9)), min_size=5, max_size=30)
ALWAYS: Mapping[str, str] = {
    "an entry does not balance": """SELECT e.id FROM journal_entry e JOIN journal_line l ON l.entry_id = e.id WHERE e.company_id = :company
        GROUP BY e.id HAVING SUM(l.debit) <> SUM(l.credit) OR COUNT(*) < 2""",
    "the balance is not what the moves sum to": """SELECT b.id FROM stock_balance b WHERE b.company_id = :company AND b.quantity <>
        (SELECT COALESCE(SUM(CASE WHEN m.to_id = b.location_id THEN m.quantity ELSE -m.quantity END), 0) FROM stock_move m
         WHERE m.product_id = b.product_id AND (m.to_id = b.location_id OR m.from_id = b.location_id))""",
    "a product does not sum to zero over all places": """SELECT product_id FROM (
        SELECT product_id, to_id AS place, quantity AS moved FROM stock_move WHERE company_id = :company
        UNION ALL SELECT product_id, from_id, -quantity FROM stock_move WHERE company_id = :company) ends
        GROUP BY product_id HAVING SUM(moved) <> 0""",
    "more is reserved than is there": "SELECT id FROM stock_balance WHERE company_id = :company AND (reserved > quantity OR reserved < 0)",
    "the reservations are not what is reserved": """SELECT b.id FROM stock_balance b WHERE b.company_id = :company AND b.reserved <>
        (SELECT COALESCE(SUM(r.quantity), 0) FROM reservation r WHERE r.company_id = :company AND r.product_id = b.product_id)""",
    "an invoice is settled beyond its total": """SELECT i.id FROM invoice i JOIN allocation a ON a.invoice_id = i.id WHERE i.company_id = :company
        GROUP BY i.id, i.total HAVING SUM(a.amount) > i.total OR SUM(a.amount) < 0""",
    "a payment settles more than it is": """SELECT p.id FROM payment p JOIN allocation a ON a.payment_id = p.id WHERE p.company_id = :company
        GROUP BY p.id, p.amount HAVING SUM(a.amount) > p.amount OR SUM(a.amount) < 0""",
    "more is invoiced than was delivered": """SELECT i.source_id FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id
        WHERE i.company_id = :company GROUP BY i.source_id, l.product_id HAVING SUM(l.quantity) >
        (SELECT COALESCE(SUM(m.quantity), 0) FROM stock_move m WHERE m.source_id = i.source_id AND m.product_id = l.product_id)""",
    "the invoice numbers have a hole": """SELECT 1 FROM (SELECT COUNT(*) AS many, COALESCE(MAX(CAST(number AS INTEGER)), 0) AS last
        FROM invoice WHERE company_id = :company AND posted) numbers WHERE many <> last""",
}
RECEIVABLES = """SELECT COALESCE(SUM(l.debit - l.credit), 0) FROM journal_line l JOIN account a ON a.id = l.account_id
                 WHERE a.company_id = :company AND a.code = '1100'"""
OWED = """SELECT (SELECT COALESCE(SUM(total), 0) FROM invoice WHERE company_id = :company AND posted) -
          (SELECT COALESCE(SUM(amount), 0) FROM payment WHERE company_id = :company AND reversed_on IS NULL)"""
_companies = itertools.count(1)


class Trade:
    """A company with two products and one customer, in which things happen."""

    def __init__(self, session: Session, company: int) -> None:
        self.session, self.company = session, company
        self._calls = itertools.count(1)
        self.party = Party(company_id=company, name="Alfreds Futterkiste")
        self.products = [Product(company_id=company, sku=sku, name=sku, unit_price=Decimal(18)) for sku in ("CHAI", "CHANG")]
        session.add_all([self.party, *self.products])
        session.flush()
        self.orders: list[int] = []
        self.invoices: list[int] = []
        self.payments: list[int] = []

    def call(self, name: str, **request: object) -> Mapping[str, object]:
        number = next(self._calls)
        outcome = operations.call(self.session, name, Context(self.session, self.company, None, f"{self.company}:{number}"), request)
        assert not isinstance(outcome, Failed), outcome
        return outcome.result if isinstance(outcome, Done) else {}

    def take(self, verb: str, which: int, quantity: int) -> None:
        product = self.products[which % 2].id
        if verb == "receive":
            self.call("inventory.receive-goods", lines=[{"product": product, "quantity": quantity, "unit_cost": Decimal(which) / 4}])
        elif verb == "order":
            line = {"product": product, "quantity": quantity, "unit_price": "9.99", "discount": "0.15"}
            made = self.call("sales.create-order", party=self.party.id, currency="DKK", freight="1.25", lines=[line])
            self.orders.append(int(str(made["order"])))
        elif verb in {"pay", "bank"} and self.invoices:
            self._pay(verb, self.invoices[which % len(self.invoices)], quantity)
        elif verb == "reverse" and self.payments:
            self.call("finance.reverse-payment", payment=self.payments[which % len(self.payments)])
        elif self.orders:
            self._work(verb, self.orders[which % len(self.orders)], quantity)

    def _work(self, verb: str, order: int, quantity: int) -> None:
        lines = self.call("sales.order-lines", order=order)["lines"]
        assert isinstance(lines, list)
        if verb == "reserve":
            self.call("inventory.reserve", source_id=order, lines=lines)
        elif verb == "issue":
            self.call("inventory.issue-goods", source_id=order, lines=[{**line, "quantity": quantity} for line in lines])
        elif verb in {"cancel", "close"}:
            self.call({"cancel": "sales.cancel-remainder", "close": "sales.close-order"}[verb], order=order)
        elif verb == "bill":
            billed = self.call("sales.invoice-order", source_id=order)
            self.invoices += [int(str(billed["invoice"]))] if billed else []

    def _pay(self, verb: str, invoice: int, amount: int) -> None:
        if verb == "pay":
            paid = self.call("finance.register-payment", invoice=invoice, amount=amount)
        else:
            line = self.call("finance.register-bank-line", bank_id=f"B{next(self._calls)}", booked_on="2026-03-02", amount=3 * amount, currency="DKK")
            paid = self.call("finance.allocate-payment", bank_line=line["bank_line"], invoices=[invoice])
        self.payments += [int(str(paid["payment"]))] if paid else []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_everything_agrees_after_any_sequence_of_operations(database: Database, steps: list[tuple[str, int, int]]) -> None:
    company = next(_companies)
    with database.transaction() as session:
        trade = Trade(session, company)
        for step in steps:
            trade.take(*step)

    with database.reading() as session:
        wrong = [what for what, query in ALWAYS.items() if session.execute(text(query), {"company": company}).first()]
        assert wrong == []
        assert session.scalar(text(RECEIVABLES), {"company": company}) == session.scalar(text(OWED), {"company": company})

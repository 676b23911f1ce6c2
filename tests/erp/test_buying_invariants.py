"""Whatever buyers, receivers and accountants do in whatever order: do ledgers and control accounts still agree?"""

from __future__ import annotations

import itertools
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from erp.accounting.payables.queries import payables_ledger
from erp.accounting.payables.tables import MatchResult, PaymentRun, SupplierInvoice
from erp.accounting.posting import GOODS_RECEIVED, PAYABLES, PAYMENTS_OUT, STOCK
from erp.products.tables import Product
from erp.purchasing.queries import received_ledger
from kit.db import Database
from kit.operations import Done, Failed
from tests.erp.buying import IBAN, Buying

VERBS = ("order", "receive", "return", "close", "invoice", "credit", "match", "accept", "void", "post", "propose", "approve", "write", "drop")
STEPS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 5), st.integers(1, 9)), min_size=8, max_size=40)
UNEVEN = """SELECT e.id FROM journal_entry e JOIN journal_line l ON l.entry_id = e.id WHERE e.company_id = :company
    GROUP BY e.id HAVING SUM(l.debit) <> SUM(l.credit) OR COUNT(*) < 2"""
TWICE = """SELECT i.invoice_id FROM payment_run_item i JOIN payment_run r ON r.id = i.run_id
    WHERE r.company_id = :company AND r.status <> 'void' GROUP BY i.invoice_id HAVING COUNT(*) > 1"""


class Office:
    """What people do at random; refusals are answers, too."""

    def __init__(self, buying: Buying) -> None:
        self.buying = buying
        self.kept: dict[str, list[str]] = {"purchase_order": [], "invoice": [], "run": []}
        self.numbers = itertools.count(1)
        buying.bank(buying.ikast)

    def take(self, verb: str, which: int, quantity: int) -> None:
        if verb == "order":
            line = {"product": self.buying.chair, "quantity": quantity, "unit_price": f"{(which + 1) / 3:.4f}"}
            self._call("purchasing.issue-order", "Rie", "purchase_order", supplier=self.buying.ikast, lines=[line])
        elif verb == "propose":
            self._call("finance.propose-payments", "Anders", "run", due_until="2030-01-01")
        elif verb in {"approve", "write", "drop"}:
            self._pay(verb, which)
        elif verb in {"match", "accept", "void", "post"}:
            self._settle(verb, which)
        elif self.kept["purchase_order"]:
            self._with_order(verb, self._one("purchase_order", which), quantity)

    def _with_order(self, verb: str, order: str, quantity: int) -> None:
        chair = self.buying.chair
        if verb == "receive":
            self._call("purchasing.receive-order", "Bo", None, purchase_order=order, lines=[{"product": chair, "accepted": quantity}])
        elif verb == "return":
            back = {"product": chair, "quantity": quantity, "reason": "Wrong"}
            self._call("purchasing.return-to-supplier", "Bo", None, purchase_order=order, lines=[back])
        elif verb == "close":
            self._call("purchasing.cancel-order", "Rie", None, purchase_order=order)
        else:
            line = {"product": chair, "quantity": quantity if verb == "invoice" else -quantity, "unit_price": "1.37"}
            number = f"F-{next(self.numbers)}"
            self._call("finance.register-supplier-invoice", "Anders", "invoice", supplier=self.buying.ikast, number=number, order=order, lines=[line])

    def _settle(self, verb: str, which: int) -> None:
        if not self.kept["invoice"]:
            return
        invoice = self._one("invoice", which)
        if verb == "accept":
            self._call("finance.resolve-variance", "Rie", None, invoice=invoice, decision="accept", reason="Agreed")
        else:
            name = {"match": "finance.match-invoice", "void": "finance.void-supplier-invoice", "post": "finance.post-supplier-invoice"}[verb]
            self._call(name, "Anders", None, invoice=invoice)

    def _pay(self, verb: str, which: int) -> None:
        if not self.kept["run"]:
            return
        name = {"approve": "finance.approve-payments", "write": "finance.write-bank-file", "drop": "finance.void-payments"}[verb]
        more = {"iban": IBAN} if verb == "write" else {}
        self._call(name, "Tora", None, run=self._one("run", which), **more)

    def _one(self, kind: str, which: int) -> str:
        return self.kept[kind][which % len(self.kept[kind])]

    def _call(self, name: str, by: str, keep: str | None, **given: object) -> None:
        outcome = self.buying.call(name, by, **given)
        assert not isinstance(outcome, Failed) or outcome.status == 409, outcome
        if keep and isinstance(outcome, Done):
            self.kept[keep].append(str(outcome.result[keep]))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_ledgers_and_control_accounts_agree_after_any_sequence(database: Database, steps: list[tuple[str, int, int]]) -> None:
    with database.transaction() as session:
        buying = Buying(session)
        office = Office(buying)
        for step in steps:
            office.take(*step)

        here = {"company": buying.company}
        assert session.execute(text(UNEVEN), here).first() is None
        assert session.execute(text(TWICE), here).first() is None
        assert -buying.balance(PAYABLES) == payables_ledger(session, buying.company)
        assert -buying.balance(GOODS_RECEIVED) == received_ledger(session, buying.company) - settled(buying)
        assert -buying.balance(PAYMENTS_OUT) == written(buying)
        product = session.get_one(Product, buying.chair)
        assert abs(buying.balance(STOCK) - on_hand(buying) * product.cost) < Decimal("0.25"), "cents are lost when an average is rounded"


def settled(buying: Buying) -> Decimal:
    """What posted invoices took out of what was received and not invoiced."""
    taken = select(func.sum(MatchResult.received_value, type_=MatchResult.received_value.type)).join(
        SupplierInvoice, SupplierInvoice.id == MatchResult.invoice_id
    )
    return buying.session.scalar(taken.where(SupplierInvoice.company_id == buying.company, SupplierInvoice.status == "posted")) or Decimal(0)


def written(buying: Buying) -> Decimal:
    runs = select(func.sum(PaymentRun.total, type_=PaymentRun.total.type)).filter_by(company_id=buying.company, status="written")
    return buying.session.scalar(runs) or Decimal(0)


def on_hand(buying: Buying) -> Decimal:
    row = buying.session.execute(text("SELECT SUM(quantity) FROM stock_balance WHERE company_id = :company"), {"company": buying.company}).scalar()
    return Decimal(row or 0) / Decimal(10**6)

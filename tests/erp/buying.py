"""A company that buys: its people, suppliers and products, and short words for what they do."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import erp.announced  # noqa: F401  it announces the operations
from erp.accounting.tables import Account, JournalLine
from erp.parties.tables import Party, PartyCompany
from erp.products.tables import Product
from kit import operations
from kit.operations import Context, Done, Outcome, Refused
from people.access.tables import AppUser
from people.companies import Company

IBAN, OTHER_IBAN = "DK5000400440116243", "GB33BUKB20201555555555"
_companies = itertools.count(1)


class Buying:
    """Rie buys, Bo receives, Anders and Tora see to the money."""

    def __init__(self, session: Session) -> None:
        self.session = session
        company = Company(name=f"Nordlys {next(_companies)}")
        session.add(company)
        session.flush()
        self.company = company.id
        self._calls = itertools.count(1)
        self.people: dict[str, int] = {}
        for name in ("Rie", "Bo", "Anders", "Tora"):
            user = AppUser(email=f"{name}-{company.id}@nordlys.example".lower(), name=name)
            session.add(user)
            session.flush()
            self.people[name] = user.id
        self.chair, self.table = self._product("CHAIR"), self._product("TABLE")
        self.cleaning = self._product("CLEANING", kind="service")
        self.ikast, self.odder = self.supplier("Ikast Møbler"), self.supplier("Odder Træ")

    def _product(self, sku: str, kind: str = "stock") -> int:
        made = Product(company_id=self.company, sku=sku, name=sku.title(), type=kind, unit_price=Decimal(900))
        self.session.add(made)
        self.session.flush()
        return made.id

    def supplier(self, name: str, blocked: str | None = None) -> int:
        party = Party(company_id=self.company, name=name)
        self.session.add(party)
        self.session.flush()
        self.session.add(PartyCompany(company_id=self.company, party_id=party.id, is_supplier=True, blocked_reason=blocked))
        self.session.flush()
        return party.id

    def call(self, name: str, by: str, **given: object) -> Outcome:
        context = Context(self.session, self.company, self.people[by], f"{self.company}:{next(self._calls)}")
        return operations.call(self.session, name, context, given)

    def done(self, name: str, by: str, **given: object) -> dict[str, Any]:
        outcome = self.call(name, by, **given)
        assert isinstance(outcome, Done), outcome
        return outcome.result

    def refused(self, name: str, by: str, **given: object) -> str:
        outcome = self.call(name, by, **given)
        assert isinstance(outcome, Refused), outcome
        return outcome.code

    def order(self, quantity: int = 10, price: str = "400", supplier: int | None = None) -> str:
        line = {"product": self.chair, "quantity": quantity, "unit_price": price}
        return str(self.done("purchasing.issue-order", "Rie", supplier=supplier or self.ikast, lines=[line])["purchase_order"])

    def receive(self, order: str, accepted: int, **more: object) -> Mapping[str, Any]:
        line = {"product": self.chair, "accepted": accepted, **more}
        return self.done("purchasing.receive-order", "Bo", purchase_order=order, lines=[line])

    def invoice(self, order: str | None, quantity: int, price: str = "400", number: str = "F-1", **more: object) -> str:
        line = {"product": self.chair, "quantity": quantity, "unit_price": price}
        given = {"supplier": self.ikast, "number": number, "lines": [line], **({"order": order} if order else {}), **more}
        return str(self.done("finance.register-supplier-invoice", "Anders", **given)["invoice"])

    def match(self, invoice: str) -> str:
        return str(self.done("finance.match-invoice", "Anders", invoice=invoice)["code"])

    def posted(self, number: str, quantity: int = 10, supplier: int | None = None) -> str:
        """An invoice that went the whole way into the books."""
        order = self.order(quantity, supplier=supplier)
        self.receive(order, quantity)
        invoice = self.invoice(order, quantity, "400", number, supplier=supplier or self.ikast)
        assert self.match(invoice) == "OK"
        self.done("finance.post-supplier-invoice", "Anders", invoice=invoice)
        return invoice

    def bank(self, supplier: int, iban: str = IBAN) -> None:
        account = self.done("finance.change-bank-account", "Anders", supplier=supplier, iban=iban)["bank_account"]
        self.done("finance.verify-bank-account", "Tora", bank_account=account)

    def balance(self, code: str) -> Decimal:
        """Debit less credit of one account."""
        sides = select(func.sum(JournalLine.debit - JournalLine.credit, type_=JournalLine.debit.type))
        query = sides.join(Account, Account.id == JournalLine.account_id).where(Account.company_id == self.company, Account.code == code)
        return self.session.scalar(query) or Decimal(0)

    def balances(self, *codes: str) -> tuple[object, ...]:
        """The same of several accounts, in this order."""
        return tuple(self.balance(code) for code in codes)

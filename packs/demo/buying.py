"""From whom does the demo company buy, who sees to it, and what is under way?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

import erp.announced  # noqa: F401  importing it announces its operations
from erp.parties.tables import Party, PartyAddress, PartyCompany
from erp.products.tables import Product
from erp.purchasing.tables import PurchaseBudget, PurchaseOrder
from kit import clock, operations
from kit.operations import Context, Done
from people.access import holders

SUPPLIERS = (
    ("L2001", "Kaffekompagniet Import A/S", "27451802", "ordre@kaffekompagniet.example", "+45 70 30 20 01", "Kajgade 8", "2150", "Nordhavn"),
    ("L2002", "Assam & Ceylon Te ApS", "30998713", "salg@assamceylon.example", "+45 70 30 20 02", "Tehusvej 2", "5000", "Odense C"),
    ("L2003", "Midtjysk Emballage A/S", "18276540", "ordre@midtemballage.example", "+45 70 30 20 03", "Industrivej 44", "7430", "Ikast"),
)
IBANS = ("DK5000400440116243", "DK9530003330003331", "DK9520000123456789")
ORDERS = (("L2001", 0, 120, 5), ("L2001", 1, 200, 9), ("L2002", 2, 80, 7), ("L2003", 3, 60, 12))
"""Supplier, which of the products, how many, and in how many days it is expected."""


def open_purchasing(session: Session, company: int) -> None:
    """Suppliers with verified accounts, a budget, and some orders: the first is here with its invoice, the others are on their way."""
    if session.scalar(select(PurchaseOrder.id).filter_by(company_id=company).limit(1)) is not None:
        return
    parties = {line[0]: _supplier(session, company, line) for line in SUPPLIERS}
    budget = PurchaseBudget(company_id=company, code="VARER", name="Varekøb", year=clock.now().year, amount=Decimal(2_500_000))
    session.add(budget)
    session.flush()
    desk = _Desk(session, company)
    for (code, *_rest), iban in zip(SUPPLIERS, IBANS, strict=True):
        account = desk.done("finance.change-bank-account", "accounting", supplier=parties[code], iban=iban)["bank_account"]
        desk.done("finance.verify-bank-account", "treasurer", bank_account=account)
    products = session.scalars(select(Product).filter_by(company_id=company, type="stock").order_by(Product.sku)).all()
    for index, (code, which, quantity, days) in enumerate(ORDERS):
        product = products[which % len(products)]
        line = {"product": product.id, "quantity": quantity, "unit_price": product.cost}
        expected = clock.now().date() + timedelta(days=days)
        order = desk.done("purchasing.issue-order", "purchasing", supplier=parties[code], lines=[line], expected_on=expected)["purchase_order"]
        if index == 0:
            _bought(desk, parties[code], order, line)


class _Desk:
    """Each operation is done by somebody who has the role for it."""

    def __init__(self, session: Session, company: int) -> None:
        self.session, self.company, self.calls = session, company, 0
        self.people = {role: holders(session, company, role)[0].id for role in ("purchasing", "warehouse", "accounting", "treasurer")}

    def done(self, name: str, role: str, **given: object) -> Mapping[str, object]:
        self.calls += 1
        context = Context(self.session, self.company, self.people[role], f"demo: buying {self.calls}")
        outcome = operations.call(self.session, name, context, given)
        if not isinstance(outcome, Done):
            raise RuntimeError(f"The demo could not do {name}: {outcome.message}")
        return outcome.result


def _bought(desk: _Desk, supplier: int, order: object, line: Mapping[str, object]) -> None:
    come = {"product": line["product"], "accepted": line["quantity"]}
    desk.done("purchasing.receive-order", "warehouse", purchase_order=order, lines=[come], delivery_note="KK-88120")
    invoice = desk.done("finance.register-supplier-invoice", "accounting", supplier=supplier, order=order, number="KK-2231", lines=[line])["invoice"]
    desk.done("finance.match-invoice", "accounting", invoice=invoice)
    desk.done("finance.post-supplier-invoice", "accounting", invoice=invoice)


def _supplier(session: Session, company: int, line: tuple[str, ...]) -> int:
    code, name, cvr, email, phone, street, postcode, city = line
    made = Party(company_id=company, code=code, name=name, cvr=cvr, email=email, phone=phone, language="da")
    session.add(made)
    session.flush()
    session.add(PartyAddress(company_id=company, party_id=made.id, street=street, postcode=postcode, city=city, country="DK"))
    session.add(PartyCompany(company_id=company, party_id=made.id, is_supplier=True))
    session.flush()
    return made.id

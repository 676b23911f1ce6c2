"""A firm that buys: what its people do in procurement and in payment runs, as the stories tell it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from erp.accounting.payables.tables import SupplierInvoice
from erp.parties.tables import Party, PartyCompany
from erp.products.tables import Product, ProductCompany
from erp.purchasing.tables import PurchaseOrder, Requisition
from kit.clock import MovingClock
from kit.db import Database
from people.notices.tables import Notice
from tests.processes.office import Office

STAFF = {
    "Sara": ("sales-admin", 1), "Rie": ("purchasing", 1), "Bo": ("budget-owner", 2), "Lise": ("warehouse", 1), "Anders": ("accounting", 2),
    "Tora": ("treasurer", 2), "Mette": ("manager", 4),
}  # fmt: skip
IBAN = "DK5000400440116243"


class Firm(Office):
    """An office with suppliers and a product; everybody does what their role does."""

    def __init__(self, database: Database, clock: MovingClock) -> None:
        super().__init__(database, clock, STAFF, "approve", "supplier-invoice", "procurement", "payment-run", "order-to-delivery")
        with database.transaction() as session:
            self.chair = self._product(session)
            self.suppliers = [str(self._supplier(session, name)) for name in ("Ikast Møbler", "Odder Træ", "Vejle Stole")]

    def _product(self, session: Session) -> str:
        made = Product(company_id=self.company, sku="CHAIR", name="Chair", unit_price=Decimal(900))
        session.add(made)
        session.flush()
        session.add(ProductCompany(company_id=self.company, product_id=made.id, buys_missing=True))
        return str(made.id)

    def _supplier(self, session: Session, name: str) -> int:
        party = Party(company_id=self.company, name=name)
        session.add(party)
        session.flush()
        session.add(PartyCompany(company_id=self.company, party_id=party.id, is_supplier=True))
        return party.id

    def need(self, quantity: int = 10, price: int = 400, **more: object) -> int:
        line = {"product": self.chair, "quantity": Decimal(quantity), "unit_price": Decimal(price)}
        return self.start("procurement", "Sara", lines=[line], purpose="New shop", **more)

    def approve(self, *names: str) -> None:
        for name in names:
            self.do(name, "give_verdict", place=name, verdict="approved")

    def ordered(self, quantity: int = 10) -> int:
        """A small purchase, approved, ordered and accepted by the supplier."""
        key = self.need(quantity)
        self.approve("Bo")
        self.do("Rie", "choose_supplier", supplier=self.suppliers[0], expected_on=date(2026, 3, 20))
        self.tell("purchase-order-answered", self.order_key(), answer="accepted", expected_on="2026-03-20")
        return key

    def order_key(self) -> str:
        with self.database.reading() as session:
            return str(session.scalars(select(PurchaseOrder.id).order_by(PurchaseOrder.id.desc())).first())

    def receive(self, accepted: int, **more: object) -> None:
        line = {"product": self.chair, "accepted": Decimal(accepted), **more}
        self.do("Lise", "receive", received=[line], close_short=False)

    def register(self, quantity: int = 10, price: int = 400, number: str = "F-1") -> None:
        line = {"product": self.chair, "quantity": Decimal(quantity), "unit_price": Decimal(price)}
        self.do("Anders", "register", supplier=self.suppliers[0], purchase_order=self.order_key(), invoice_number=number,
                invoice_date=date(2026, 3, 2), due_date=date(2026, 3, 31), invoice_lines=[line])  # fmt: skip

    def sold(self, quantity: int) -> str:
        """An order of a customer; gives its key."""
        with self.database.transaction() as session:
            party = Party(company_id=self.company, name="Café Havnefronten")
            session.add(party)
            session.flush()
            customer = party.id
        line = {"product": self.chair, "quantity": quantity, "unit_price": "900"}
        return str(self.done("sales.create-order", "Sara", party=customer, currency="DKK", lines=[line])["order"])

    def statuses(self) -> tuple[str, str, list[str]]:
        """Of the requisition, the purchase order and the invoices."""
        with self.database.reading() as session:
            return (
                str(session.scalars(select(Requisition.status)).one()),
                str(session.scalars(select(PurchaseOrder.status)).one_or_none()),
                list(session.scalars(select(SupplierInvoice.status).order_by(SupplierInvoice.id))),
            )

    def notices(self, role: str) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(Notice).where(Notice.role == role)) or 0

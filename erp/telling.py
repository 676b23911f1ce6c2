"""What does the ERP tell of a customer: orders, invoices and payments?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.accounting.tables import Invoice, Payment
from erp.parties.queries import family
from erp.sales.queries import value_of
from erp.sales.tables import SalesOrder
from kit import money
from kit.i18n import _
from people.access import Who
from records import Happening, timeline_source


@timeline_source
def business(session: Session, who: Who, noun: str, key: int) -> Iterator[Happening]:
    """Each once, at the moment when it was written; those of merged rows too."""
    if noun != "customer":
        return
    rows = family(session, key)
    for order in session.scalars(select(SalesOrder).where(SalesOrder.company_id == who.company_id, SalesOrder.party_id.in_(rows))):
        said = _("Order %(number)s") % {"number": order.number}
        worth = money.show(value_of(session, order), order.currency)
        yield Happening(order.created_at, said, worth, order.created_by, "order", f"/records/orders/{order.id}")
    for invoice in session.scalars(select(Invoice).where(Invoice.company_id == who.company_id, Invoice.party_id.in_(rows), Invoice.posted)):
        said = _("Invoice %(number)s") % {"number": invoice.number}
        worth = money.show(invoice.total, invoice.currency)
        yield Happening(invoice.created_at, said, worth, invoice.created_by, "invoice", f"/records/invoices/{invoice.id}")
    for payment in session.scalars(select(Payment).where(Payment.company_id == who.company_id, Payment.party_id.in_(rows))):
        worth = money.show(payment.amount, payment.currency)
        yield Happening(payment.created_at, _("Payment"), worth, payment.created_by, "invoice", f"/records/payments/{payment.id}")

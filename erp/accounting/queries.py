"""What has been invoiced and paid?"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from erp.accounting.tables import Allocation, Invoice, InvoiceLine
from kit.db import Amount, Quantity
from kit.money import ZERO


def invoiced(session: Session, company_id: int, source_id: int) -> dict[int, Decimal]:
    """The quantities that posted invoices charge for this order, by product."""
    rows = session.execute(
        select(InvoiceLine.product_id, func.sum(InvoiceLine.quantity, type_=Quantity))
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.company_id == company_id, Invoice.source_id == source_id, Invoice.posted, InvoiceLine.product_id.is_not(None))
        .group_by(InvoiceLine.product_id)
    )
    return {product: quantity for product, quantity in rows if product is not None}


def has_invoice(session: Session, company_id: int, source_id: int) -> bool:
    return session.scalars(select(Invoice.id).filter_by(company_id=company_id, source_id=source_id, posted=True).limit(1)).first() is not None


def paid(session: Session, invoice_id: int) -> Decimal:
    """What payments have settled of the invoice."""
    return session.scalar(select(func.sum(Allocation.amount, type_=Amount)).filter_by(invoice_id=invoice_id)) or ZERO


def owed(session: Session, company_id: int, source_id: int) -> Decimal:
    """What is still to be paid of all posted invoices of this order."""
    here = Invoice.company_id == company_id, Invoice.source_id == source_id, Invoice.posted
    billed = session.scalar(select(func.sum(Invoice.total, type_=Amount)).where(*here)) or ZERO
    settled = select(func.sum(Allocation.amount, type_=Amount)).join(Invoice, Invoice.id == Allocation.invoice_id).where(*here)
    return billed - (session.scalar(settled) or ZERO)


def unpaid(session: Session, company_id: int, currency: str) -> list[tuple[Invoice, Decimal]]:
    """The posted invoices in this currency that are not fully paid, the oldest first, each with what is left of it."""
    settled = select(func.coalesce(func.sum(Allocation.amount), ZERO, type_=Amount)).where(Allocation.invoice_id == Invoice.id).scalar_subquery()
    rows = session.execute(
        select(Invoice, settled)
        .where(Invoice.company_id == company_id, Invoice.currency == currency, Invoice.posted, Invoice.total > settled)
        .order_by(Invoice.due_date, Invoice.id)
    )
    return [(invoice, invoice.total - gone) for invoice, gone in rows]

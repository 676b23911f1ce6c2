"""What is owed to suppliers, what of their invoices is charged already, and what may be paid?"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from erp.accounting.payables.tables import BankAccount, MatchResult, PaymentRun, PaymentRunItem, SupplierInvoice, SupplierInvoiceLine
from kit.db import Amount, Quantity
from kit.money import ZERO

MATCHED, POSTED, VOID, WRITTEN, RECONCILED = "matched", "posted", "void", "written", "reconciled"
NEW_FOR = timedelta(days=30)
"""So long after a change a bank account needs a verification of its own."""


def charged(session: Session, company_id: int, source_id: int, without: int) -> dict[int | None, tuple[Decimal, Decimal]]:
    """By product, the quantity and the received value that other invoices of this order have taken."""
    rows = session.execute(
        select(
            SupplierInvoiceLine.product_id,
            func.sum(SupplierInvoiceLine.quantity, type_=Quantity),
            func.sum(MatchResult.received_value, type_=Amount),
        )
        .join(SupplierInvoice, SupplierInvoice.id == SupplierInvoiceLine.invoice_id)
        .join(MatchResult, MatchResult.line_id == SupplierInvoiceLine.id)
        .where(
            SupplierInvoice.company_id == company_id, SupplierInvoice.source_id == source_id,
            SupplierInvoice.status != VOID, SupplierInvoice.id != without,
        )
        .group_by(SupplierInvoiceLine.product_id)
    )  # fmt: skip
    return {product: (quantity or ZERO, value or ZERO) for product, quantity, value in rows}


def payable(session: Session, company_id: int, due: date, currency: str) -> list[SupplierInvoice]:
    """The posted invoices that fall due until this day and stand in no payment run, in order of supplier; credit notes at once."""
    taken = select(PaymentRunItem.invoice_id).join(PaymentRun, PaymentRun.id == PaymentRunItem.run_id).where(PaymentRun.status != VOID)
    query = select(SupplierInvoice).where(
        SupplierInvoice.company_id == company_id, SupplierInvoice.status == POSTED, SupplierInvoice.currency == currency,
        (SupplierInvoice.due_date <= due) | (SupplierInvoice.total < 0), SupplierInvoice.id.not_in(taken),
    )  # fmt: skip
    return list(session.scalars(query.order_by(SupplierInvoice.party_id, SupplierInvoice.due_date, SupplierInvoice.id)))


def items_of(session: Session, run: PaymentRun) -> list[PaymentRunItem]:
    return list(session.scalars(select(PaymentRunItem).filter_by(run_id=run.id).order_by(PaymentRunItem.party_id, PaymentRunItem.id)))


def account_of(session: Session, company_id: int, party_id: int) -> BankAccount | None:
    """The account in use; the newest where there are several."""
    query = select(BankAccount).filter_by(company_id=company_id, party_id=party_id, in_use=True)
    return session.scalars(query.order_by(BankAccount.changed_at.desc(), BankAccount.id.desc()).limit(1)).first()


def is_verified(account: BankAccount, now: datetime) -> bool:
    """A recently changed account needs its own verification; one that stood the time needs it once, as well."""
    if account.verified_at is None or account.verified_by is None:
        return False
    return account.verified_at >= account.changed_at and account.verified_by != account.changed_by and account.verified_at <= now


def payables_ledger(session: Session, company_id: int) -> Decimal:
    """What posted invoices and credit notes say is owed, less what bank files have paid: the control account says the same."""
    owed = select(func.sum(SupplierInvoice.total, type_=Amount)).filter_by(company_id=company_id, status=POSTED)
    paid = select(func.sum(PaymentRun.total, type_=Amount)).where(PaymentRun.company_id == company_id, PaymentRun.status.in_((WRITTEN, RECONCILED)))
    return (session.scalar(owed) or ZERO) - (session.scalar(paid) or ZERO)

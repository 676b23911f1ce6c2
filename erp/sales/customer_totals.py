"""What does a customer mean to us in money: orders still open, invoiced, paid, outstanding, overdue?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from erp.accounting.tables import Allocation, Invoice, Payment
from erp.parties.queries import family
from erp.sales.queries import value_of
from erp.sales.tables import SalesOrder
from kit import clock
from kit.db import Amount
from kit.money import ZERO

Sums = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class CustomerTotals:
    """In one currency; amounts of two currencies are never added. `paid` counts money that settles no invoice yet, too."""

    currency: str
    open_orders: int
    open_value: Decimal
    invoiced: Decimal
    paid: Decimal
    outstanding: Decimal
    overdue: Decimal


def customer_totals(session: Session, company_id: int, party_id: int) -> list[CustomerTotals]:
    """One for each currency, with what merged parties did; an open order counts by its lines and freight, rounded line by line."""
    rows = family(session, party_id)
    here = and_(Invoice.party_id.in_(rows), Invoice.company_id == company_id, Invoice.posted)
    orders = session.scalars(
        select(SalesOrder).where(SalesOrder.company_id == company_id, SalesOrder.party_id.in_(rows), SalesOrder.status == "open")
    ).all()
    billed = _invoiced(session, here)
    open_value, counted = _open(session, orders)
    paid = _paid(session, company_id, rows)
    owed = _outstanding(session, billed, here)
    late = and_(here, Invoice.due_date < clock.now().date())
    overdue = _outstanding(session, _invoiced(session, late), late)
    return [
        CustomerTotals(
            currency=currency,
            open_orders=counted.get(currency, 0),
            open_value=open_value.get(currency, ZERO),
            invoiced=billed.get(currency, ZERO),
            paid=paid.get(currency, ZERO),
            outstanding=owed.get(currency, ZERO),
            overdue=overdue.get(currency, ZERO),
        )
        for currency in sorted({*open_value, *billed, *paid})
    ]


def _open(session: Session, orders: Sequence[SalesOrder]) -> tuple[dict[str, Decimal], dict[str, int]]:
    values: dict[str, Decimal] = {}
    counted: dict[str, int] = {}
    for order in orders:
        values[order.currency] = values.get(order.currency, ZERO) + value_of(session, order)
        counted[order.currency] = counted.get(order.currency, 0) + 1
    return values, counted


def _invoiced(session: Session, where: ColumnElement[bool]) -> Sums:
    rows = session.execute(select(Invoice.currency, func.sum(Invoice.total, type_=Amount)).where(where).group_by(Invoice.currency))
    return {currency: total for currency, total in rows if total}


def _paid(session: Session, company_id: int, party_ids: Sequence[int]) -> Sums:
    rows = session.execute(
        select(Payment.currency, func.sum(Payment.amount, type_=Amount))
        .where(Payment.company_id == company_id, Payment.party_id.in_(party_ids), Payment.reversed_on.is_(None))
        .group_by(Payment.currency)
    )
    return {currency: total for currency, total in rows if total}


def _outstanding(session: Session, billed: Sums, where: ColumnElement[bool]) -> Sums:
    rows = session.execute(
        select(Invoice.currency, func.sum(Allocation.amount, type_=Amount))
        .join(Allocation, Allocation.invoice_id == Invoice.id)
        .where(where)
        .group_by(Invoice.currency)
    )
    settled = {currency: total for currency, total in rows if total}
    return {currency: total - settled.get(currency, ZERO) for currency, total in billed.items()}

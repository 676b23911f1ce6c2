"""How does something that happened get into the books?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.accounting.tables import Account, JournalEntry, JournalLine
from kit.db import find_or_make
from kit.money import ZERO
from people.companies.tables import Company

RECEIVABLES, BANK, STOCK, GOODS_RECEIVED = "1100", "1000", "1200", "2100"
SALES, FREIGHT, COST_OF_GOODS = "4000", "4100", "5000"
PAYMENTS_OUT, INPUT_VAT, PAYABLES, PRICE_VARIANCE, EXPENSES = "1010", "1300", "2000", "5100", "6000"
NAMES = {
    BANK: "Bank",
    RECEIVABLES: "Receivables",
    STOCK: "Stock",
    GOODS_RECEIVED: "Goods received, not invoiced",
    SALES: "Sales",
    FREIGHT: "Freight charged",
    COST_OF_GOODS: "Cost of goods sold",
    PAYMENTS_OUT: "Payments under way",
    INPUT_VAT: "Input VAT",
    PAYABLES: "Payables",
    PRICE_VARIANCE: "Purchase price variance",
    EXPENSES: "Expenses",
}


@dataclass(frozen=True, slots=True)
class Side:
    """An amount on one account: positive is debit, negative is credit."""

    account: str
    amount: Decimal


def post_entry(session: Session, company_id: int, day: date, text: str, sides: Sequence[Side]) -> JournalEntry:
    """Write the entry's lines, then post it; the database refuses one that does not balance."""
    entry = JournalEntry(company_id=company_id, entry_date=day, text=text, posted=False)
    session.add(entry)
    session.flush()
    for side in sides:
        if side.amount:
            session.add(
                JournalLine(
                    company_id=company_id,
                    entry_id=entry.id,
                    account_id=account(session, company_id, side.account).id,
                    debit=max(side.amount, ZERO),
                    credit=max(-side.amount, ZERO),
                )
            )
    session.flush()
    entry.posted = True
    session.flush()
    return entry


def account(session: Session, company_id: int, code: str) -> Account:
    """The company's account of this code, opened when first used."""
    wanted = {"company_id": company_id, "code": code}
    return find_or_make(
        session, lambda: session.scalars(select(Account).filter_by(**wanted)).one_or_none(), lambda: Account(**wanted, name=NAMES.get(code, code))
    )


def base_currency(session: Session, company_id: int) -> str:
    """The currency in which the company keeps its books and values its stock."""
    return session.scalar(select(Company.base_currency).filter_by(id=company_id)) or "DKK"

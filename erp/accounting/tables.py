"""What is kept of the books: accounts, entries that balance, invoices, payments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Amount, Base, Key, Price, Quantity, Rate, Row
from kit.i18n import N_


class Account(Row, Base):
    """An account of the ledger."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("company_id", "code"),)

    code: Mapped[str] = mapped_column(String(20), info={"label": N_("Code")})
    name: Mapped[str] = mapped_column(String(100), info={"label": N_("Name")})


class JournalEntry(Row, Base):
    """A draft until `posted`; from then on the database refuses every change."""

    __tablename__ = "journal_entry"

    entry_date: Mapped[date] = mapped_column(info={"label": N_("Date")})
    text: Mapped[str] = mapped_column(String(200), info={"label": N_("Text")})
    posted: Mapped[bool] = mapped_column(default=False, info={"label": N_("Posted")})


class JournalLine(Row, Base):
    """One side of an entry."""

    __tablename__ = "journal_line"
    __table_args__ = (CheckConstraint("debit >= 0 AND credit >= 0", name="not_negative"),)

    entry_id: Mapped[int] = mapped_column(Key, ForeignKey("journal_entry.id"), index=True, info={"label": N_("Entry")})
    account_id: Mapped[int] = mapped_column(Key, ForeignKey("account.id"), index=True, info={"label": N_("Account")})
    debit: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0), info={"label": N_("Debit")})
    credit: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0), info={"label": N_("Credit")})


class Invoice(Row, Base):
    """A draft has no number; a posted one has, and never changes."""

    __tablename__ = "invoice"
    __table_args__ = (UniqueConstraint("company_id", "number"),)

    number: Mapped[str | None] = mapped_column(String(40), info={"label": N_("Number")})
    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Customer")})
    source_id: Mapped[int | None] = mapped_column(Key, index=True, info={"label": N_("Order")})
    invoice_date: Mapped[date] = mapped_column(info={"label": N_("Date")})
    due_date: Mapped[date] = mapped_column(info={"label": N_("Due")})
    currency: Mapped[str] = mapped_column(String(3), info={"label": N_("Currency")})
    net: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Net")})
    freight: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0), info={"label": N_("Freight")})
    total: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Total")})
    entry_id: Mapped[int | None] = mapped_column(Key, ForeignKey("journal_entry.id"), info={"label": N_("Entry")})
    posted: Mapped[bool] = mapped_column(default=False, info={"label": N_("Posted")})


class InvoiceLine(Row, Base):
    """What is charged: net = quantity × price × (1 − discount), rounded once."""

    __tablename__ = "invoice_line"

    invoice_id: Mapped[int] = mapped_column(Key, ForeignKey("invoice.id"), index=True, info={"label": N_("Invoice")})
    product_id: Mapped[int | None] = mapped_column(Key, ForeignKey("product.id"), info={"label": N_("Product")})
    text: Mapped[str] = mapped_column(String(200), info={"label": N_("Text")})
    quantity: Mapped[Decimal] = mapped_column(Quantity, info={"label": N_("Quantity")})
    unit_price: Mapped[Decimal] = mapped_column(Price, info={"label": N_("Unit price")})
    discount: Mapped[Decimal] = mapped_column(Rate, default=Decimal(0), info={"label": N_("Discount")})
    net: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Net")})


class Payment(Row, Base):
    """Money that came in."""

    __tablename__ = "payment"

    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Customer")})
    paid_on: Mapped[date] = mapped_column(info={"label": N_("Paid")})
    amount: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Amount")})
    currency: Mapped[str] = mapped_column(String(3), info={"label": N_("Currency")})
    reference: Mapped[str] = mapped_column(String(140), default="", info={"label": N_("Bank reference")})
    entry_id: Mapped[int | None] = mapped_column(Key, ForeignKey("journal_entry.id"), info={"label": N_("Entry")})
    reversed_on: Mapped[date | None] = mapped_column(info={"label": N_("Reversed")})


class Allocation(Row, Base):
    """How much of a payment settles which invoice; taken back by a row of its own with the amount below zero."""

    __tablename__ = "allocation"

    payment_id: Mapped[int] = mapped_column(Key, ForeignKey("payment.id"), index=True, info={"label": N_("Payment")})
    invoice_id: Mapped[int] = mapped_column(Key, ForeignKey("invoice.id"), index=True, info={"label": N_("Invoice")})
    amount: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Amount")})


class BankLine(Row, Base):
    """One line of a bank statement; `bank_id` is the bank's own name for it, so that no line comes in twice."""

    __tablename__ = "bank_line"
    __table_args__ = (UniqueConstraint("company_id", "bank_id"),)

    bank_id: Mapped[str] = mapped_column(String(80), info={"label": N_("Bank's number")})
    booked_on: Mapped[date] = mapped_column(info={"label": N_("Booked")})
    amount: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Amount")})
    currency: Mapped[str] = mapped_column(String(3), info={"label": N_("Currency")})
    text: Mapped[str] = mapped_column(String(140), default="", info={"label": N_("Text")})
    payment_id: Mapped[int | None] = mapped_column(Key, ForeignKey("payment.id"), index=True, info={"label": N_("Payment")})

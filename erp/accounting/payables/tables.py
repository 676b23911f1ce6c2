"""What is kept about suppliers' invoices, how they fit what was ordered and received, bank accounts and payment runs?"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Amount, Base, Instant, Key, Price, Quantity, Rate, Row
from kit.i18n import N_


class SupplierInvoice(Row, Base):
    """A supplier's invoice, or its credit note with amounts below zero; registered, matched, variance, posted or void."""

    __tablename__ = "supplier_invoice"
    __table_args__ = (UniqueConstraint("company_id", "party_id", "number"),)

    number: Mapped[str] = mapped_column(String(60), info={"label": N_("Supplier's number")})
    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Supplier")})
    source_id: Mapped[int | None] = mapped_column(Key, index=True, info={"label": N_("Purchase order")})
    invoice_date: Mapped[date] = mapped_column(info={"label": N_("Date")})
    due_date: Mapped[date] = mapped_column(info={"label": N_("Due")})
    currency: Mapped[str] = mapped_column(String(3), info={"label": N_("Currency")})
    net: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Net")})
    tax: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0), info={"label": N_("VAT")})
    total: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Total")})
    status: Mapped[str] = mapped_column(String(20), default="registered", info={"label": N_("Status")})
    entry_id: Mapped[int | None] = mapped_column(Key, ForeignKey("journal_entry.id"), info={"label": N_("Entry")})


class SupplierInvoiceLine(Row, Base):
    """What the supplier charges: net = quantity × price, rounded once."""

    __tablename__ = "supplier_invoice_line"

    invoice_id: Mapped[int] = mapped_column(Key, ForeignKey("supplier_invoice.id"), index=True, info={"label": N_("Invoice")})
    product_id: Mapped[int | None] = mapped_column(Key, ForeignKey("product.id"), info={"label": N_("Product")})
    text: Mapped[str] = mapped_column(String(200), default="", info={"label": N_("Text")})
    quantity: Mapped[Decimal] = mapped_column(Quantity, info={"label": N_("Quantity")})
    unit_price: Mapped[Decimal] = mapped_column(Price, info={"label": N_("Unit price")})
    tax_rate: Mapped[Decimal] = mapped_column(Rate, default=Decimal(0), info={"label": N_("VAT rate")})
    net: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Net")})


class MatchResult(Row, Base):
    """How one line fits order and receipts; `received_value` is what the books hold for it as received and not invoiced."""

    __tablename__ = "match_result"

    invoice_id: Mapped[int] = mapped_column(Key, ForeignKey("supplier_invoice.id"), index=True, info={"label": N_("Invoice")})
    line_id: Mapped[int] = mapped_column(Key, ForeignKey("supplier_invoice_line.id"), unique=True, info={"label": N_("Line"), "hidden": True})
    product_id: Mapped[int | None] = mapped_column(Key, ForeignKey("product.id"), info={"label": N_("Product")})
    verdict: Mapped[str] = mapped_column(String(20), info={"label": N_("Verdict")})
    difference: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0), info={"label": N_("Difference")})
    received_value: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0), info={"label": N_("Received value"), "class": "cost"})
    resolution: Mapped[str | None] = mapped_column(String(20), info={"label": N_("Resolution")})
    reason: Mapped[str] = mapped_column(String(400), default="", info={"label": N_("Reason")})
    resolved_by: Mapped[int | None] = mapped_column(Key, info={"label": N_("Resolved by"), "hidden": True})


class BankAccount(Row, Base):
    """Where a supplier wants its money; another person than the one who wrote it down has to verify it."""

    __tablename__ = "bank_account"
    __table_args__ = (
        UniqueConstraint("company_id", "party_id", "iban"),
        CheckConstraint("verified_by IS NULL OR changed_by IS NULL OR verified_by <> changed_by", name="two_people"),
    )

    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Supplier")})
    iban: Mapped[str] = mapped_column(String(34), info={"label": N_("IBAN")})
    bic: Mapped[str] = mapped_column(String(11), default="", info={"label": N_("BIC")})
    in_use: Mapped[bool] = mapped_column(default=True, info={"label": N_("In use")})
    changed_by: Mapped[int | None] = mapped_column(Key, info={"label": N_("Changed by"), "hidden": True})
    changed_at: Mapped[datetime] = mapped_column(Instant, info={"label": N_("Changed")})
    verified_by: Mapped[int | None] = mapped_column(Key, info={"label": N_("Verified by"), "hidden": True})
    verified_at: Mapped[datetime | None] = mapped_column(Instant, info={"label": N_("Verified")})


class PaymentRun(Row, Base):
    """What is paid together: proposed, approved by another person, written to a bank file, reconciled; or void."""

    __tablename__ = "payment_run"
    __table_args__ = (
        UniqueConstraint("company_id", "number"),
        CheckConstraint("approver_id IS NULL OR approver_id <> preparer_id", name="two_people"),
    )

    number: Mapped[str] = mapped_column(String(40), info={"label": N_("Number")})
    pay_on: Mapped[date] = mapped_column(info={"label": N_("Pay on")})
    currency: Mapped[str] = mapped_column(String(3), info={"label": N_("Currency")})
    total: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Total")})
    status: Mapped[str] = mapped_column(String(20), default="proposed", info={"label": N_("Status")})
    preparer_id: Mapped[int | None] = mapped_column(Key, info={"label": N_("Prepared by"), "hidden": True})
    approver_id: Mapped[int | None] = mapped_column(Key, info={"label": N_("Approved by"), "hidden": True})
    bank_file: Mapped[str | None] = mapped_column(Text, info={"label": N_("Bank file"), "hidden": True})
    entry_id: Mapped[int | None] = mapped_column(Key, ForeignKey("journal_entry.id"), info={"label": N_("Entry")})
    bank_line_id: Mapped[int | None] = mapped_column(Key, ForeignKey("bank_line.id"), info={"label": N_("Bank line")})


class PaymentRunItem(Row, Base):
    """What one supplier's invoice gets out of a run; a credit note takes off."""

    __tablename__ = "payment_run_item"
    __table_args__ = (UniqueConstraint("run_id", "invoice_id"),)

    run_id: Mapped[int] = mapped_column(Key, ForeignKey("payment_run.id"), index=True, info={"label": N_("Payment run")})
    invoice_id: Mapped[int] = mapped_column(Key, ForeignKey("supplier_invoice.id"), index=True, info={"label": N_("Invoice")})
    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), info={"label": N_("Supplier")})
    amount: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Amount")})

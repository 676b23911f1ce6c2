"""What is kept about requisitions, budgets, requests for quotation, purchase orders and receipts?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import cast

from sqlalchemy import CheckConstraint, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Amount, Base, Key, Price, Quantity, Rate, Row
from kit.db.triggers import forbid
from kit.i18n import N_


class PurchaseBudget(Row, Base):
    """What may be bought for on one budget in one year."""

    __tablename__ = "purchase_budget"
    __table_args__ = (UniqueConstraint("company_id", "code", "year"),)

    code: Mapped[str] = mapped_column(String(40), info={"label": N_("Code")})
    name: Mapped[str] = mapped_column(String(100), default="", info={"label": N_("Name")})
    year: Mapped[int] = mapped_column(info={"label": N_("Year")})
    amount: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Amount")})


class Requisition(Row, Base):
    """What somebody needs; open, approved, rejected, ordered or void."""

    __tablename__ = "requisition"
    __table_args__ = (UniqueConstraint("company_id", "number"),)

    number: Mapped[str] = mapped_column(String(40), info={"label": N_("Number")})
    requester_id: Mapped[int | None] = mapped_column(Key, info={"label": N_("Requester"), "hidden": True})
    requested_on: Mapped[date] = mapped_column(info={"label": N_("Date")})
    needed_by: Mapped[date | None] = mapped_column(info={"label": N_("Needed by")})
    budget: Mapped[str] = mapped_column(String(40), default="", info={"label": N_("Budget")})
    purpose: Mapped[str] = mapped_column(String(400), default="", info={"label": N_("Purpose")})
    source_id: Mapped[int | None] = mapped_column(Key, index=True, info={"label": N_("For order")})
    amount: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Amount")})
    status: Mapped[str] = mapped_column(String(20), default="open", info={"label": N_("Status")})


class RequisitionLine(Row, Base):
    """One product that is needed, at a price that is guessed."""

    __tablename__ = "requisition_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="positive"),)

    requisition_id: Mapped[int] = mapped_column(Key, ForeignKey("requisition.id"), index=True, info={"label": N_("Requisition")})
    product_id: Mapped[int] = mapped_column(Key, ForeignKey("product.id"), info={"label": N_("Product")})
    quantity: Mapped[Decimal] = mapped_column(Quantity, info={"label": N_("Quantity")})
    unit_price: Mapped[Decimal] = mapped_column(Price, info={"label": N_("Unit price")})


class Rfq(Row, Base):
    """A request for quotation to several suppliers; sent, awarded or closed."""

    __tablename__ = "rfq"
    __table_args__ = (UniqueConstraint("company_id", "number"),)

    number: Mapped[str] = mapped_column(String(40), info={"label": N_("Number")})
    requisition_id: Mapped[int] = mapped_column(Key, ForeignKey("requisition.id"), index=True, info={"label": N_("Requisition")})
    answer_by: Mapped[date] = mapped_column(info={"label": N_("Answer by")})
    status: Mapped[str] = mapped_column(String(20), default="sent", info={"label": N_("Status")})
    reason: Mapped[str] = mapped_column(String(400), default="", info={"label": N_("Reason")})


class Bid(Row, Base):
    """What one supplier was asked and answered; asked, given, declined, won or lost."""

    __tablename__ = "bid"
    __table_args__ = (UniqueConstraint("rfq_id", "party_id"),)

    rfq_id: Mapped[int] = mapped_column(Key, ForeignKey("rfq.id"), index=True, info={"label": N_("Request for quotation")})
    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), info={"label": N_("Supplier")})
    amount: Mapped[Decimal | None] = mapped_column(Amount, info={"label": N_("Amount")})
    delivery_days: Mapped[int | None] = mapped_column(info={"label": N_("Delivery days")})
    note: Mapped[str] = mapped_column(String(400), default="", info={"label": N_("Note")})
    status: Mapped[str] = mapped_column(String(20), default="asked", info={"label": N_("Status")})


class PurchaseOrder(Row, Base):
    """What a supplier is asked to deliver; issued, confirmed, received, closed or cancelled."""

    __tablename__ = "purchase_order"
    __table_args__ = (UniqueConstraint("company_id", "number"),)

    number: Mapped[str] = mapped_column(String(40), info={"label": N_("Number")})
    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Supplier")})
    requisition_id: Mapped[int | None] = mapped_column(Key, ForeignKey("requisition.id"), index=True, info={"label": N_("Requisition")})
    order_date: Mapped[date] = mapped_column(info={"label": N_("Date")})
    expected_on: Mapped[date | None] = mapped_column(info={"label": N_("Expected")})
    currency: Mapped[str] = mapped_column(String(3), info={"label": N_("Currency")})
    net: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Net")})
    status: Mapped[str] = mapped_column(String(20), default="issued", info={"label": N_("Status")})
    issued_by: Mapped[int | None] = mapped_column(Key, info={"label": N_("Issued by"), "hidden": True})


class PurchaseOrderLine(Row, Base):
    """One product of the order; what of it has come is read from the receipts."""

    __tablename__ = "purchase_order_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("cancelled >= 0 AND cancelled <= quantity", name="cancelled_is_there"),
        UniqueConstraint("order_id", "product_id"),
    )

    order_id: Mapped[int] = mapped_column(Key, ForeignKey("purchase_order.id"), index=True, info={"label": N_("Purchase order")})
    product_id: Mapped[int] = mapped_column(Key, ForeignKey("product.id"), index=True, info={"label": N_("Product")})
    quantity: Mapped[Decimal] = mapped_column(Quantity, info={"label": N_("Quantity")})
    cancelled: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0), info={"label": N_("Cancelled")})
    unit_price: Mapped[Decimal] = mapped_column(Price, info={"label": N_("Unit price")})
    tax_rate: Mapped[Decimal] = mapped_column(Rate, default=Decimal("0.25"), info={"label": N_("VAT rate")})


class GoodsReceipt(Row, Base):
    """One delivery of one purchase order, or a return of it to the supplier; it never changes."""

    __tablename__ = "goods_receipt"
    __table_args__ = (UniqueConstraint("company_id", "number"),)

    number: Mapped[str] = mapped_column(String(40), info={"label": N_("Number")})
    order_id: Mapped[int] = mapped_column(Key, ForeignKey("purchase_order.id"), index=True, info={"label": N_("Purchase order")})
    received_on: Mapped[date] = mapped_column(info={"label": N_("Date")})
    delivery_note: Mapped[str] = mapped_column(String(60), default="", info={"label": N_("Delivery note")})


class GoodsReceiptLine(Row, Base):
    """What was taken in of one product, and what was rejected and why; a return has it below zero."""

    __tablename__ = "goods_receipt_line"
    __table_args__ = (CheckConstraint("rejected >= 0", name="not_negative"), CheckConstraint("rejected = 0 OR reason <> ''", name="reason_given"))

    receipt_id: Mapped[int] = mapped_column(Key, ForeignKey("goods_receipt.id"), index=True, info={"label": N_("Receipt")})
    product_id: Mapped[int] = mapped_column(Key, ForeignKey("product.id"), index=True, info={"label": N_("Product")})
    accepted: Mapped[Decimal] = mapped_column(Quantity, info={"label": N_("Accepted")})
    rejected: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0), info={"label": N_("Rejected")})
    reason: Mapped[str] = mapped_column(String(200), default="", info={"label": N_("Reason")})
    value: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Value"), "class": "cost"})


for _table in (GoodsReceipt, GoodsReceiptLine):
    for _verb in ("UPDATE", "DELETE"):
        forbid(cast(Table, _table.__table__), f"{_table.__tablename__}_no_{_verb.lower()}", _verb, "TRUE", "a receipt never changes")

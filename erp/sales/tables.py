"""What is kept about an order and its lines?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Amount, Base, Key, Price, Quantity, Rate, Row
from kit.i18n import N_


class SalesOrder(Row, Base):
    """What a customer ordered; open, invoiced, closed or cancelled."""

    __tablename__ = "sales_order"
    __table_args__ = (UniqueConstraint("company_id", "number"),)

    number: Mapped[str] = mapped_column(String(40), info={"label": N_("Number")})
    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Customer")})
    order_date: Mapped[date] = mapped_column(info={"label": N_("Date")})
    required_date: Mapped[date | None] = mapped_column(info={"label": N_("Required")})
    currency: Mapped[str] = mapped_column(String(3), info={"label": N_("Currency")})
    freight: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0), info={"label": N_("Freight")})
    status: Mapped[str] = mapped_column(String(20), default="open", info={"label": N_("Status")})


class SalesOrderLine(Row, Base):
    """One product of the order; what is delivered and invoiced of it is read from moves and invoices."""

    __tablename__ = "sales_order_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("cancelled >= 0 AND cancelled <= quantity", name="cancelled_is_there"),
    )

    order_id: Mapped[int] = mapped_column(Key, ForeignKey("sales_order.id"), index=True, info={"label": N_("Order")})
    product_id: Mapped[int] = mapped_column(Key, ForeignKey("product.id"), index=True, info={"label": N_("Product")})
    quantity: Mapped[Decimal] = mapped_column(Quantity, info={"label": N_("Quantity")})
    cancelled: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0), info={"label": N_("Cancelled")})
    unit_price: Mapped[Decimal] = mapped_column(Price, info={"label": N_("Unit price")})
    discount: Mapped[Decimal] = mapped_column(Rate, default=Decimal(0), info={"label": N_("Discount")})

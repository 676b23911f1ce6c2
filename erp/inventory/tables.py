"""What is kept about stock: places, moves with two ends, balances, promises."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from sqlalchemy import CheckConstraint, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Key, Price, Quantity, Row
from kit.db.triggers import forbid
from kit.i18n import N_


class Warehouse(Row, Base):
    """A building with goods."""

    __tablename__ = "warehouse"
    __table_args__ = (UniqueConstraint("company_id", "code"),)

    code: Mapped[str] = mapped_column(String(20), info={"label": N_("Code")})
    name: Mapped[str] = mapped_column(String(100), info={"label": N_("Name")})


class Location(Row, Base):
    """A place where goods are: ours (`internal`), or where they come from and go to (`supplier`, `customer`)."""

    __tablename__ = "location"
    __table_args__ = (UniqueConstraint("company_id", "code"),)

    warehouse_id: Mapped[int | None] = mapped_column(Key, ForeignKey("warehouse.id"), info={"label": N_("Warehouse")})
    code: Mapped[str] = mapped_column(String(20), info={"label": N_("Code")})
    kind: Mapped[str] = mapped_column(String(20), info={"label": N_("Kind")})


class StockMove(Row, Base):
    """Goods go from one place to another; never changed, so every product sums to zero over all places."""

    __tablename__ = "stock_move"
    __table_args__ = (CheckConstraint("quantity > 0", name="positive"), CheckConstraint("from_id <> to_id", name="two_ends"))

    product_id: Mapped[int] = mapped_column(Key, ForeignKey("product.id"), index=True, info={"label": N_("Product")})
    from_id: Mapped[int] = mapped_column(Key, ForeignKey("location.id"), info={"label": N_("From")})
    to_id: Mapped[int] = mapped_column(Key, ForeignKey("location.id"), info={"label": N_("To")})
    quantity: Mapped[Decimal] = mapped_column(Quantity, info={"label": N_("Quantity")})
    unit_cost: Mapped[Decimal] = mapped_column(Price, info={"label": N_("Unit cost"), "class": "cost"})
    source_id: Mapped[int | None] = mapped_column(Key, index=True, info={"label": N_("Order")})


class StockBalance(Row, Base):
    """What the moves into and out of our own places sum to, and how much of it is promised."""

    __tablename__ = "stock_balance"
    __table_args__ = (
        UniqueConstraint("company_id", "product_id", "location_id"),
        CheckConstraint("quantity >= 0", name="not_negative"),
        CheckConstraint("reserved >= 0 AND reserved <= quantity", name="reserved_is_there"),
    )

    product_id: Mapped[int] = mapped_column(Key, ForeignKey("product.id"), info={"label": N_("Product")})
    location_id: Mapped[int] = mapped_column(Key, ForeignKey("location.id"), info={"label": N_("Location")})
    quantity: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0), info={"label": N_("Quantity")})
    reserved: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0), info={"label": N_("Reserved")})


class Reservation(Row, Base):
    """What an order wants of a product, and how much of it is promised; it waits while something is missing."""

    __tablename__ = "reservation"
    __table_args__ = (
        UniqueConstraint("company_id", "source_id", "product_id"),
        CheckConstraint("quantity >= 0 AND quantity <= wanted", name="within_wanted"),
    )

    source_id: Mapped[int] = mapped_column(Key, index=True, info={"label": N_("Order")})
    product_id: Mapped[int] = mapped_column(Key, ForeignKey("product.id"), index=True, info={"label": N_("Product")})
    wanted: Mapped[Decimal] = mapped_column(Quantity, info={"label": N_("Wanted")})
    quantity: Mapped[Decimal] = mapped_column(Quantity, info={"label": N_("Reserved")})


for _verb in ("UPDATE", "DELETE"):
    forbid(cast(Table, StockMove.__table__), f"stock_move_no_{_verb.lower()}", _verb, "TRUE", "a stock move never changes")

"""What is kept about a shipment and its lines?"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Instant, Key, Quantity, Row
from kit.i18n import N_


class Shipment(Row, Base):
    """One delivery of an order's goods: planned, dispatched or cancelled."""

    __tablename__ = "shipment"
    __table_args__ = (UniqueConstraint("company_id", "number"), CheckConstraint("parcels >= 0", name="parcels"))

    number: Mapped[str] = mapped_column(String(40), info={"label": N_("Number")})
    source_id: Mapped[int] = mapped_column(Key, index=True, info={"label": N_("Order")})
    party_id: Mapped[int | None] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Customer")})
    planned_on: Mapped[date] = mapped_column(info={"label": N_("Planned")})
    status: Mapped[str] = mapped_column(String(20), default="planned", info={"label": N_("Status")})
    parcels: Mapped[int] = mapped_column(default=0, info={"label": N_("Parcels")})
    carrier: Mapped[str] = mapped_column(String(100), default="", info={"label": N_("Carrier")})
    tracking: Mapped[str] = mapped_column(String(100), default="", info={"label": N_("Tracking number")})
    dispatched_at: Mapped[datetime | None] = mapped_column(Instant, info={"label": N_("Dispatched")})


class ShipmentLine(Row, Base):
    """One product of the shipment: what was planned and, once it is dispatched, what really went."""

    __tablename__ = "shipment_line"
    __table_args__ = (UniqueConstraint("shipment_id", "product_id"), CheckConstraint("planned >= 0 AND shipped >= 0", name="not_negative"))

    shipment_id: Mapped[int] = mapped_column(Key, ForeignKey("shipment.id"), index=True, info={"label": N_("Shipment")})
    product_id: Mapped[int] = mapped_column(Key, ForeignKey("product.id"), index=True, info={"label": N_("Product")})
    planned: Mapped[Decimal] = mapped_column(Quantity, info={"label": N_("Planned")})
    shipped: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0), info={"label": N_("Shipped")})

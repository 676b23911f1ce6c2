"""What is kept about a product, and about the product in one company?"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Key, Price, Quantity, Row
from kit.i18n import N_


class Product(Row, Base):
    """Something that is sold; only a `stock` product has stock. `cost` is the moving average per unit."""

    __tablename__ = "product"
    __table_args__ = (UniqueConstraint("company_id", "sku"),)

    sku: Mapped[str] = mapped_column(String(40), info={"label": N_("SKU")})
    name: Mapped[str] = mapped_column(String(200), info={"label": N_("Name")})
    type: Mapped[str] = mapped_column(String(20), default="stock", info={"label": N_("Type")})
    uom: Mapped[str] = mapped_column(String(20), default="each", info={"label": N_("Unit")})
    unit_price: Mapped[Decimal] = mapped_column(Price, default=Decimal(0), info={"label": N_("Unit price")})
    cost: Mapped[Decimal] = mapped_column(Price, default=Decimal(0), info={"label": N_("Cost"), "class": "cost"})


class ProductCompany(Row, Base):
    """How one company handles the product."""

    __tablename__ = "product_company"
    __table_args__ = (UniqueConstraint("company_id", "product_id"),)

    product_id: Mapped[int] = mapped_column(Key, ForeignKey("product.id"), info={"label": N_("Product")})
    sold: Mapped[bool] = mapped_column(default=True, info={"label": N_("Sold")})
    reorder_level: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0), info={"label": N_("Reorder level")})
    buys_missing: Mapped[bool] = mapped_column(default=False, info={"label": N_("Buy what orders lack")})

"""Which companies are there, and which departments have they?"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Key, Keyed
from kit.i18n import N_


class Company(Keyed, Base):
    """Nothing is posted on or before the lock date."""

    __tablename__ = "company"

    name: Mapped[str] = mapped_column(String(200), info={"label": N_("Name")})
    cvr: Mapped[str | None] = mapped_column(String(20), unique=True, info={"label": N_("Company registration number")})
    base_currency: Mapped[str] = mapped_column(String(3), default="DKK", info={"label": N_("Base currency")})
    country: Mapped[str] = mapped_column(String(2), default="DK", info={"label": N_("Country")})
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/Copenhagen", info={"label": N_("Time zone")})
    tax_exempt: Mapped[bool] = mapped_column(default=False, info={"label": N_("Exempt from tax")})
    lock_date: Mapped[date | None] = mapped_column(info={"label": N_("Books locked until")})


class Department(Keyed, Base):
    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("company_id", "code"),)

    company_id: Mapped[int] = mapped_column(Key, ForeignKey("company.id"), info={"label": N_("Company")})
    code: Mapped[str] = mapped_column(String(40), info={"label": N_("Code")})
    name: Mapped[str] = mapped_column(String(200), info={"label": N_("Name")})

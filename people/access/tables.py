"""Which table says from which level a class of fields may be read?"""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Key, Keyed
from kit.i18n import N_


class FieldClass(Keyed, Base):
    """A class of fields, such as salary or credit, and the lowest level that reads it in this company."""

    __tablename__ = "field_class"
    __table_args__ = (UniqueConstraint("company_id", "code"),)

    company_id: Mapped[int] = mapped_column(Key, info={"label": N_("Company")})
    code: Mapped[str] = mapped_column(String(60), info={"label": N_("Field class")})
    minimum_level: Mapped[int] = mapped_column(info={"label": N_("Lowest level")})

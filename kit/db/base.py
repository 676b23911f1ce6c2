"""What every table has: named constraints, and for business rows a key, a company, an author and a version."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from kit import clock
from kit.db.types import Instant, Key
from kit.i18n import N_
from kit.keys import new_key


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Keyed:
    """A row with a key of its own."""

    id: Mapped[int] = mapped_column(Key, primary_key=True, default=new_key, autoincrement=False, info={"label": N_("Key"), "hidden": True})


class Row(Keyed):
    """A business row: its company for ever, who made it and when, and a version against lost updates."""

    company_id: Mapped[int] = mapped_column(Key, index=True, info={"label": N_("Company"), "hidden": True})
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now, info={"label": N_("Created"), "hidden": True})
    created_by: Mapped[int | None] = mapped_column(Key, info={"label": N_("Created by"), "hidden": True})
    version: Mapped[int] = mapped_column(default=1, info={"label": N_("Version"), "hidden": True})

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805  a declared attribute gets the class
        return {"version_id_col": cls.__table__.c.version} if hasattr(cls, "__table__") else {"version_id_col": cls.version}

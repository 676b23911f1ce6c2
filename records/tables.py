"""What was imported, from where, as what? Remembered so that nothing is imported twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.db import Base, Instant, Key, Keyed
from kit.i18n import N_


class ImportRow(Keyed, Base):
    """A row of a source, named by the source and its own key there, and the record that it became."""

    __tablename__ = "import_row"
    __table_args__ = (UniqueConstraint("company_id", "source", "source_key"), Index(None, "entity_type", "entity_id"))

    company_id: Mapped[int] = mapped_column(Key, info={"label": N_("Company")})
    source: Mapped[str] = mapped_column(String(100), info={"label": N_("Source")})
    source_key: Mapped[str] = mapped_column(String(200), info={"label": N_("Key in the source")})
    entity_type: Mapped[str] = mapped_column(String(60), info={"label": N_("Kind")})
    entity_id: Mapped[int] = mapped_column(Key, info={"label": N_("Record")})
    imported_at: Mapped[datetime] = mapped_column(Instant, default=clock.now, info={"label": N_("Imported")})

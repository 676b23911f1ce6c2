"""Which tables keep a command over many instances, and what became of each?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.batches.model import BatchState, BatchType, ItemState
from kit.db import Base, Instant, JsonDoc, Key, Keyed


class Batch(Keyed, Base):
    """`job_key` is the job that works through it."""

    __tablename__ = "batch"
    __table_args__ = (Index(None, "company_id", "state"),)

    company_id: Mapped[int] = mapped_column(Key)
    type: Mapped[BatchType] = mapped_column(String(40))
    state: Mapped[BatchState] = mapped_column(String(20))
    given: Mapped[Any] = mapped_column(JsonDoc)
    is_dry: Mapped[bool]
    stops_after: Mapped[int | None]
    total: Mapped[int]
    job_key: Mapped[int | None] = mapped_column(Key)
    made_by: Mapped[int] = mapped_column(Key)
    made_by_name: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class BatchItem(Keyed, Base):
    """One instance of a batch. `outcome` is what a way back needs: the version before, or the new instance."""

    __tablename__ = "batch_item"
    __table_args__ = (Index(None, "batch_key", "state", "id"), Index(None, "instance_key"))

    batch_key: Mapped[int] = mapped_column(Key)
    instance_key: Mapped[int] = mapped_column(Key)
    state: Mapped[ItemState] = mapped_column(String(12))
    code: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[int | None] = mapped_column(Key)
    done_at: Mapped[datetime | None] = mapped_column(Instant)

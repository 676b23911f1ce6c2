"""The ledger of effects: one row for every operation that is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.db import Base, Instant, JsonDoc, Key, Keyed


class ServiceCall(Keyed, Base):
    """A done call: the same key with the same request gets the same result again; a failed call leaves no row.

    The key of a process's call begins with its instance's: so an instance's calls are found, without an index of their own.
    """

    __tablename__ = "service_call"

    call_key: Mapped[str] = mapped_column(String(200), unique=True)
    operation: Mapped[str] = mapped_column(String(80))
    company_id: Mapped[int] = mapped_column(Key)
    instance_key: Mapped[int | None] = mapped_column(Key)
    element_id: Mapped[str | None] = mapped_column(String(200))
    actor: Mapped[int | None] = mapped_column(Key)
    request_hash: Mapped[str] = mapped_column(String(64))
    request: Mapped[Any] = mapped_column(JsonDoc)
    result: Mapped[Any] = mapped_column(JsonDoc)
    done_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    took_us: Mapped[int] = mapped_column(default=0)
    compensates: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(String(400))

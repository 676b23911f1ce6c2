"""What shall leave the house: a row in the transaction, sent afterwards, at least once, with its key."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kit import clock
from kit.db import Base, Instant, JsonDoc, Key, Keyed


class OutboxState(StrEnum):
    PENDING = "PENDING"
    SENT = "SENT"
    FAILED = "FAILED"


class OutboxItem(Keyed, Base):
    __tablename__ = "outbox"
    __table_args__ = (Index(None, "state", "id"),)

    item_key: Mapped[str] = mapped_column(String(200), unique=True)
    company_id: Mapped[int] = mapped_column(Key)
    channel: Mapped[str] = mapped_column(String(40))
    payload: Mapped[Any] = mapped_column(JsonDoc)
    state: Mapped[OutboxState] = mapped_column(String(10), default=OutboxState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    put_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)


def put(session: Session, channel: str, key: str, payload: dict[str, object], *, company_id: int) -> None:
    """Put something out once a key; putting it again changes nothing."""
    if session.scalars(select(OutboxItem.id).filter_by(item_key=key)).first() is None:
        session.add(OutboxItem(item_key=key, channel=channel, payload=payload, company_id=company_id))
        session.flush()

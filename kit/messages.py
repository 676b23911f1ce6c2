"""Messages to processes: a row now, correlated by the engine after the commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kit import clock
from kit.db import Base, Instant, JsonDoc, Key, Keyed, after_commit

TTL = timedelta(hours=1)
AT_LEAST = timedelta(seconds=30)
"""A message is delivered after it has been stored; so long it lives in any case."""
TELLING = "tells_of_messages"
_listeners: list[Callable[[], None]] = []


class MessageState(StrEnum):
    PUBLISHED = "PUBLISHED"
    """Waits for an instance that listens, until it expires."""
    CORRELATED = "CORRELATED"
    EXPIRED = "EXPIRED"


class Message(Keyed, Base):
    """`message_id` makes a repeat of the same message harmless while the first is still known."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("company_id", "name", "correlation_key", "message_id"),
        Index(None, "state", "expires_at"),
        Index(None, "name", "correlation_key", "state"),
        Index(None, "company_id", "correlation_key"),
    )

    company_id: Mapped[int] = mapped_column(Key)
    name: Mapped[str] = mapped_column(String(200))
    correlation_key: Mapped[str] = mapped_column(String(200))
    message_id: Mapped[str | None] = mapped_column(String(200))
    variables: Mapped[Any] = mapped_column(JsonDoc)
    state: Mapped[MessageState] = mapped_column(String(12), default=MessageState.PUBLISHED)
    published_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    instance_key: Mapped[int | None] = mapped_column(Key, index=True)
    """The instance that took it."""


def publish(  # noqa: PLR0913  a message has these parts
    session: Session,
    name: str,
    correlation_key: str,
    variables: Mapping[str, object],
    *,
    company_id: int,
    ttl: timedelta = TTL,
    message_id: str | None = None,
) -> Message:
    """Keep a message for whoever waits for it, now or within its time to live."""
    message = Message(
        name=name,
        correlation_key=correlation_key,
        variables=dict(variables),
        company_id=company_id,
        message_id=message_id,
        expires_at=clock.now() + max(ttl, AT_LEAST),
    )
    session.add(message)
    session.flush()
    if not session.info.get(TELLING):
        session.info[TELLING] = True
        after_commit(session, _tell)
    return message


def is_known(session: Session, name: str, correlation_key: str, message_id: str, company_id: int) -> bool:
    """A message with this id has been published."""
    mine = select(Message.id).filter_by(company_id=company_id, name=name, correlation_key=correlation_key, message_id=message_id)
    return session.scalars(mine.limit(1)).first() is not None


def on_published(tell: Callable[[], None]) -> Callable[[], None]:
    """Have `tell` called whenever messages have been committed; gives the call that ends this."""
    _listeners.append(tell)
    return lambda: _listeners.remove(tell)


def _tell() -> None:
    for tell in [*_listeners]:
        tell()

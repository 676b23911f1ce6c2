"""Which messages has nobody taken, and whom did they nearly reach?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.model import SubscriptionKind
from engine.tables import Subscription
from engine.who import Who, require
from kit import clock
from kit.messages import Message, MessageState

SHOWN = 5
"""Listeners that are told of one message."""


class Difference(StrEnum):
    """Why a listener did not get a message that nearly fitted."""

    KEY = "KEY"
    """It waits for this name with another correlation key."""
    EXPIRED = "EXPIRED"
    """It waits for just this, but began to when the message's time to live was over."""


@dataclass(frozen=True, slots=True)
class Nearly:
    difference: Difference
    instance_key: int
    element_id: str
    correlation_key: str


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message that nobody has taken (yet)."""

    key: int
    name: str
    correlation_key: str
    state: MessageState
    published_at: datetime
    expires_at: datetime
    nearly: tuple[Nearly, ...]
    """Nobody at all: no instance waits for a message of this name."""


def kept_messages(session: Session, *, who: Who, expired: bool = True, limit: int = 50, before: int | None = None) -> list[KeptMessage]:
    """Those of this operator's company, the newest first; `before` is the key after which a page goes on."""
    require(who, "process.operate")
    states = [MessageState.PUBLISHED, *([MessageState.EXPIRED] if expired else [])]
    wanted = select(Message).where(Message.company_id == who.company_id, Message.state.in_(states))
    if before is not None:
        wanted = wanted.where(Message.id < before)
    messages = session.scalars(wanted.order_by(Message.id.desc()).limit(limit)).all()
    listening = _listening(session, who.company_id, {message.name for message in messages})
    return [_kept(message, [each for each in listening if each.name == message.name]) for message in messages]


def _listening(session: Session, company_id: int, names: set[str]) -> Sequence[Subscription]:
    """The instances that wait for messages of these names."""
    mine = select(Subscription).where(
        Subscription.kind == SubscriptionKind.MESSAGE,
        Subscription.name.in_(names),
        Subscription.instance_key.is_not(None),
        or_(Subscription.company_id == company_id, Subscription.company_id.is_(None)),
    )
    return session.scalars(mine.order_by(Subscription.id)).all() if names else []


def _kept(message: Message, listeners: list[Subscription]) -> KeptMessage:
    is_over = message.state == MessageState.EXPIRED or message.expires_at <= clock.now()
    nearly = [
        Nearly(
            Difference.EXPIRED if (each.correlation_key or "") == message.correlation_key else Difference.KEY,
            each.instance_key or 0,
            each.element_id,
            each.correlation_key or "",
        )
        for each in listeners
        if is_over or (each.correlation_key or "") != message.correlation_key
    ]
    nearly.sort(key=lambda each: each.difference is Difference.KEY)
    state = MessageState.EXPIRED if is_over else MessageState.PUBLISHED
    facts = (message.id, message.name, message.correlation_key, state, message.published_at, message.expires_at)
    return KeptMessage(*facts, tuple(nearly[:SHOWN]))

"""Which messages came close to what an instance waits for, and did not fit?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit import clock
from kit.messages import Message, MessageState

SHOWN = 3
LOOKED_AT = 200
DAYS = 30
ALIKE = 0.7


class Miss(StrEnum):
    """In what a message differed."""

    EXPIRED = "EXPIRED"
    """It fitted, but nobody listened yet, and its time to live ran out."""
    TAKEN = "TAKEN"
    """It fitted, and another instance took it."""
    KEY = "KEY"
    """Another correlation key."""
    NAME = "NAME"
    """The same correlation key, another name that is much like it."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    miss: Miss
    name: str
    correlation_key: str
    at: datetime
    instance_key: int | None = None


def near_misses(session: Session, company_id: int, instance_key: int, name: str, correlation_key: str) -> list[NearMiss]:
    """The closest first: those that fitted at another time, then other keys, the most alike first, then other names."""
    since = clock.now() - timedelta(days=DAYS)
    recent = select(Message).where(Message.company_id == company_id, Message.published_at >= since).order_by(Message.id.desc()).limit(LOOKED_AT)
    named = session.scalars(recent.where(Message.name == name)).all()
    keyed = session.scalars(recent.where(Message.correlation_key == correlation_key, Message.name != name)).all() if correlation_key else []
    found = [*_at_another_time(named, instance_key, correlation_key), *_other_keys(named, correlation_key), *_other_names(keyed, name)]
    return found[:SHOWN]


def _at_another_time(messages: Sequence[Message], instance_key: int, key: str) -> Iterator[NearMiss]:
    for each in messages:
        if each.correlation_key != key or each.instance_key == instance_key:
            continue
        if each.state == MessageState.EXPIRED or (each.state == MessageState.PUBLISHED and each.expires_at <= clock.now()):
            yield NearMiss(Miss.EXPIRED, each.name, key, each.published_at)
        elif each.state == MessageState.CORRELATED:
            yield NearMiss(Miss.TAKEN, each.name, key, each.published_at, each.instance_key)


def _other_keys(messages: Sequence[Message], key: str) -> list[NearMiss]:
    """Only those that nobody took: what another instance waited for was no miss."""
    others = [each for each in messages if each.correlation_key != key and each.state != MessageState.CORRELATED]
    others.sort(key=lambda each: _likeness(each.correlation_key, key), reverse=True)
    return [NearMiss(Miss.KEY, each.name, each.correlation_key, each.published_at) for each in others]


def _other_names(messages: Sequence[Message], name: str) -> list[NearMiss]:
    alike = [each for each in messages if each.state != MessageState.CORRELATED and _likeness(each.name, name) >= ALIKE]
    return [NearMiss(Miss.NAME, each.name, each.correlation_key, each.published_at) for each in alike]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold().strip(), other.casefold().strip()).ratio()

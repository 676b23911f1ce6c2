"""Who did what to which row, and when: rows that are only ever added, then sealed in a chain."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Any

import simplejson
from sqlalchemy import Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from kit import clock
from kit.db import Base, Instant, JsonDoc, Key, Keyed, execute_many
from kit.db.triggers import forbid
from kit.db.types import to_micros
from kit.keys import new_key


class AuditEvent(Keyed, Base):
    """`seal` is empty until the sealing job has chained the row."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index(None, "entity_type", "entity_id"),
        Index("ix_audit_event_unsealed", "id", sqlite_where=text("seal IS NULL"), postgresql_where=text("seal IS NULL")),
    )

    company_id: Mapped[int | None] = mapped_column(Key)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    actor: Mapped[int | None] = mapped_column(Key)
    action: Mapped[str] = mapped_column(String(60))
    entity_type: Mapped[str] = mapped_column(String(60))
    entity_id: Mapped[int | None] = mapped_column(Key)
    detail: Mapped[Any] = mapped_column(JsonDoc, default=dict)
    seal: Mapped[str | None] = mapped_column(String(64))


forbid(AuditEvent.__table__, "audit_event_no_delete", "DELETE", "TRUE", "audit rows are never deleted")  # type: ignore[arg-type]  # a declarative table is a Table
forbid(
    AuditEvent.__table__,  # type: ignore[arg-type]  # a declarative table is a Table
    "audit_event_no_change",
    "UPDATE",
    "OLD.seal IS NOT NULL OR NEW.action <> OLD.action OR NEW.entity_type <> OLD.entity_type OR NEW.at <> OLD.at OR NEW.detail <> OLD.detail",
    "audit rows are never changed",
)


INSERT = (
    "INSERT INTO audit_event (id, company_id, at, actor, action, entity_type, entity_id, detail)"
    " VALUES (:id, :company_id, :at, :actor, :action, :entity_type, :entity_id, :detail)"
)
_json = simplejson.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def record(  # noqa: PLR0913  an audit row has these facts
    session: Session,
    action: str,
    entity_type: str,
    entity_id: int | None,
    *,
    actor: int | None,
    company_id: int | None,
    detail: dict[str, object] | None = None,
) -> None:
    """Append one event to this transaction."""
    told = _json(detail or {})
    facts = {"action": action, "entity_type": entity_type, "entity_id": entity_id, "actor": actor, "company_id": company_id}
    execute_many(session, INSERT, [{**facts, "id": new_key(), "at": to_micros(clock.now()), "detail": told}])


def seal(session: Session, secret: bytes, limit: int = 1000) -> int:
    """Chain up to `limit` unsealed rows in key order with a keyed hash; returns how many."""
    last = session.scalars(select(AuditEvent.seal).where(AuditEvent.seal.is_not(None)).order_by(AuditEvent.id.desc()).limit(1)).first() or ""
    rows = session.scalars(select(AuditEvent).where(AuditEvent.seal.is_(None)).order_by(AuditEvent.id).limit(limit)).all()
    for row in rows:
        last = _seal_of(row, last, secret)
        row.seal = last
    session.flush()
    return len(rows)


def verify(session: Session, secret: bytes) -> int | None:
    """The key of the first sealed row that does not fit the chain, or None when all do."""
    last = ""
    for row in session.scalars(select(AuditEvent).where(AuditEvent.seal.is_not(None)).order_by(AuditEvent.id)):
        last = _seal_of(row, last, secret)
        if row.seal != last:
            return row.id
    return None


def _seal_of(row: AuditEvent, before: str, secret: bytes) -> str:
    facts = [before, row.id, row.company_id, row.at.isoformat(), row.actor, row.action, row.entity_type, row.entity_id, row.detail]
    return hmac.new(secret, simplejson.dumps(facts, sort_keys=True, use_decimal=True).encode(), hashlib.sha256).hexdigest()

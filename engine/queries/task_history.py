"""Who did what with a task since it opened?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.queries.tasks import task
from engine.who import Who
from kit.audit import AuditEvent
from people.access import names_of


@dataclass(frozen=True, slots=True)
class Deed:
    """`action` is the audit's word; `to` got the task; `behalf` is for whom the actor stood in."""

    at: datetime
    action: str
    actor: str
    to: str = ""
    behalf: str = ""


def task_history(session: Session, task_key: int, *, who: Who) -> list[Deed]:
    """The audit's rows about the task, the oldest first."""
    task(session, task_key, who=who)
    told = select(AuditEvent).where(AuditEvent.entity_type == "user_task", AuditEvent.entity_id == task_key).order_by(AuditEvent.id)
    rows = session.scalars(told).all()
    keys = {key for row in rows for key in (row.actor, _key(row, "to"), _key(row, "on_behalf_of")) if key}
    names = names_of(session, keys)
    return [Deed(row.at, row.action, names.get(row.actor or 0, ""), _name(names, row, "to"), _name(names, row, "on_behalf_of")) for row in rows]


def _key(row: AuditEvent, part: str) -> int | None:
    told = str(row.detail.get(part, "")) if isinstance(row.detail, dict) else ""
    return int(told) if told.isdecimal() else None


def _name(names: dict[int, str], row: AuditEvent, part: str) -> str:
    return names.get(_key(row, part) or 0, "")

"""What has been written and chosen around a task: comments, a draft, filters, and is its case followed?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine.desk.tables import Comment, Follow, TaskDraft, TaskFilter
from engine.queries.tasks import task
from engine.store.seeing import seen_instance
from engine.who import Who
from people.access import names_of

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Said:
    """A comment."""

    key: int
    author: str
    text: str
    at: datetime
    task_key: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What is typed so far: pairs of field and text."""

    version: int
    fields: tuple[tuple[str, str], ...]
    saved_by: str
    saved_at: datetime
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Filter:
    key: int
    name: str
    wish: Mapping[str, str]
    is_mine: bool
    shared_with: str | None


def comments(session: Session, instance_key: int, *, who: Who) -> list[Said]:
    """All that was said about the case, the oldest first; of more than SHOWN the newest."""
    root = seen_instance(session, instance_key, who).root_key
    rows = session.scalars(select(Comment).where(Comment.root_key == root).order_by(Comment.id.desc()).limit(SHOWN)).all()
    names = names_of(session, {row.author for row in rows})
    return [Said(row.id, names.get(row.author, ""), row.text, row.written_at, row.task_key) for row in reversed(rows)]


def draft(session: Session, task_key: int, *, who: Who) -> Draft | None:
    """The draft of an open task that this person may see."""
    task(session, task_key, who=who)
    kept = session.get(TaskDraft, task_key)
    if kept is None:
        return None
    name = names_of(session, {kept.saved_by}).get(kept.saved_by, "")
    fields = tuple((str(field), str(text)) for field, text in kept.fields)
    return Draft(kept.version, fields, name, kept.saved_at, kept.saved_by == who.user_id)


def follows(session: Session, instance_key: int, *, who: Who) -> bool:
    root = seen_instance(session, instance_key, who).root_key
    return session.scalars(select(Follow.id).filter_by(user_id=who.user_id, instance_key=root)).first() is not None


def filters(session: Session, *, who: Who) -> list[Filter]:
    """One's own, and those that are shared with one's roles, by name."""
    shared = TaskFilter.shared_with.in_([*sorted(who.roles), "*"])
    mine_or_shared = or_(TaskFilter.user_id == who.user_id, shared)
    found = select(TaskFilter).where(TaskFilter.company_id == who.company_id, mine_or_shared)
    rows = session.scalars(found.order_by(TaskFilter.name, TaskFilter.id))
    return [Filter(row.id, row.name, row.wish, row.user_id == who.user_id, row.shared_with) for row in rows]

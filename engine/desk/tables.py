"""Which tables keep what people write and choose while they work?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Instant, JsonDoc, Key, Keyed


class TaskDraft(Base):
    """What has been typed into a task's form so far, for whoever holds the task; `version` counts the savings."""

    __tablename__ = "task_draft"

    task_key: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    version: Mapped[int]
    fields: Mapped[Any] = mapped_column(JsonDoc)
    """Pairs of name and text, as the page sends them."""
    saved_by: Mapped[int] = mapped_column(Key)
    saved_at: Mapped[datetime] = mapped_column(Instant)


class Comment(Keyed, Base):
    """A sentence about a case, written at one of its tasks or at the instance."""

    __tablename__ = "comment"
    __table_args__ = (Index(None, "root_key", "id"),)

    company_id: Mapped[int] = mapped_column(Key)
    root_key: Mapped[int] = mapped_column(Key)
    """The outermost instance: a case is talked about as one."""
    instance_key: Mapped[int] = mapped_column(Key)
    task_key: Mapped[int | None] = mapped_column(Key)
    author: Mapped[int] = mapped_column(Key)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Instant)


class Follow(Keyed, Base):
    """Somebody wants to see every open task of this (outermost) instance."""

    __tablename__ = "follow"
    __table_args__ = (UniqueConstraint("user_id", "instance_key"), Index(None, "instance_key"))

    user_id: Mapped[int] = mapped_column(Key)
    instance_key: Mapped[int] = mapped_column(Key)


class TaskFilter(Keyed, Base):
    """A named choice of tasks: its maker's own, or shared with a role of the company (`*` for everybody)."""

    __tablename__ = "task_filter"
    __table_args__ = (UniqueConstraint("company_id", "user_id", "name"),)

    company_id: Mapped[int] = mapped_column(Key)
    user_id: Mapped[int] = mapped_column(Key)
    name: Mapped[str] = mapped_column(String(60))
    wish: Mapped[Any] = mapped_column(JsonDoc)
    shared_with: Mapped[str | None] = mapped_column(String(60))

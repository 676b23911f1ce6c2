"""What is kept about a notice, and who has seen it?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.db import Base, Instant, Key, Keyed, Row
from kit.i18n import N_


class Notice(Row, Base):
    """A sentence for one user, or for everybody who holds the role in the company."""

    __tablename__ = "notice"
    __table_args__ = (CheckConstraint("(user_id IS NULL) <> (role IS NULL)", name="user_or_role"),)

    user_id: Mapped[int | None] = mapped_column(Key, ForeignKey("app_user.id"), index=True, info={"label": N_("User")})
    role: Mapped[str | None] = mapped_column(String(60), index=True, info={"label": N_("Role")})
    text: Mapped[str] = mapped_column(String(500), info={"label": N_("Text")})
    instance_key: Mapped[int | None] = mapped_column(Key, index=True, info={"label": N_("Process instance")})


class NoticeSeen(Keyed, Base):
    """Somebody has seen a notice; a role's notice is seen by each for themselves."""

    __tablename__ = "notice_seen"
    __table_args__ = (UniqueConstraint("notice_id", "user_id"),)

    notice_id: Mapped[int] = mapped_column(Key, ForeignKey("notice.id"), info={"label": N_("Notice")})
    user_id: Mapped[int] = mapped_column(Key, ForeignKey("app_user.id"), index=True, info={"label": N_("User")})
    seen_at: Mapped[datetime] = mapped_column(Instant, default=clock.now, info={"label": N_("Seen")})

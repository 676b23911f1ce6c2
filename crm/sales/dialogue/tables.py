"""What is kept of a conversation, and of what was held against us in it?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.db import Base, Instant, Key, Row
from kit.i18n import N_


class Objection(Row, Base):
    """Why somebody hesitated, and in which stage of their deal; `overcome` says whether it was met."""

    __tablename__ = "objection"

    deal_id: Mapped[int | None] = mapped_column(Key, ForeignKey("deal.id"), index=True, info={"label": N_("Deal")})
    party_id: Mapped[int | None] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Customer")})
    stage_id: Mapped[int | None] = mapped_column(Key, ForeignKey("stage.id"), index=True, info={"label": N_("Stage")})
    kind: Mapped[str] = mapped_column(String(20), info={"label": N_("Kind")})
    text: Mapped[str] = mapped_column(String(2000), default="", info={"label": N_("Text")})
    answer: Mapped[str] = mapped_column(String(2000), default="", info={"label": N_("Our answer")})
    overcome: Mapped[bool] = mapped_column(default=False, info={"label": N_("Overcome")})


class Interaction(Row, Base):
    """A call, message, meeting, visit or note about a party, a lead or a deal."""

    __tablename__ = "interaction"
    __table_args__ = (
        CheckConstraint("party_id IS NOT NULL OR lead_id IS NOT NULL", name="with_somebody"),
        CheckConstraint("kind IN ('call', 'sms', 'mail', 'meeting', 'note', 'visit')", name="known_kind"),
        CheckConstraint("direction IN ('in', 'out', 'none')", name="known_direction"),
    )

    party_id: Mapped[int | None] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Customer")})
    lead_id: Mapped[int | None] = mapped_column(Key, ForeignKey("lead.id"), index=True, info={"label": N_("Lead")})
    deal_id: Mapped[int | None] = mapped_column(Key, ForeignKey("deal.id"), index=True, info={"label": N_("Deal")})
    kind: Mapped[str] = mapped_column(String(20), info={"label": N_("Kind")})
    direction: Mapped[str] = mapped_column(String(10), default="none", info={"label": N_("Direction")})
    happened_at: Mapped[datetime] = mapped_column(Instant, default=clock.now, index=True, info={"label": N_("When")})
    subject: Mapped[str] = mapped_column(String(200), default="", info={"label": N_("Subject")})
    text: Mapped[str] = mapped_column(String(4000), default="", info={"label": N_("Text")})
    thread: Mapped[str] = mapped_column(String(200), default="", info={"label": N_("Thread")})
    visibility: Mapped[str] = mapped_column(String(20), default="company", info={"label": N_("Visible to")})
    marketing: Mapped[bool] = mapped_column(default=False, info={"label": N_("Marketing")})
    objection_id: Mapped[int | None] = mapped_column(Key, ForeignKey("objection.id"), info={"label": N_("Objection")})
    redacted_at: Mapped[datetime | None] = mapped_column(Instant, info={"label": N_("Redacted")})

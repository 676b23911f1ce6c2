"""What is kept of a ticket, and of the time during which it was ours to answer?"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.db import Base, Instant, Key, Row
from kit.db.triggers import forbid
from kit.i18n import N_


class Ticket(Row, Base):
    """Something that a customer wants of us: open, waiting for them, solved, closed. Its promises are working minutes, fixed when it opens."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("company_id", "number"),
        CheckConstraint("state IN ('open', 'waiting', 'solved', 'closed')", name="known_state"),
        CheckConstraint("priority IN ('low', 'normal', 'high', 'urgent')", name="known_priority"),
        CheckConstraint("state <> 'solved' OR solution <> ''", name="solved_has_a_solution"),
    )

    number: Mapped[str] = mapped_column(String(40), info={"label": N_("Number")})
    subject: Mapped[str] = mapped_column(String(200), info={"label": N_("Subject")})
    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Customer")})
    order_id: Mapped[int | None] = mapped_column(Key, ForeignKey("sales_order.id"), index=True, info={"label": N_("Sales order")})
    kind: Mapped[str] = mapped_column(String(20), default="question", info={"label": N_("Kind")})
    priority: Mapped[str] = mapped_column(String(20), default="normal", info={"label": N_("Priority")})
    state: Mapped[str] = mapped_column(String(20), default="open", index=True, info={"label": N_("State")})
    owner_id: Mapped[int | None] = mapped_column(Key, ForeignKey("app_user.id"), index=True, info={"label": N_("Owner")})
    text: Mapped[str] = mapped_column(String(4000), default="", info={"label": N_("What they wrote")})
    solution: Mapped[str] = mapped_column(String(4000), default="", info={"label": N_("Solution")})
    respond_minutes: Mapped[int] = mapped_column(info={"label": N_("First answer within (working minutes)")})
    solve_minutes: Mapped[int] = mapped_column(info={"label": N_("Solved within (working minutes)")})
    opened_at: Mapped[datetime] = mapped_column(Instant, default=clock.now, info={"label": N_("Opened")})
    answered_at: Mapped[datetime | None] = mapped_column(Instant, info={"label": N_("First answered")})
    solved_at: Mapped[datetime | None] = mapped_column(Instant, info={"label": N_("Solved")})


class SlaSegment(Row, Base):
    """A time during which the clock of a ticket ran (`running`) or stood, because the customer was awaited; only the last has no end."""

    __tablename__ = "sla_segment"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR ends_at >= starts_at", name="forwards"),
        Index("uq_sla_segment_open", "ticket_id", unique=True, sqlite_where=text("ends_at IS NULL"), postgresql_where=text("ends_at IS NULL")),
    )

    ticket_id: Mapped[int] = mapped_column(Key, ForeignKey("ticket.id"), index=True, info={"label": N_("Ticket")})
    running: Mapped[bool] = mapped_column(default=True, info={"label": N_("The clock ran")})
    starts_at: Mapped[datetime] = mapped_column(Instant, default=clock.now, info={"label": N_("From")})
    ends_at: Mapped[datetime | None] = mapped_column(Instant, info={"label": N_("To")})


_segment = cast(Table, SlaSegment.__table__)
forbid(_segment, "sla_segment_no_delete", "DELETE", "TRUE", "a time that was counted stays")
forbid(_segment, "sla_segment_ended_stands", "UPDATE", "OLD.ends_at IS NOT NULL", "a time that was counted stays")

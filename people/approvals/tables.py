"""What is kept about approvals: every verdict that was given."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import cast

from sqlalchemy import ForeignKey, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.db import Amount, Base, Instant, Key, Keyed
from kit.db.triggers import forbid
from kit.i18n import N_


class ApprovalVerdict(Keyed, Base):
    """One person's verdict in one approval, for themselves or on behalf of somebody; it never changes, and nobody counts twice."""

    __tablename__ = "approval_verdict"
    __table_args__ = (
        UniqueConstraint("instance_key", "approver_id"),
        UniqueConstraint("instance_key", "for_id"),
        Index(None, "company_id", "given_at"),
    )

    company_id: Mapped[int] = mapped_column(Key, info={"label": N_("Company"), "hidden": True})
    instance_key: Mapped[int] = mapped_column(Key, info={"label": N_("Process instance")})
    approver_id: Mapped[int] = mapped_column(Key, ForeignKey("app_user.id"), info={"label": N_("Approver")})
    for_id: Mapped[int] = mapped_column(Key, ForeignKey("app_user.id"), info={"label": N_("On behalf of")})
    """The approver, or whom the approver stands in for."""
    role: Mapped[str] = mapped_column(String(60), info={"label": N_("Role")})
    subject: Mapped[str] = mapped_column(String(400), info={"label": N_("Subject")})
    amount: Mapped[Decimal | None] = mapped_column(Amount, info={"label": N_("Amount")})
    verdict: Mapped[str] = mapped_column(String(20), info={"label": N_("Verdict")})
    comment: Mapped[str] = mapped_column(String(2000), default="", info={"label": N_("Comment")})
    given_at: Mapped[datetime] = mapped_column(Instant, default=clock.now, info={"label": N_("Given")})


for _verb in ("UPDATE", "DELETE"):
    forbid(cast(Table, ApprovalVerdict.__table__), f"approval_verdict_no_{_verb.lower()}", _verb, "TRUE", "a verdict that was given never changes")

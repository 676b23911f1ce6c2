"""What is kept of somebody who has shown interest?"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import cast

from sqlalchemy import CheckConstraint, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Amount, Base, Instant, JsonDoc, Key, Row
from kit.db.triggers import forbid
from kit.i18n import N_


class Lead(Row, Base):
    """Interest that is not yet a deal: new, assigned, nurtured, converted, disqualified or void."""

    __tablename__ = "lead"
    __table_args__ = (CheckConstraint("state <> 'converted' OR deal_id IS NOT NULL", name="converted_has_deal"),)

    name: Mapped[str] = mapped_column(String(200), info={"label": N_("Contact person")})
    organisation: Mapped[str] = mapped_column(String(200), default="", info={"label": N_("Organisation")})
    cvr: Mapped[str | None] = mapped_column(String(20), index=True, info={"label": N_("CVR number")})
    email: Mapped[str | None] = mapped_column(String(200), index=True, info={"label": N_("E-mail")})
    phone: Mapped[str | None] = mapped_column(String(40), index=True, info={"label": N_("Phone")})
    title: Mapped[str] = mapped_column(String(100), default="", info={"label": N_("Title")})
    source: Mapped[str] = mapped_column(String(20), default="web", info={"label": N_("Source")})
    campaign_id: Mapped[int | None] = mapped_column(Key, ForeignKey("campaign.id"), index=True, info={"label": N_("Campaign")})
    employees: Mapped[int | None] = mapped_column(info={"label": N_("Employees")})
    amount: Mapped[Decimal | None] = mapped_column(Amount, info={"label": N_("Expected amount")})
    message: Mapped[str] = mapped_column(String(2000), default="", info={"label": N_("What they wrote")})
    state: Mapped[str] = mapped_column(String(20), default="new", index=True, info={"label": N_("State")})
    score: Mapped[int | None] = mapped_column(info={"label": N_("Score")})
    grade: Mapped[str] = mapped_column(String(10), default="", info={"label": N_("Grade")})
    owner_id: Mapped[int | None] = mapped_column(Key, ForeignKey("app_user.id"), index=True, info={"label": N_("Owner")})
    answered_at: Mapped[datetime | None] = mapped_column(Instant, info={"label": N_("First answered")})
    reason: Mapped[str] = mapped_column(String(200), default="", info={"label": N_("Reason")})
    nurture_until: Mapped[date | None] = mapped_column(info={"label": N_("Nurtured until")})
    party_id: Mapped[int | None] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Customer")})
    deal_id: Mapped[int | None] = mapped_column(Key, index=True, info={"label": N_("Deal")})


class PartyMerge(Row, Base):
    """Two rows turned out to be one party; `moved` holds what the kept one got. Undone by a row of its own."""

    __tablename__ = "party_merge"

    kept_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Kept")})
    dropped_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Dropped")})
    moved: Mapped[dict[str, str]] = mapped_column(JsonDoc, default=dict, info={"label": N_("Moved")})
    undoes_id: Mapped[int | None] = mapped_column(Key, ForeignKey("party_merge.id"), unique=True, info={"label": N_("Undoes")})


for _verb in ("UPDATE", "DELETE"):
    forbid(cast(Table, PartyMerge.__table__), f"party_merge_no_{_verb.lower()}", _verb, "TRUE", "a merge is undone, never changed")

"""What is kept of campaigns, and of who agreed to hear from us?"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import cast

from sqlalchemy import CheckConstraint, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.db import Amount, Base, Instant, Key, Row
from kit.db.triggers import forbid
from kit.i18n import N_

CHANNELS = ("mail", "sms", "call")


class ConsentEvent(Row, Base):
    """Somebody agreed to marketing by a channel, or took it back; only ever added, the last one holds."""

    __tablename__ = "consent_event"
    __table_args__ = (CheckConstraint("channel IN ('mail', 'sms', 'call')", name="known_channel"),)

    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Party")})
    channel: Mapped[str] = mapped_column(String(20), info={"label": N_("Channel")})
    given: Mapped[bool] = mapped_column(info={"label": N_("Consent given")})
    source: Mapped[str] = mapped_column(String(200), default="", info={"label": N_("Where it was said")})
    happened_at: Mapped[datetime] = mapped_column(Instant, default=clock.now, info={"label": N_("When")})


class Campaign(Row, Base):
    """Something done to win customers, from a mailing to a fair."""

    __tablename__ = "campaign"
    __table_args__ = (UniqueConstraint("company_id", "code"),)

    code: Mapped[str] = mapped_column(String(40), info={"label": N_("Code")})
    name: Mapped[str] = mapped_column(String(200), info={"label": N_("Name")})
    channel: Mapped[str] = mapped_column(String(20), default="mail", info={"label": N_("Channel")})
    starts_on: Mapped[date] = mapped_column(info={"label": N_("Starts")})
    ends_on: Mapped[date | None] = mapped_column(info={"label": N_("Ends")})
    currency: Mapped[str] = mapped_column(String(3), default="DKK", info={"label": N_("Currency")})
    state: Mapped[str] = mapped_column(String(20), default="planned", info={"label": N_("State")})


class CampaignMember(Row, Base):
    """Somebody whom the campaign reached, and how they took it."""

    __tablename__ = "campaign_member"
    __table_args__ = (UniqueConstraint("campaign_id", "party_id"),)

    campaign_id: Mapped[int] = mapped_column(Key, ForeignKey("campaign.id"), index=True, info={"label": N_("Campaign")})
    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Party")})
    state: Mapped[str] = mapped_column(String(20), default="chosen", info={"label": N_("State")})
    contacted_at: Mapped[datetime | None] = mapped_column(Instant, info={"label": N_("Contacted")})


class CampaignCost(Row, Base):
    """Money that the campaign took."""

    __tablename__ = "campaign_cost"
    __table_args__ = (CheckConstraint("amount > 0", name="positive"),)

    campaign_id: Mapped[int] = mapped_column(Key, ForeignKey("campaign.id"), index=True, info={"label": N_("Campaign")})
    spent_on: Mapped[date] = mapped_column(info={"label": N_("Date")})
    text: Mapped[str] = mapped_column(String(200), info={"label": N_("Text")})
    amount: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Amount"), "class": "cost"})


for _verb in ("UPDATE", "DELETE"):
    forbid(cast(Table, ConsentEvent.__table__), f"consent_event_no_{_verb.lower()}", _verb, "TRUE", "what was said about consent never changes")

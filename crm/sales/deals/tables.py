"""What is kept of a deal, and of each step that it took?"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import cast

from sqlalchemy import CheckConstraint, Connection, ForeignKey, String, Table, event, insert
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from kit import clock
from kit.db import Amount, Base, Instant, Key, Row
from kit.db.triggers import forbid, refuse_insert
from kit.i18n import N_


class Deal(Row, Base):
    """Something that may be sold: open, won, lost, or void where its lead was taken back. Its stage says how far it has come."""

    __tablename__ = "deal"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'won', 'lost', 'void')", name="known_status"),
        CheckConstraint("status <> 'lost' OR lost_reason <> ''", name="lost_has_a_reason"),
        CheckConstraint("amount >= 0", name="not_negative"),
    )

    name: Mapped[str] = mapped_column(String(200), info={"label": N_("Deal")})
    party_id: Mapped[int] = mapped_column(Key, ForeignKey("party.id"), index=True, info={"label": N_("Customer")})
    contact_id: Mapped[int | None] = mapped_column(Key, ForeignKey("party.id"), info={"label": N_("Contact person")})
    pipeline_id: Mapped[int] = mapped_column(Key, ForeignKey("pipeline.id"), index=True, info={"label": N_("Pipeline")})
    stage_id: Mapped[int] = mapped_column(Key, ForeignKey("stage.id"), index=True, info={"label": N_("Stage")})
    status: Mapped[str] = mapped_column(String(10), default="open", index=True, info={"label": N_("Status")})
    owner_id: Mapped[int | None] = mapped_column(Key, ForeignKey("app_user.id"), index=True, info={"label": N_("Owner")})
    amount: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0), info={"label": N_("Amount")})
    currency: Mapped[str] = mapped_column(String(3), default="DKK", info={"label": N_("Currency")})
    expected_close: Mapped[date | None] = mapped_column(info={"label": N_("Expected close")})
    need: Mapped[str] = mapped_column(String(2000), default="", info={"label": N_("Need")})
    budget: Mapped[str] = mapped_column(String(20), default="unknown", info={"label": N_("Budget")})
    decision_maker: Mapped[str] = mapped_column(String(200), default="", info={"label": N_("Decision maker")})
    timing: Mapped[str] = mapped_column(String(20), default="unknown", info={"label": N_("Timing")})
    next_action: Mapped[str] = mapped_column(String(200), default="", info={"label": N_("Next action")})
    next_action_on: Mapped[date | None] = mapped_column(info={"label": N_("Next action on")})
    lead_id: Mapped[int | None] = mapped_column(Key, ForeignKey("lead.id"), index=True, info={"label": N_("Lead")})
    campaign_id: Mapped[int | None] = mapped_column(Key, ForeignKey("campaign.id"), index=True, info={"label": N_("Campaign")})
    order_id: Mapped[int | None] = mapped_column(Key, ForeignKey("sales_order.id"), index=True, info={"label": N_("Sales order")})
    lost_reason: Mapped[str] = mapped_column(String(40), default="", info={"label": N_("Lost because")})
    competitor: Mapped[str] = mapped_column(String(200), default="", info={"label": N_("Competitor")})
    contact_again_on: Mapped[date | None] = mapped_column(info={"label": N_("Contact again on")})
    closed_at: Mapped[datetime | None] = mapped_column(Instant, info={"label": N_("Closed")})


class DealStageEvent(Row, Base):
    """The deal entered a stage; only ever added, so that the time in a stage is the difference of two events."""

    __tablename__ = "deal_stage_event"

    deal_id: Mapped[int] = mapped_column(Key, ForeignKey("deal.id"), index=True, info={"label": N_("Deal")})
    from_id: Mapped[int | None] = mapped_column(Key, ForeignKey("stage.id"), info={"label": N_("From")})
    to_id: Mapped[int] = mapped_column(Key, ForeignKey("stage.id"), index=True, info={"label": N_("To")})
    happened_at: Mapped[datetime] = mapped_column(Instant, default=clock.now, info={"label": N_("When")})
    amount: Mapped[Decimal] = mapped_column(Amount, info={"label": N_("Amount")})
    note: Mapped[str] = mapped_column(String(200), default="", info={"label": N_("Note")})


@event.listens_for(Deal, "after_insert")
def _first_step(_mapper: Mapper[Deal], connection: Connection, deal: Deal) -> None:
    """Whoever makes a deal, its first step is kept with it."""
    first = {"company_id": deal.company_id, "created_by": deal.created_by, "deal_id": deal.id, "to_id": deal.stage_id, "amount": deal.amount}
    connection.execute(insert(DealStageEvent).values(**first))


_deal, _event = cast(Table, Deal.__table__), cast(Table, DealStageEvent.__table__)

_AGREED = (
    "EXISTS (SELECT 1 FROM quote WHERE deal_id = NEW.id AND status = 'accepted')"
    " OR EXISTS (SELECT 1 FROM contract WHERE deal_id = NEW.id AND state = 'signed')"
)
_STAGE_SAYS = "(SELECT type FROM stage WHERE id = NEW.stage_id AND pipeline_id = NEW.pipeline_id)"

for _verb in ("UPDATE", "DELETE"):
    forbid(_event, f"deal_stage_event_no_{_verb.lower()}", _verb, "TRUE", "a step of a deal never changes")
refuse_insert(_deal, "deal_begins_open", "NEW.status <> 'open'", "a deal begins open")
forbid(_deal, "deal_no_delete", "DELETE", "TRUE", "a deal is lost, never deleted")
forbid(_deal, "deal_won_has_agreement", "UPDATE", f"NEW.status = 'won' AND NOT ({_AGREED})", "a won deal has an accepted quote or a signed contract")
forbid(
    _deal,
    "deal_stage_by_step",
    "UPDATE",
    "OLD.stage_id <> NEW.stage_id AND NEW.stage_id <> COALESCE((SELECT to_id FROM deal_stage_event WHERE deal_id = NEW.id"
    " ORDER BY happened_at DESC, id DESC LIMIT 1), 0)",
    "a deal changes its stage by a step that is kept",
)
forbid(
    _deal,
    "deal_stage_fits",
    "UPDATE",
    f"NEW.status <> 'void' AND NEW.status <> COALESCE({_STAGE_SAYS}, '')",
    "a deal stands in a stage of its own pipeline, and is open, won or lost as this stage is",
)

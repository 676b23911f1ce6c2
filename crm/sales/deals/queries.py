"""Which deals are there, how long did they stand where, and what are they worth by their odds?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.sales.deals.tables import Deal, DealStageEvent
from crm.sales.pipelines.tables import Stage
from erp.parties.queries import family
from kit import clock
from kit.errors import NotFound
from kit.i18n import _
from kit.money import ZERO, round_amount


def deal_of(session: Session, company_id: int, key: int) -> Deal:
    found = session.scalars(select(Deal).filter_by(id=key, company_id=company_id)).one_or_none()
    if found is None:
        raise NotFound(_("There is no deal %(key)s.") % {"key": key})
    return found


def lock_deal(session: Session, company_id: int, key: int) -> Deal:
    locked = select(Deal).filter_by(id=key, company_id=company_id).with_for_update().execution_options(populate_existing=True)
    found = session.scalars(locked).one_or_none()
    if found is None:
        raise NotFound(_("There is no deal %(key)s.") % {"key": key})
    return found


def events_of(session: Session, deal_id: int) -> list[DealStageEvent]:
    """The deal's steps, oldest first."""
    return list(session.scalars(select(DealStageEvent).filter_by(deal_id=deal_id).order_by(DealStageEvent.happened_at, DealStageEvent.id)))


def deals_of(session: Session, company_id: int, party_id: int) -> list[Deal]:
    """The party's deals, open ones first, then the newest."""
    found = select(Deal).where(Deal.company_id == company_id, Deal.party_id.in_(family(session, party_id)), Deal.status != "void")
    return sorted(session.scalars(found.order_by(Deal.created_at.desc(), Deal.id.desc())), key=lambda deal: deal.status != "open")


@dataclass(frozen=True, slots=True)
class Stay:
    """The deal was in this stage from one event until the next, or is there still."""

    stage_id: int
    since: datetime
    until: datetime | None

    @property
    def lasted(self) -> timedelta:
        return (self.until or clock.now()) - self.since


def stays(session: Session, deal_id: int) -> list[Stay]:
    """Where the deal was and for how long, oldest first; a deal that is won or lost stays in its last stage."""
    events = events_of(session, deal_id)
    ends: list[datetime | None] = [event.happened_at for event in events[1:]]
    return [Stay(event.to_id, event.happened_at, until) for event, until in zip(events, [*ends, None], strict=True)]


def since_when(session: Session, deal_ids: Collection[int]) -> Mapping[int, datetime]:
    """When each deal entered the stage in which it stands, with one query for all."""
    steps = select(DealStageEvent.deal_id, DealStageEvent.happened_at).where(DealStageEvent.deal_id.in_(sorted(deal_ids)))
    return dict(session.execute(steps.order_by(DealStageEvent.happened_at, DealStageEvent.id)).all())


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in one stage, in one currency: `weighted` is the amount times the stage's odds."""

    stage_id: int
    currency: str
    count: int
    amount: Decimal
    weighted: Decimal


def standings(session: Session, company_id: int, pipeline_id: int) -> list[Standing]:
    """Open deals by stage and currency; amounts of two currencies are never added."""
    found = select(Deal, Stage).join(Stage, Stage.id == Deal.stage_id)
    rows = session.execute(found.where(Deal.company_id == company_id, Deal.pipeline_id == pipeline_id, Deal.status == "open")).all()
    sums: dict[tuple[int, str], list[Decimal]] = {}
    odds: dict[int, Decimal] = {}
    for deal, stage in rows:
        sums.setdefault((stage.id, deal.currency), []).append(deal.amount)
        odds[stage.id] = stage.probability
    return [
        Standing(stage, currency, len(amounts), (total := sum(amounts, ZERO)), round_amount(total * odds[stage], currency))
        for (stage, currency), amounts in sorted(sums.items())
    ]

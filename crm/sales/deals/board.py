"""Which cards stand in which column of the deal board?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from crm.sales.deals.queries import since_when
from crm.sales.deals.tables import Deal
from crm.sales.pipelines.queries import OPEN, stages
from crm.sales.pipelines.tables import Stage
from erp.parties.tables import Party
from kit import clock
from kit.money import ZERO, round_amount
from people.access import names_of

STALE = timedelta(days=14)
"""An open deal that has stood for so long without a step is stale."""
DECIDED_SHOWN = timedelta(days=30)
"""What was won or lost before that is found in the list."""
MOST = 100


@dataclass(frozen=True, slots=True)
class DealCard:
    id: int
    name: str
    party_id: int
    customer: str
    amount: Decimal
    currency: str
    owner: str
    expected_close: date | None
    next_action: str
    next_action_on: date | None
    since: datetime
    stale: bool
    overdue: bool
    """What comes next should have come already."""


@dataclass(frozen=True, slots=True)
class Sum:
    """In one currency; `weighted` is the amount times the stage's odds."""

    currency: str
    amount: Decimal
    weighted: Decimal


@dataclass(frozen=True, slots=True)
class Column:
    stage: Stage
    cards: tuple[DealCard, ...]
    count: int
    sums: tuple[Sum, ...]


def board(session: Session, company_id: int, pipeline_id: int, owner_id: int | None = None) -> list[Column]:
    """The pipeline's stages with their deals, those that close first on top; only one seller's where one is named."""
    return [_column(session, _standing(company_id, stage, owner_id), stage) for stage in stages(session, pipeline_id)]


def _standing(company_id: int, stage: Stage, owner_id: int | None) -> Select[Deal, Party]:
    found = select(Deal, Party).join(Party, Party.id == Deal.party_id).where(Deal.company_id == company_id, Deal.stage_id == stage.id)
    found = found.where(Deal.status == stage.type)
    if stage.type != OPEN:
        found = found.where(or_(Deal.closed_at.is_(None), Deal.closed_at >= clock.now() - DECIDED_SHOWN))
    return found if owner_id is None else found.where(Deal.owner_id == owner_id)


def _column(session: Session, standing: Select[Deal, Party], stage: Stage) -> Column:
    rows = [(deal, party) for deal, party in session.execute(standing.order_by(Deal.expected_close.is_(None), Deal.expected_close, Deal.id))]
    shown = rows[:MOST]
    since = since_when(session, [deal.id for deal, _party in shown])
    names = names_of(session, {deal.owner_id for deal, _party in shown if deal.owner_id is not None})
    cards = tuple(_card(deal, party, since[deal.id], names.get(deal.owner_id or 0, "")) for deal, party in shown)
    return Column(stage, cards, len(rows), _sums([deal for deal, _party in rows], stage.probability))


def _card(deal: Deal, party: Party, since: datetime, owner: str) -> DealCard:
    now = clock.now()
    is_open = deal.status == OPEN
    return DealCard(
        id=deal.id,
        name=deal.name,
        party_id=party.id,
        customer=party.name,
        amount=deal.amount,
        currency=deal.currency,
        owner=owner,
        expected_close=deal.expected_close,
        next_action=deal.next_action,
        next_action_on=deal.next_action_on,
        since=since,
        stale=is_open and now - since > STALE,
        overdue=is_open and deal.next_action_on is not None and deal.next_action_on < now.date(),
    )


def _sums(deals: Sequence[Deal], odds: Decimal) -> tuple[Sum, ...]:
    totals: dict[str, Decimal] = {}
    for deal in deals:
        totals[deal.currency] = totals.get(deal.currency, ZERO) + deal.amount
    return tuple(Sum(currency, total, round_amount(total * odds, currency)) for currency, total in sorted(totals.items()))

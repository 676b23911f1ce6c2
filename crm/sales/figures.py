"""What does a sales manager ask: what is coming in, where do deals stop and why, and are people answered in time?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.sales.deals.tables import Deal, DealStageEvent
from crm.sales.dialogue.tables import Objection
from crm.sales.leads.tables import Lead
from crm.sales.pipelines.queries import OPEN, stages
from crm.sales.pipelines.tables import Stage
from kit import clock
from kit.calendar import add_working_time
from kit.money import ZERO, round_amount

ANSWER_WITHIN = timedelta(hours=4)
"""The promise to a lead, in working time."""
PART = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Month:
    """What may be won in a month, by the day on which its deals are expected to close; None: no day is named."""

    begins: date | None
    currency: str
    count: int
    amount: Decimal
    weighted: Decimal


@dataclass(frozen=True, slots=True)
class StageFigures:
    """Of the deals that ever entered the stage: how many went on to a later one or were won, how long they stood, how many objected there."""

    stage: Stage
    entered: int
    went_on: int
    went_on_part: Decimal | None
    median_days: Decimal | None
    """Of the stays that have ended."""
    objected: int
    objected_part: Decimal | None


@dataclass(frozen=True, slots=True)
class Loss:
    reason: str
    currency: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Answering:
    """Leads whose promise is decided: answered in time, or not."""

    in_time: int
    late: int


def coming(session: Session, company_id: int, pipeline_id: int) -> list[Month]:
    """Open deals by month and currency, each rounded by itself; what should have closed before today stands in its month still."""
    sums: dict[tuple[date | None, str], list[tuple[Decimal, Decimal]]] = defaultdict(list)
    found = select(Deal, Stage.probability).join(Stage, Stage.id == Deal.stage_id)
    for deal, odds in session.execute(found.where(Deal.company_id == company_id, Deal.pipeline_id == pipeline_id, Deal.status == OPEN)):
        month = deal.expected_close.replace(day=1) if deal.expected_close else None
        sums[month, deal.currency].append((deal.amount, round_amount(deal.amount * odds, deal.currency)))
    ordered = sorted(sums.items(), key=lambda each: (each[0][0] or date.max, each[0][1]))
    return [
        Month(month, currency, len(deals), sum((one for one, _odds in deals), ZERO), sum((weighted for _one, weighted in deals), ZERO))
        for (month, currency), deals in ordered
    ]


def by_stage(session: Session, company_id: int, pipeline_id: int) -> list[StageFigures]:
    """The open stages of the pipeline, in their order."""
    known = {stage.id: stage for stage in stages(session, pipeline_id)}
    ways = _ways(session, company_id, pipeline_id)
    objected = _objecting(session, company_id)
    return [_of_stage(stage, known, ways, objected.get(stage.id, frozenset())) for stage in known.values() if stage.type == OPEN]


def _ways(session: Session, company_id: int, pipeline_id: int) -> dict[int, list[DealStageEvent]]:
    """The steps of each deal, oldest first; void deals left out."""
    found = select(DealStageEvent).join(Deal, Deal.id == DealStageEvent.deal_id)
    here = found.where(Deal.company_id == company_id, Deal.pipeline_id == pipeline_id, Deal.status != "void")
    ways: dict[int, list[DealStageEvent]] = defaultdict(list)
    for step in session.scalars(here.order_by(DealStageEvent.happened_at, DealStageEvent.id)):
        ways[step.deal_id].append(step)
    return ways


def _objecting(session: Session, company_id: int) -> dict[int, frozenset[int]]:
    """The deals that met an objection, by the stage in which they stood."""
    found: dict[int, set[int]] = defaultdict(set)
    for stage, deal in session.execute(select(Objection.stage_id, Objection.deal_id).where(Objection.company_id == company_id)):
        if stage is not None and deal is not None:
            found[stage].add(deal)
    return {stage: frozenset(deals) for stage, deals in found.items()}


def _of_stage(stage: Stage, known: Mapping[int, Stage], ways: Mapping[int, list[DealStageEvent]], objected: frozenset[int]) -> StageFigures:
    entered = [deal for deal, way in ways.items() if any(step.to_id == stage.id for step in way)]
    went_on = sum(_goes_on(stage, known, ways[deal]) for deal in entered)
    lasted = [seconds for deal in entered for seconds in _stays(stage, ways[deal])]
    days = Decimal(median(lasted)) / 86_400 if lasted else None
    of_these = len(objected & set(entered))
    return StageFigures(
        stage=stage,
        entered=len(entered),
        went_on=went_on,
        went_on_part=_part(went_on, len(entered)),
        median_days=None if days is None else days.quantize(Decimal("0.1"), ROUND_HALF_UP),
        objected=of_these,
        objected_part=_part(of_these, len(entered)),
    )


def _stays(stage: Stage, way: list[DealStageEvent]) -> list[int]:
    """How many seconds the deal stood in the stage, each time that it left it."""
    return [(later.happened_at - step.happened_at) // timedelta(seconds=1) for step, later in pairwise(way) if step.to_id == stage.id]


def _goes_on(stage: Stage, known: Mapping[int, Stage], way: list[DealStageEvent]) -> bool:
    first = next(number for number, step in enumerate(way) if step.to_id == stage.id)
    later = (known[step.to_id] for step in way[first + 1 :])
    return any(each.type == "won" or (each.type == OPEN and each.position > stage.position) for each in later)


def _part(some: int, of_all: int) -> Decimal | None:
    return (Decimal(some) / of_all).quantize(PART, ROUND_HALF_UP) if of_all else None


def losses(session: Session, company_id: int, pipeline_id: int) -> list[Loss]:
    """Why deals were lost, the most frequent reason first."""
    counted: Counter[tuple[str, str]] = Counter()
    worth: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for deal in session.scalars(select(Deal).filter_by(company_id=company_id, pipeline_id=pipeline_id, status="lost")):
        counted[deal.lost_reason, deal.currency] += 1
        worth[deal.lost_reason, deal.currency] += deal.amount
    return [
        Loss(reason, currency, count, worth[reason, currency])
        for (reason, currency), count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    ]


def answering(session: Session, company_id: int) -> Answering:
    """Leads answered within four working hours; one that still has time is not counted, a void one never."""
    in_time = late = 0
    now = clock.now()
    for came, answered in session.execute(select(Lead.created_at, Lead.answered_at).where(Lead.company_id == company_id, Lead.state != "void")):
        until = add_working_time(came, ANSWER_WITHIN)
        in_time += answered is not None and answered <= until
        late += (answered or now) > until
    return Answering(in_time, late)


def stale(session: Session, company_id: int, pipeline_id: int, since: timedelta) -> int:
    """How many open deals have stood for longer than this without a step."""
    last = select(func.max(DealStageEvent.happened_at)).where(DealStageEvent.deal_id == Deal.id).scalar_subquery()
    found = select(func.count()).select_from(Deal).where(Deal.company_id == company_id, Deal.pipeline_id == pipeline_id, Deal.status == OPEN)
    return session.scalar(found.where(last < clock.now() - since)) or 0

"""How does a deal enter a stage, so that its steps tell the whole way?"""

from __future__ import annotations

from datetime import timedelta

from crm.sales.deals.tables import Deal, DealStageEvent
from crm.sales.pipelines.tables import Stage
from kit import messages
from kit.operations import Context

HEARD_WITHIN = timedelta(minutes=5)
"""A step that no process waits for is forgotten after this, so that a later wait does not take it for news."""


def step(ctx: Context, deal: Deal, stage: Stage, note: str = "") -> DealStageEvent:
    """The deal stands in this stage from now on; whoever waits for the deal hears of it, unless a process has moved it itself."""
    entered = DealStageEvent(
        company_id=ctx.company_id,
        created_by=ctx.actor,
        deal_id=deal.id,
        from_id=deal.stage_id,
        to_id=stage.id,
        happened_at=ctx.now,
        amount=deal.amount,
        note=note,
    )
    ctx.session.add(entered)
    ctx.session.flush()  # the database takes the deal's new stage only after its step
    deal.stage_id, deal.status = stage.id, stage.type
    ctx.session.flush()
    ctx.link("deal", deal.id)
    if ctx.instance_key is None:
        _tell(ctx, deal, stage)
    return entered


def _tell(ctx: Context, deal: Deal, stage: Stage) -> None:
    said = {"stage": stage.code, "stage_type": stage.type}
    messages.publish(ctx.session, "deal-moved", str(deal.id), said, company_id=ctx.company_id, ttl=HEARD_WITHIN)

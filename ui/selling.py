"""How does selling go: what is coming in, where do deals stop and why, what did campaigns bring?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.campaign_return import campaign_return
from crm.marketing.tables import Campaign
from crm.sales.deals.board import STALE
from crm.sales.figures import answering, by_stage, coming, losses, stale
from crm.sales.pipelines.queries import pipelines
from people.access import Who, readable_classes
from ui.access import Data, Visitor, permission
from ui.deals import REASON_WORDS
from ui.rendering import View, page

router = APIRouter()
Seller = Annotated[Visitor, permission("deal.work")]


@router.get("/deals/figures")
def figures_page(request: Request, database: Data, visitor: Seller, pipeline: int = 0) -> Response:
    with database.reading() as session:
        return page(request, "figures.html", shown(session, visitor.who, pipeline))


def shown(session: Session, who: Who, wanted: int) -> View:
    company, known = who.company_id, pipelines(session, who.company_id)
    chosen = next((each for each in known if each.id == wanted), known[0] if known else None)
    campaigns = session.scalars(select(Campaign).filter_by(company_id=company).order_by(Campaign.starts_on.desc(), Campaign.id)).all()
    return {
        "pipelines": known,
        "pipeline": chosen,
        "months": coming(session, company, chosen.id) if chosen else [],
        "stages": by_stage(session, company, chosen.id) if chosen else [],
        "losses": losses(session, company, chosen.id) if chosen else [],
        "reasons": REASON_WORDS,
        "answering": answering(session, company),
        "stale": stale(session, company, chosen.id, STALE) if chosen else 0,
        "stale_days": STALE.days,
        "campaigns": [(each, campaign_return(session, each)) for each in campaigns],
        "sees_cost": "cost" in readable_classes(session, who),
    }

"""What did a campaign cost, and what did it bring?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.marketing.tables import Campaign, CampaignCost, CampaignMember
from crm.sales.deals.tables import Deal
from crm.sales.leads.tables import Lead
from erp.accounting.tables import Invoice
from kit.db import Amount
from kit.money import ZERO

PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class CampaignReturn:
    """In the campaign's currency. `rate` is (invoiced − cost) ÷ cost: 0.5 is half a krone more for each; None where nothing was spent."""

    campaign_id: int
    reached: int
    leads: int
    deals: int
    won: int
    cost: Decimal
    invoiced: Decimal
    rate: Decimal | None


def campaign_return(session: Session, campaign: Campaign, until: date | None = None) -> CampaignReturn:
    """Costs and posted invoices up to and with `until`.

    Counted are leads and deals that name the campaign, void ones left out; invoiced is the net of what was charged for the orders of its
    deals, without freight.
    """
    deals = select(Deal.status, Deal.order_id).where(Deal.campaign_id == campaign.id, Deal.status != "void")
    rows = session.execute(deals).all()
    cost = _cost(session, campaign, until)
    invoiced = _invoiced(session, campaign, [order for _status, order in rows if order is not None], until)
    return CampaignReturn(
        campaign_id=campaign.id,
        reached=_count(session, CampaignMember, campaign),
        leads=session.scalar(select(func.count()).select_from(Lead).where(Lead.campaign_id == campaign.id, Lead.state != "void")) or 0,
        deals=len(rows),
        won=sum(status == "won" for status, _order in rows),
        cost=cost,
        invoiced=invoiced,
        rate=((invoiced - cost) / cost).quantize(PLACES, ROUND_HALF_UP) if cost else None,
    )


def _count(session: Session, table: type[CampaignMember], campaign: Campaign) -> int:
    reached = select(func.count()).select_from(table).where(table.campaign_id == campaign.id, table.state != "chosen")
    return session.scalar(reached) or 0


def _cost(session: Session, campaign: Campaign, until: date | None) -> Decimal:
    spent = select(func.sum(CampaignCost.amount, type_=Amount)).where(CampaignCost.campaign_id == campaign.id)
    return session.scalar(spent if until is None else spent.where(CampaignCost.spent_on <= until)) or ZERO


def _invoiced(session: Session, campaign: Campaign, orders: list[int], until: date | None) -> Decimal:
    charged = select(func.sum(Invoice.net, type_=Amount)).where(
        Invoice.company_id == campaign.company_id, Invoice.posted, Invoice.currency == campaign.currency, Invoice.source_id.in_(orders)
    )
    return session.scalar(charged if until is None else charged.where(Invoice.invoice_date <= until)) or ZERO

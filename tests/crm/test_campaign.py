"""Does a campaign's return equal what is known of its fixture, and plain SQL?"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from crm.campaign_return import campaign_return
from crm.marketing.tables import Campaign, CampaignCost, CampaignMember
from erp.products.tables import Product
from kit.clock import MovingClock
from kit.db import Database
from tests.crm.stories import LEAD, done, pipeline
from tests.erp.stories import customer

SPENT = "SELECT SUM(amount) FROM campaign_cost WHERE campaign_id = :campaign"
INVOICED = (
    "SELECT SUM(i.net) FROM invoice i JOIN sales_order o ON o.id = i.source_id JOIN deal d ON d.order_id = o.id"
    " WHERE i.posted AND d.campaign_id = :campaign"
)


def sold(session: Session, product: int, lead: object, quantity: int) -> None:
    """The lead becomes a deal, an order and an invoice."""
    deal = done(session, "crm.convert-lead", {"lead": lead})["deal"]
    quote = done(session, "sales.price-quote", {"deal": deal, "lines": [{"product": product, "quantity": quantity}]})["quote"]
    done(session, "sales.issue-quote", {"quote": quote})
    done(session, "sales.answer-quote", {"quote": quote, "answer": "accepted"})
    done(session, "crm.win-deal", {"deal": deal})
    order = done(session, "sales.order-quote", {"quote": quote})["order"]
    lines = [{"product": product, "quantity": quantity, "unit_cost": "60"}]
    for each in ("inventory.receive-goods", "inventory.reserve", "inventory.issue-goods"):
        done(session, each, {"source_id": order, "lines": lines})
    done(session, "sales.invoice-order", {"source_id": order})


def registered(session: Session, number: int, campaign: int) -> object:
    """A lead of that campaign whom nobody knows yet."""
    facts = {"email": f"{number}@bech.example", "phone": None, "organisation": f"Bech {number}", "campaign": campaign}
    return done(session, "crm.register-lead", {**LEAD, **facts})["lead"]


def test_F12_campaign_return_equals_fixture(database: Database, moving_clock: MovingClock) -> None:  # noqa: N802  the function's id
    with database.transaction() as session:
        pipeline(session)
        campaign, other = (Campaign(company_id=1, code=code, name=code, starts_on=date(2026, 3, 2), currency="DKK") for code in ("SPRING", "AUTUMN"))
        product = Product(company_id=1, sku="SHELF", name="Shelf", unit_price=Decimal(100))
        session.add_all([campaign, other, product])
        session.flush()
        for amount, day in (("700", 2), ("300", 20)):
            cost = CampaignCost(company_id=1, campaign_id=campaign.id, spent_on=date(2026, 3, day), text="Ads", amount=Decimal(amount))
            session.add(cost)
        for state in ("contacted", "chosen"):
            session.add(CampaignMember(company_id=1, campaign_id=campaign.id, party_id=customer(session), state=state))
        leads = [registered(session, number, which) for number, which in enumerate([campaign.id] * 4 + [other.id])]
        sold(session, product.id, leads[0], 10)
        moving_clock.advance(timedelta(days=40))
        sold(session, product.id, leads[1], 5)
        sold(session, product.id, leads[4], 99)
        done(session, "crm.convert-lead", {"lead": leads[2]})
        done(session, "crm.void-lead", {"lead": leads[3]})

        found, early = campaign_return(session, campaign), campaign_return(session, campaign, until=date(2026, 4, 1))

        assert (found.reached, found.leads, found.deals, found.won) == (1, 3, 3, 2)
        assert (found.cost, found.invoiced, found.rate) == (Decimal(1000), Decimal(1500), Decimal("0.5"))
        assert (early.cost, early.invoiced, early.rate) == (Decimal(1000), Decimal(1000), Decimal(0))
        for plain, figure in ((SPENT, found.cost), (INVOICED, found.invoiced)):
            assert Decimal(session.scalar(text(plain), {"campaign": campaign.id}) or 0).scaleb(-4) == figure
        assert campaign_return(session, other).rate is None

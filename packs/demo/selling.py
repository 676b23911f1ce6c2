"""Whom does the demo company hope to sell to, and how far has each sale come?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

import crm.announced  # noqa: F401  importing it announces its operations
from crm.marketing.tables import Campaign, CampaignCost
from crm.sales.pipelines.tables import Pipeline, Stage
from erp.parties.tables import Party
from erp.products.tables import Product
from kit import clock, operations
from kit.operations import Context, Done
from people.access import holders

PIPELINE = "salg"
STAGES = (
    ("discovery", "Afdækning", "open", "0.2", "nothing"),
    ("proposal", "Tilbud", "open", "0.4", "nothing"),
    ("negotiation", "Forhandling", "open", "0.7", "quote"),
    ("won", "Vundet", "won", "1", "nothing"),
    ("lost", "Tabt", "lost", "0", "nothing"),
)
"""Their codes are what the sales funnel calls them; the names are the company's own."""
LEADS = (
    ("Ida Bech", "Bech Interiør ApS", "ida@bech-interioer.example", "31 20 44 10", "web", 24, "65000"),
    ("Thomas Rude", "Kystens Hoteller", "thr@kystens.example", "31 20 44 11", "fair", 120, "240000"),
    ("Nadia Holt", "", "nadia.holt@post.example", "", "referral", 0, "8000"),
)
DEALS = (
    ("Forårssortiment", 0, "discovery", 3, 40),
    ("Nyt kontorudstyr", 1, "discovery", 12, 24),
    ("Rammeaftale på emballage", 2, "proposal", 5, 200),
    ("Lagerreoler til ny hal", 3, "negotiation", 8, 60),
    ("Julegaver til medarbejdere", 4, "negotiation", 15, 120),
    ("Genbestilling, forår", 5, "won", 2, 80),
    ("Rengøringsartikler", 6, "lost", 9, 30),
)
"""Name, which customer, how far, in how many days it may close, and how many of one product."""
TICKETS = (
    ("Manglende låg på kasser", "Der manglede fire låg i den sidste levering.", "fault", "high"),
    ("Vil gerne bytte varer", "Vi fik den forkerte farve.", "return", "normal"),
)


def open_pipeline(session: Session, company: int) -> None:
    """A pipeline, a campaign, people who have asked, and deals in every stage; nothing where there is a pipeline already."""
    if session.scalar(select(Pipeline.id).filter_by(company_id=company)) is not None:
        return
    pipeline = Pipeline(company_id=company, code=PIPELINE, name="Salg", usual=True)
    session.add(pipeline)
    session.flush()
    for position, (code, name, type_, odds, needs) in enumerate(STAGES):
        facts = {"position": position, "code": code, "name": name, "type": type_, "probability": Decimal(odds), "needs": needs}
        session.add(Stage(company_id=company, pipeline_id=pipeline.id, **facts))
    session.flush()
    campaign = _campaign(session, company)
    for name, organisation, email, phone, source, employees, amount in LEADS:
        said = {
            "name": name,
            "organisation": organisation,
            "email": email,
            "phone": phone,
            "source": source,
            "employees": employees,
            "amount": amount,
        }
        _do(session, company, "crm.register-lead", f"lead {name}", {**said, "campaign": campaign if source == "fair" else None})
    _open_deals(session, company)
    _open_tickets(session, company)


def _campaign(session: Session, company: int) -> int:
    today = clock.now().date()
    campaign = Campaign(company_id=company, code="MESSE", name="Erhvervsmesse", channel="fair", starts_on=today, state="running")
    session.add(campaign)
    session.flush()
    session.add(CampaignCost(company_id=company, campaign_id=campaign.id, spent_on=today, text="Stand", amount=Decimal(18000)))
    return campaign.id


def _open_deals(session: Session, company: int) -> None:
    sellers = holders(session, company, "sales")
    customers = session.scalars(select(Party.id).filter_by(company_id=company, kind="organisation").order_by(Party.code)).all()
    products = session.scalars(select(Product.id).filter_by(company_id=company).order_by(Product.sku)).all()
    today = clock.now().date()
    for number, (name, customer, stage, days, quantity) in enumerate(DEALS):
        facts = {"name": name, "party": customers[customer % len(customers)], "expected_close": today + timedelta(days=days)}
        owner = sellers[number % len(sellers)].id
        deal = _do(session, company, "crm.open-deal", f"deal {name}", {**facts, "owner": owner, "amount": quantity * 150})["deal"]
        _do(session, company, "crm.log-interaction", f"call about {name}", _call(deal, number))
        line = {"product": products[number % len(products)], "quantity": quantity}
        _carry(session, company, f"deal {name}", deal, stage, line)


def _open_tickets(session: Session, company: int) -> None:
    """Somebody has asked, and somebody is asked back."""
    customers = session.scalars(select(Party.id).filter_by(company_id=company, kind="organisation").order_by(Party.code)).all()
    for number, (subject, text, kind, priority) in enumerate(TICKETS):
        given = {"party": customers[number], "subject": subject, "text": text, "kind": kind, "priority": priority}
        ticket = _do(session, company, "crm.open-ticket", f"ticket {subject}", given)["ticket"]
        _do(session, company, "crm.assign-ticket", f"ticket {subject}: assigned", {"ticket": ticket})
        if kind == "return":
            answer = {"ticket": ticket, "text": "Hvor mange er det?", "awaits": True}
            _do(session, company, "crm.answer-ticket", f"ticket {subject}: asked", answer)


def _call(deal: object, number: int) -> dict[str, object]:
    kinds = ("call", "mail", "meeting")
    said = ("Talt om behov og tidsplan", "Sendt prisliste", "Møde hos kunden")
    objection = {"kind": "price", "text": "Konkurrenten er billigere"} if number % 3 == 2 else None
    return {"deal": deal, "kind": kinds[number % 3], "direction": "out", "subject": said[number % 3], "objection": objection}


def _carry(session: Session, company: int, key: str, deal: object, stage: str, line: Mapping[str, object]) -> None:
    """As far as that stage, by the operations that lead there."""
    if stage == "discovery":
        given = {"deal": deal, "next_action": "Ring og aftal møde", "next_action_on": clock.now().date() + timedelta(days=2)}
        _do(session, company, "crm.describe-deal", f"{key}: next", given)
        return
    _do(session, company, "crm.move-deal", f"{key}: proposal", {"deal": deal, "stage": "proposal"})
    if stage == "lost":
        _do(session, company, "crm.lose-deal", f"{key}: lost", {"deal": deal, "reason": "price", "competitor": "Polar Engros"})
        return
    quote = _do(session, company, "sales.price-quote", f"{key}: priced", {"deal": deal, "lines": [line], "discount": "0.05"})["quote"]
    if stage == "proposal":
        return
    _do(session, company, "sales.issue-quote", f"{key}: issued", {"quote": quote})
    _do(session, company, "crm.move-deal", f"{key}: negotiation", {"deal": deal, "stage": "negotiation"})
    if stage == "won":
        _do(session, company, "sales.answer-quote", f"{key}: accepted", {"quote": quote, "answer": "accepted"})
        _do(session, company, "crm.win-deal", f"{key}: won", {"deal": deal})


def _do(session: Session, company: int, name: str, key: str, given: Mapping[str, object]) -> Mapping[str, object]:
    outcome = operations.call(session, name, Context(session, company, None, f"demo: {key}"), given)
    if not isinstance(outcome, Done):
        raise RuntimeError(f"The demo's {key} could not be made by {name}: {outcome.message}")
    return outcome.result

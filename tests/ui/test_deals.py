"""Is the deal board shown to whoever sells, and does it move deals as the rules say?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

import erp.announced  # noqa: F401  it announces the nouns
from crm.marketing.tables import Campaign, CampaignCost
from crm.sales.deals.tables import Deal
from crm.sales.pipelines.tables import Stage
from erp.parties.tables import Party
from people.access.tables import FieldClass
from tests.crm.stories import done, pipeline
from tests.ui.conftest import Browser, Office


@pytest.fixture
def deal(office: Office) -> int:
    """A deal in the first stage, owned by nobody."""
    company = office.house.north
    with office.database.transaction() as session:
        pipeline(session, company)
        party = Party(company_id=company, name="Bech <b>Byg</b>")
        session.add(party)
        session.flush()
        given = {"name": "Winter stock", "party": party.id, "amount": "1000"}
        return int(str(done(session, "crm.open-deal", given, company=company)["deal"]))


@pytest.fixture
def jonas(office: Office) -> Browser:
    return office.browser(office.person("Jonas", "sales"))


def stage(office: Office, code: str) -> str:
    with office.database.reading() as session:
        return str(session.scalars(select(Stage.id).filter_by(code=code)).one())


def standing(office: Office, deal: int) -> str:
    with office.database.reading() as session:
        return session.scalars(select(Stage.code).join(Deal, Deal.stage_id == Stage.id).where(Deal.id == deal)).one()


@pytest.mark.usefixtures("deal")
def test_the_board_shows_each_deal_in_its_stage_with_what_it_is_worth(jonas: Browser) -> None:
    page = jonas.see("/deals")

    discovery = page.split("<section")[1]
    assert "Winter stock" in discovery
    assert "Bech &lt;b&gt;Byg&lt;/b&gt;" in discovery
    assert "DKK1,000.00" in discovery
    assert "DKK200.00 weighted" in discovery
    assert "Winter stock" not in jonas.see("/deals?whose=mine")


def test_a_deal_is_moved_by_its_menu_once_for_each_form(office: Office, jonas: Browser, deal: int) -> None:
    for _time in range(2):
        sent = jonas.send(f"/deals/{deal}/move", stage=stage(office, "proposal"), once="the same form", back="/deals?whose=mine")
        assert sent[:2] == (303, "/deals?whose=mine")

    assert standing(office, deal) == "proposal"
    with office.database.reading() as session:
        assert session.get_one(Deal, deal).version > 1


def test_a_move_that_a_rule_forbids_says_why_and_changes_nothing(office: Office, jonas: Browser, deal: int) -> None:
    status, _address, page = jonas.send(f"/deals/{deal}/move", stage=stage(office, "negotiation"))
    assert (status, standing(office, deal)) == (409, "discovery")
    assert "needs an issued quote" in page

    status, _address, page = jonas.send(f"/deals/{deal}/move", stage=stage(office, "won"))

    assert (status, standing(office, deal)) == (409, "discovery")
    assert "neither an accepted quote nor a signed contract" in page


def test_a_lost_deal_is_asked_why(office: Office, jonas: Browser, deal: int) -> None:
    address = jonas.send(f"/deals/{deal}/move", stage=stage(office, "lost"))[1]
    assert address == f"/deals/{deal}/lose"
    assert "Winter stock" in jonas.see(address)

    assert jonas.send(address, reason="")[0] == 409
    assert jonas.send(address, reason="price", competitor="Polar", contact_again_on="2026-12-24")[0] == 303

    assert standing(office, deal) == "lost"


def test_a_form_leads_back_to_no_other_site(office: Office, jonas: Browser, deal: int) -> None:
    for address in ("https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"):
        assert jonas.send(f"/deals/{deal}/move", stage=stage(office, "proposal"), back=address)[1] == "/deals"


def test_the_board_is_for_whoever_sells(office: Office, deal: int) -> None:
    lise = office.browser(office.house.lise)

    assert lise.client.get("/deals").status_code == 403
    assert lise.send(f"/deals/{deal}/move", stage=stage(office, "proposal"))[0] == 403
    assert 'href="/deals"' not in lise.see("/inbox")


def test_another_companys_deal_is_not_there(office: Office, jonas: Browser, deal: int) -> None:
    with office.database.transaction() as session:
        session.get_one(Deal, deal).company_id = office.house.south

    assert "Winter stock" not in jonas.see("/deals")
    assert jonas.client.get(f"/deals/{deal}/lose").status_code == 404
    assert jonas.send(f"/deals/{deal}/move", stage=stage(office, "proposal"))[0] == 404


def test_figures_stand_on_a_page_and_costs_only_for_whoever_may_read_them(office: Office, jonas: Browser, deal: int) -> None:
    company = office.house.north
    with office.database.transaction() as session:
        campaign = Campaign(company_id=company, code="FAIR", name="Fair", starts_on=date(2026, 3, 2), currency="DKK")
        session.add(campaign)
        session.flush()
        session.add(CampaignCost(company_id=company, campaign_id=campaign.id, spent_on=date(2026, 3, 2), text="Stand", amount=Decimal(4711)))
        session.get_one(Deal, deal).campaign_id = campaign.id

    page = jonas.see("/deals/figures")
    assert "DKK200.00" in page
    assert "4,711" not in page
    with office.database.transaction() as session:
        session.add(FieldClass(company_id=company, code="cost", minimum_level=1))

    assert "4,711" in jonas.see("/deals/figures")
    assert office.browser(office.house.lise).client.get("/deals/figures").status_code == 403

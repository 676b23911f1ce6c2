"""Does a seller move a deal by dragging it and by its menu, and does its work move along?"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

import engine
from crm.sales.deals.tables import Deal
from crm.sales.pipelines.tables import Stage
from engine import Who
from people.access.tables import AppUser
from tests.ui.browser.conftest import DESK, PHONE, Nordlys
from worker.embedded import run_all

pytestmark = pytest.mark.browser
SELLER = "rikke@nordlys.example"


def funnel(nordlys: Nordlys) -> tuple[int, int]:
    """A sale that has come to *Discovery*; gives its instance and its deal."""
    with nordlys.database.transaction() as session:
        who = worker(nordlys)
        lead = {"name": "Ida Bech", "organisation": "Bech Byg", "email": "ida@bech.example", "source": "web"}
        instance = engine.start(session, "sales-funnel", lead, who=who)
    for element, answers in (("make_contact", {"kind": "call", "text": "Rang"}), ("qualify", {"outcome": "convert", "deal_name": "Winter paint"})):
        run_all(nordlys.database)
        with nordlys.database.transaction() as session:
            task = next(each for each in engine.search_tasks(session, engine.TasksWanted(state="CREATED", element_id=element), who=who).items)
            owner = Who(int(task.assignee or 0), "Seller", nordlys.company, permissions=who.permissions)
            engine.claim(session, task.key, who=owner)
            engine.complete_task(session, task.key, answers, who=owner)
    run_all(nordlys.database)
    with nordlys.database.reading() as session:
        return instance, session.scalars(select(Deal.id).filter_by(name="Winter paint")).one()


def worker(nordlys: Nordlys) -> Who:
    with nordlys.database.reading() as session:
        user = session.scalars(select(AppUser.id).filter_by(email=SELLER)).one()
    return Who(user, "Rikke", nordlys.company, level=4, permissions=frozenset({"task.work", "process.start", "process.operate", "record.read"}))


def stage_of(nordlys: Nordlys, deal: int) -> str:
    with nordlys.database.reading() as session:
        return session.scalars(select(Stage.code).join(Deal, Deal.stage_id == Stage.id).where(Deal.id == deal)).one()


def active(nordlys: Nordlys, instance: int) -> tuple[str, ...]:
    run_all(nordlys.database)
    with nordlys.database.reading() as session:
        return engine.instance(session, instance, who=worker(nordlys)).active


def test_a_card_dragged_to_another_stage_takes_its_work_along(nordlys: Nordlys, readers: Any) -> None:
    instance, deal = funnel(nordlys)
    assert "discovery" in active(nordlys, instance)
    reader = readers({"width": 1280, "height": 1400})  # the mouse does not scroll while it drags
    reader.signs_in(SELLER)
    reader.page.click(".way:has-text('Deals')")
    reader.page.wait_for_selector("[data-board][data-live]")
    target = reader.page.locator(".lane:has(h2:has-text('Tilbud'))").get_attribute("data-stage")

    reader.page.drag_and_drop(f"[data-deal='{deal}'] .deal-worth", f".lane[data-stage='{target}'] .lane-head")
    reader.page.wait_for_selector(f".lane[data-stage='{target}'] [data-deal='{deal}']")

    assert stage_of(nordlys, deal) == "proposal"
    assert "prepare_quote" in active(nordlys, instance)
    reader.finds_no_barrier()


def test_without_scripts_the_menu_moves_it(nordlys: Nordlys, readers: Any) -> None:
    _instance, deal = funnel(nordlys)
    reader = readers(PHONE, java_script_enabled=False)
    reader.signs_in(SELLER)
    reader.goes_to("/deals")

    reader.page.click(f"[data-deal='{deal}'] summary")
    reader.page.click(f"[data-deal='{deal}'] button:has-text('Tilbud')")
    reader.page.wait_for_url("**/deals")

    assert stage_of(nordlys, deal) == "proposal"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("email", ["jonas@nordlys.example", SELLER], ids=["da", "en"])
def test_board_and_customer_card_keep_nobody_out(nordlys: Nordlys, readers: Any, email: str, size: dict[str, int]) -> None:
    _instance, deal = funnel(nordlys)
    with nordlys.database.reading() as session:
        customer = session.get_one(Deal, deal).party_id
    reader = readers(size)
    reader.signs_in(email)

    for screen in ("/deals", "/deals/figures", f"/deals/{deal}/lose", f"/customers/{customer}"):
        reader.goes_to(screen)
        reader.finds_no_barrier()
        for summary in reader.page.query_selector_all("main details > summary")[:3]:
            summary.click()
            reader.finds_no_barrier()
            summary.click()
        assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), screen

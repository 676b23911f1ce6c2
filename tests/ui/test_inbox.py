"""Does the inbox show what waits for a person, in the order in which it is due, and let them take it?"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

import erp.announced  # noqa: F401  it announces the nouns
from engine.tables import UserTask
from erp.products.tables import Product
from kit import links
from kit.clock import MovingClock
from tests.ui.conftest import Office


@pytest.mark.usefixtures("moving_clock")
def test_nothing_to_do_is_said_kindly(office: Office) -> None:
    page = office.browser(office.person("Palle", "warehouse")).see("/inbox")

    assert "All done" in page


def test_tasks_stand_under_late_today_and_later(office: Office, moving_clock: MovingClock) -> None:
    now = moving_clock.now()
    for due in (now - timedelta(hours=3), now + timedelta(hours=3), now + timedelta(days=3)):
        office.start(due=due)

    page = office.browser(office.person("Palle", "warehouse")).see("/inbox?tab=open")

    assert [page.index(f'id="due-{part}"') for part in ("late", "today", "later")] == sorted(
        page.index(f'id="due-{part}"') for part in ("late", "today", "later")
    )
    assert "3 hours late" in page
    assert "today 13:00" in page
    assert page.count("Count the shelf</span>") == 6  # each once as a link and once in its button


def test_claiming_takes_the_task_from_the_others(office: Office) -> None:
    office.start()
    palle, lise = office.browser(office.person("Palle", "warehouse")), office.browser(office.house.lise)
    (key,) = office.task_keys()

    assert palle.send(f"/tasks/{key}/claim")[:2] == (303, f"/tasks/{key}")

    assert "Count the shelf" in palle.see("/inbox?tab=mine")
    assert "Count the shelf" not in lise.see("/inbox?tab=open")
    status, _address, page = lise.send(f"/tasks/{key}/claim")
    assert status == 409
    assert "Palle" in page


def test_another_role_sees_nothing_of_it(office: Office) -> None:
    office.start()

    page = office.browser(office.person("Rikke", "accounting")).see("/inbox?tab=open")

    assert "Count the shelf" not in page


def test_words_find_a_task(office: Office) -> None:
    office.start()
    browser = office.browser(office.person("Palle", "warehouse"))

    assert "Count the shelf" in browser.see("/inbox?tab=open&text=shelf")
    assert "Nothing fits" in browser.see("/inbox?tab=open&text=invoice")


def test_a_task_says_what_it_is_about(office: Office) -> None:
    office.start()
    palle = office.browser(office.person("Palle", "warehouse"))
    (key,) = office.task_keys()
    with office.database.transaction() as session:
        product = Product(company_id=office.house.north, sku="CHAI", name="Chai", unit_price=Decimal(18))
        session.add(product)
        session.flush()
        links.link(session, instance_of(session, key), "product", product.id)

    assert "Product Chai" in palle.see("/inbox?tab=open")
    assert " Chai</a>" in palle.see(f"/tasks/{key}")


def instance_of(session: Session, task_key: int) -> int:
    return session.get_one(UserTask, task_key).instance_key

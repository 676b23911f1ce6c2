"""Does the inbox keep filters, find by any words, and stand beside the task that is open?"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

import erp.announced  # noqa: F401  it announces the nouns
from engine.tables import UserTask
from erp.products.tables import Product
from kit import links
from kit.clock import MovingClock
from tests.ui.conftest import Browser, Office


@pytest.fixture
def palle(office: Office) -> Browser:
    return office.browser(office.person("Palle", "warehouse"))


def about_chai(office: Office, key: int) -> int:
    with office.database.transaction() as session:
        product = Product(company_id=office.house.north, sku="CHAI", name="Chai", unit_price=Decimal(18))
        session.add(product)
        session.flush()
        instance = session.get_one(UserTask, key).instance_key
        links.link(session, instance, "product", product.id)
        return product.id


def test_the_open_task_stands_beside_the_list_that_it_came_from(office: Office, palle: Browser) -> None:
    office.start(2)
    first, second = office.task_keys()

    page = palle.see(f"/tasks/{first}?tab=open")

    assert f'id="task-{first}" aria-current="true"' in page
    assert f'href="/tasks/{second}?tab=open"' in page
    assert 'name="list" value="?tab=open"' in page


def test_a_task_is_found_by_its_record_and_by_danish_words(office: Office, palle: Browser) -> None:
    office.start(2)
    first, second = office.task_keys()
    about_chai(office, first)

    page = palle.see("/inbox?tab=open&text=chai")

    assert f"/tasks/{first}" in page
    assert f"/tasks/{second}" not in page
    assert "Nothing fits" in palle.see("/inbox?tab=open&text=elderflower")


def test_a_filter_by_due_date_and_process_is_kept_and_shared(office: Office, palle: Browser, moving_clock: MovingClock) -> None:
    now = moving_clock.now()
    for due in (now - timedelta(hours=3), now + timedelta(hours=3), now + timedelta(days=3)):
        office.start(due=due)
    lise = office.browser(office.house.lise)

    late = palle.see("/inbox?tab=open&due=late&process=counting")
    kept = palle.send("/inbox/filters", tab="open", due="late", name="Our late ones", share="warehouse")

    assert late.count('class="task-name"') == 1
    assert kept[:2] == (303, "/inbox?tab=open&due=late")
    chip = 'href="/inbox?tab=open&amp;due=late"'
    assert f'{chip} aria-current="true"' in palle.see("/inbox?tab=open&due=late")
    assert chip in lise.see("/inbox")
    assert chip not in office.browser(office.person("Rikke", "accounting")).see("/inbox")
    for part, count in (("today", 1), ("later", 1)):
        assert palle.see(f"/inbox?tab=open&due={part}").count('class="task-name"') == count
    key = palle.see("/inbox").split('action="/inbox/filters/')[1].split("/")[0]
    assert lise.send(f"/inbox/filters/{key}/delete")[0] == 403
    assert palle.send(f"/inbox/filters/{key}/delete")[0] == 303
    assert chip not in lise.see("/inbox")


def test_a_list_goes_on_where_its_page_ended(office: Office, palle: Browser) -> None:
    office.start(60)

    first = palle.see("/inbox?tab=open")
    more = first.split('href="/inbox?tab=open&amp;after=')[1].split('"')[0]
    second = palle.see(f"/inbox?tab=open&after={more}")

    shown = [page.count('class="task-name"') for page in (first, second)]
    assert shown == [50, 10]
    assert "From the start" in second


def test_the_palette_offers_only_what_a_person_may_do(office: Office, palle: Browser) -> None:
    office.start()
    (key,) = office.task_keys()
    about_chai(office, key)

    everything, chai, new = palle.see("/palette"), palle.see("/palette?text=chai"), palle.see("/palette?text=new product")

    assert 'href="/processes/counting/start"' in everything
    assert 'href="/inbox?tab=mine"' in everything
    assert f'href="/tasks/{key}"' in chai
    assert "/records/products/" in chai
    assert 'href="/records/products/new"' in new
    watcher = office.browser(office.person("Dora", "process-designer"))
    assert 'href="/records/products/new"' not in watcher.see("/palette?text=new product")
    assert f'href="/tasks/{key}"' not in watcher.see("/palette?text=chai")

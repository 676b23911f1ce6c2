"""Is a task given, asked about, put off, talked about and drafted from its page, without losing what anybody typed?"""

from __future__ import annotations

from decimal import Decimal

import pytest

import erp.announced  # noqa: F401  it announces the nouns
from erp.products.tables import Product
from kit import clock, links
from people.access import who_of
from people.notices import unseen
from tests.ui.conftest import Browser, Office
from tests.ui.test_inbox import instance_of


@pytest.fixture
def palle(office: Office) -> Browser:
    return office.browser(office.person("Palle", "warehouse"))


@pytest.fixture
def task(office: Office) -> int:
    office.start()
    (key,) = office.task_keys()
    return key


def told(office: Office, user_id: int) -> list[str]:
    with office.database.reading() as session:
        return [each.text for each in unseen(session, who_of(session, user_id, office.house.north))]


def test_a_task_is_given_to_a_colleague(office: Office, palle: Browser, task: int) -> None:
    assert f'<option value="{office.house.lise}">Lise</option>' in palle.see(f"/tasks/{task}")

    given = palle.send(f"/tasks/{task}/hand", to=str(office.house.lise), how="give")

    assert given[:2] == (303, "/inbox")
    assert told(office, office.house.lise) == ["Palle har givet dig opgaven “Count the shelf”."]
    page = palle.see(f"/tasks/{task}")
    assert "Palle gave it to Lise" in page
    assert "Lise has taken it" in page
    assert "Complete</button>" not in page
    assert palle.send(f"/tasks/{task}/hand", how="give")[0] == 400


def test_an_answer_is_asked_for_and_comes_back(office: Office, palle: Browser, task: int) -> None:
    lise = office.browser(office.house.lise)
    palle.send(f"/tasks/{task}/claim")
    palle.send(f"/tasks/{task}/hand", to=str(office.house.lise), how="ask")

    asked = lise.see(f"/tasks/{task}")
    assert "Palle beder om dit svar" in asked
    assert "Afslut</button>" not in asked
    assert lise.send(f"/tasks/{task}/complete", units="3")[0] == 409
    assert lise.send(f"/tasks/{task}/resolve")[0] == 303

    assert palle.send(f"/tasks/{task}/complete", units="3")[0] == 303


def test_a_task_is_put_aside_until_a_day(palle: Browser, task: int) -> None:
    palle.send(f"/tasks/{task}/claim")

    assert palle.send(f"/tasks/{task}/follow-up", day="2999-01-04")[:2] == (303, "/inbox")

    assert f"/tasks/{task}" not in palle.see("/inbox?tab=mine")
    assert f"/tasks/{task}" in palle.see("/inbox?tab=aside")
    assert 'value="2999-01-04"' in palle.see(f"/tasks/{task}")
    assert palle.send(f"/tasks/{task}/follow-up", day="tomorrow")[0] == 400
    palle.send(f"/tasks/{task}/follow-up")
    assert f"/tasks/{task}" in palle.see("/inbox?tab=mine")


def test_a_case_is_followed_from_its_task(office: Office, palle: Browser, task: int) -> None:
    with office.database.reading() as session:
        instance = instance_of(session, task)
    assert "Followed" not in palle.see("/inbox")

    assert palle.send(f"/instances/{instance}/follow", task=str(task))[:2] == (303, f"/tasks/{task}")
    office.browser(office.house.lise).send(f"/tasks/{task}/claim")

    page = palle.see("/inbox?tab=followed")
    assert f"/tasks/{task}?tab=followed" in page
    assert "Lise" in page
    palle.send(f"/instances/{instance}/follow", stop="1")
    assert "Nothing is open" in palle.see("/inbox?tab=followed")


def test_a_comment_tells_whom_it_names_and_says_who_could_not_be_told(office: Office, palle: Browser, task: int) -> None:
    office.person("Rikke", "accounting")

    status, address, _page = palle.send(f"/tasks/{task}/comment", text="@Lise, two are <b>torn</b>. @Rikke?")

    assert (status, address) == (303, f"/tasks/{task}?missed=Rikke#comments")
    assert "Palle skrev til dig" in told(office, office.house.lise)[0]
    page = palle.see(address)
    assert "two are &lt;b&gt;torn&lt;/b&gt;" in page
    assert "Rikke may not see this case" in page
    assert palle.send(f"/tasks/{task}/comment", text=" ")[0] == 422


def saved(browser: Browser, task: int, version: int, **fields: str) -> tuple[int, dict[str, object]]:
    """What the page's script sends and is told."""
    given = {"csrf": browser.csrf, "draft_version": str(version), "list": "", **fields}
    answer = browser.client.post(f"/tasks/{task}/draft", data=given, headers={"Accept": "application/json"})
    return answer.status_code, answer.json()


def test_a_draft_survives_the_browser_and_goes_when_the_task_is_done(palle: Browser, task: int) -> None:
    assert saved(palle, task, 0, units="1") == (200, {"version": 1})
    assert saved(palle, task, 1, units="12", note="two torn") == (200, {"version": 2})

    page = palle.see(f"/tasks/{task}")
    assert 'value="12"' in page
    assert "two torn" in page
    assert 'name="draft_version" value="2"' in page
    palle.send(f"/tasks/{task}/complete", units="12", note="two torn")
    assert "Draft by" not in palle.see(f"/tasks/{task}")


def test_a_second_tab_is_told_and_loses_nothing(palle: Browser, task: int) -> None:
    saved(palle, task, 0, units="1")

    status, answer = saved(palle, task, 0, units="99")

    assert (status, answer["version"]) == (409, 1)
    assert "changed elsewhere" in str(answer["message"])
    assert 'value="1"' in palle.see(f"/tasks/{task}")
    plain = palle.send(f"/tasks/{task}/draft", units="99", draft_version="0")
    assert plain[0] == 409
    assert 'value="99"' in plain[2]
    assert 'name="draft_version" value="1"' in plain[2]
    assert palle.send(f"/tasks/{task}/draft", units="99", draft_version="1")[0] == 303
    assert 'value="99"' in palle.see(f"/tasks/{task}")
    assert palle.send(f"/tasks/{task}/draft/discard")[0] == 303
    assert 'value="99"' not in palle.see(f"/tasks/{task}")


def test_a_task_shows_its_record_and_the_other_open_tasks_of_it(office: Office, palle: Browser) -> None:
    office.start(3)
    first, second, third = office.task_keys()
    with office.database.transaction() as session:
        product = Product(company_id=office.house.north, sku="CHAI", name="Chai", unit_price=Decimal(18))
        session.add(product)
        session.flush()
        for key in (first, second):
            links.link(session, instance_of(session, key), "product", product.id)

    page = palle.see(f"/tasks/{first}")

    aside = page.split("<aside")[1]
    assert "CHAI" in aside
    assert "Also open for Product Chai" in aside
    assert f'href="/tasks/{second}"' in aside
    assert f'href="/tasks/{third}"' not in aside


def test_the_next_task_is_the_next_of_the_same_list(office: Office, palle: Browser) -> None:
    office.start(3, due=clock.now())
    first, second, third = office.task_keys()

    done = palle.send(f"/tasks/{second}/complete", units="1", list="?tab=open")
    then = palle.send(f"/tasks/{third}/complete", units="1", list="?tab=open")

    assert done[1] == f"/tasks/{third}?tab=open&done=1"
    assert then[1] == f"/tasks/{first}?tab=open&done=1"

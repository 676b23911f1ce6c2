"""Are processes started from their page, and does an instance show where it stands?"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import delete, select

import engine
from engine.tables import ProcessInstance
from people.access.tables import FieldClass, RoleGrant
from tests.engine.commands.test_answers import form, model
from tests.engine.commands.test_decisions import USUAL, process
from tests.engine.commands.test_masking import FIELDS
from tests.ui.conftest import Office


def test_a_person_starts_a_process_and_sees_where_it_stands(office: Office) -> None:
    office.start()
    palle = office.browser(office.person("Palle", "warehouse"))
    assert "Stock count" in palle.see("/processes")
    assert "asks nothing" in palle.see("/processes/counting/start")

    status, address, _page = palle.send("/processes/counting/start")
    page = palle.see(address)

    assert (status, address.startswith("/instances/")) == (303, True)
    assert "Count the shelf" in page
    assert 'data-active="count"' in page
    assert 'data-taken="to-count"' in page


def test_the_drawing_is_served_as_it_was_deployed(office: Office) -> None:
    office.start()
    palle = office.browser(office.person("Palle", "warehouse"))
    page = palle.see(palle.send("/processes/counting/start")[1])
    address = page.split('data-model="')[1].split('"')[0]

    answer = palle.client.get(address)

    assert answer.headers["Content-Type"].startswith("application/xml")
    assert b'<bpmn:process id="counting"' in answer.content


def test_an_operator_cancels_an_instance_and_a_worker_may_not(office: Office) -> None:
    office.start()
    palle, olga = office.browser(office.person("Palle", "warehouse")), office.browser(office.person("Olga", "operator"))
    address = palle.send("/processes/counting/start")[1]

    assert palle.send(f"{address}/cancel")[0] == 403
    assert "Running" in olga.see(address)
    assert olga.send(f"{address}/cancel")[:2] == (303, address)

    assert "Canceled" in olga.see(address)


def test_somebody_elses_instance_is_not_shown(office: Office) -> None:
    office.start()
    address = office.browser(office.person("Palle", "warehouse")).send("/processes/counting/start")[1]

    answer = office.browser(office.person("Rikke", "accounting")).client.get(address)

    assert answer.status_code == 403


def test_a_process_that_is_not_there_is_named(office: Office) -> None:
    answer = office.browser(office.house.lise).client.get("/processes/nothing/start")

    assert answer.status_code == 404


def test_an_operator_reads_why_a_decision_came_out_so(office: Office) -> None:
    with office.database.transaction() as session:
        engine.deploy(session, {"orders.bpmn": process(), "rebates.dmn": USUAL})
        key = engine.start(session, "orders", {"amount": Decimal(1200), "rating": "B"}, company_id=office.house.north)
    olga = office.browser(office.person("Olga", "operator"))
    oda = office.browser(office.person("Oda", "operator", language="da"))
    lise = office.browser(office.house.lise)

    assert "Rule 2 matched because amount = 1200 is in &gt; 1000." in olga.see(f"/instances/{key}")
    assert "Regel 2 passede, fordi amount = 1200 ligger i &gt; 1000." in oda.see(f"/instances/{key}")
    assert "1200" not in lise.client.get(f"/instances/{key}").text


def test_the_page_says_why_an_instance_waits_and_takes_a_comment(office: Office) -> None:
    office.start()
    palle = office.browser(office.person("Palle", "warehouse"))
    address = palle.send("/processes/counting/start")[1]
    (key,) = (each for each in office.task_keys() if f"/tasks/{each}" in palle.see(address))

    offered = palle.see(address)
    palle.send(f"/tasks/{key}/claim")
    taken = palle.see(address)
    palle.send(f"{address}/comment", text="@Lise Which shelf?")

    assert "Why is it waiting?" in offered
    assert "Nobody has taken “Count the shelf” yet; it is for Warehouse (2)." in offered
    assert "One of them takes it and completes it." in offered
    assert "“Count the shelf” is with Palle." in taken
    assert "Which shelf?" in palle.see(address)
    palle.send(f"/tasks/{key}/complete", units="1")
    assert "Why is it waiting?" not in palle.see(address)


def test_a_role_that_nobody_has_is_said_plainly(office: Office) -> None:
    office.start()
    olga = office.browser(office.person("Olga", "operator"))
    with office.database.transaction() as session:
        session.execute(delete(RoleGrant).where(RoleGrant.user_id == office.house.lise))
        key = session.scalars(select(ProcessInstance.id)).one()

    assert "Nobody here has the role Warehouse" in olga.see(f"/instances/{key}")


def test_what_is_personal_is_shown_only_when_somebody_asks_for_it(office: Office) -> None:
    with office.database.transaction() as session:
        session.add(FieldClass(company_id=office.house.north, code="personal", minimum_level=1))
        engine.deploy(session, {"checking.bpmn": model(), "check.form": form("check", *FIELDS)})
        key = engine.start(session, "checking", {"person": {"number": "010190-1234"}}, company_id=office.house.north)
    olga = office.browser(office.person("Olga", "operator"))
    closed = olga.see(f"/instances/{key}")

    status, _address, opened = olga.send(f"/instances/{key}/variables/person/reveal")

    assert "010190-1234" not in closed
    assert "•••" in closed
    assert (status, "010190-1234" in opened) == (200, True)
    assert "010190-1234" not in olga.see(f"/instances/{key}")

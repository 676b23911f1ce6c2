"""Are processes started from their page, and does an instance show where it stands?"""

from __future__ import annotations

from decimal import Decimal

import engine
from tests.engine.commands.test_decisions import USUAL, process
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

"""Is an instance started, found, looked at and canceled as Camunda 8's clients ask?"""

from __future__ import annotations

from decimal import Decimal

import pytest
import simplejson
from fastapi.testclient import TestClient
from sqlalchemy import select

from engine.tables import ScopeState
from tests.api.conftest import Doors
from tests.api.v2.stories import BOUNDARY, deployed, started, task_of


@pytest.fixture
def clerk(doors: Doors) -> TestClient:
    deployed(doors, BOUNDARY)
    return doors.program(doors.person("Carl", "clerk"))


def test_by_id_or_by_key_the_newest_version_starts(doors: Doors, clerk: TestClient) -> None:
    by_id = clerk.post("/v2/process-instances", json={"processDefinitionId": BOUNDARY, "variables": {"order": "O-1"}}).json()
    key = by_id["processDefinitionKey"]

    by_key = clerk.post("/v2/process-instances", json={"processDefinitionKey": key, "processDefinitionVersion": 1, "variables": {"order": "O-2"}})

    assert by_id["processDefinitionVersion"] == 1
    assert by_id["tenantId"] == str(doors.house.north)
    assert by_key.json()["processDefinitionKey"] == key
    assert by_key.json()["processInstanceKey"] != by_id["processInstanceKey"]


def test_what_cannot_be_started_says_why(clerk: TestClient) -> None:
    for given, status in (
        ({}, 400),
        ({"processDefinitionId": "nothing"}, 404),
        ({"processDefinitionKey": "17"}, 404),
        ({"processDefinitionId": BOUNDARY, "processDefinitionVersion": 7}, 409),
        ({"processDefinitionId": BOUNDARY, "tenantId": "12345"}, 403),
        ({"processDefinitionId": BOUNDARY, "awaitCompletion": True}, 400),
    ):
        answer = clerk.post("/v2/process-instances", json=given)
        assert answer.status_code == status, (given, answer.text)
        assert answer.json()["detail"]


def test_no_digit_is_lost(doors: Doors, clerk: TestClient) -> None:
    text = f'{{"processDefinitionId": "{BOUNDARY}", "variables": {{"order": "O-1", "price": 0.1, "big": 12345678901234567890.123456789}}}}'
    answer = clerk.post("/v2/process-instances", content=text, headers={"Content-Type": "application/json"})

    with doors.database.reading() as session:
        kept = simplejson.loads(
            session.scalars(select(ScopeState.variables).filter_by(scope_key=int(answer.json()["processInstanceKey"]))).one() or "", use_decimal=True
        )

    assert (kept["price"], kept["big"]) == (Decimal("0.1"), Decimal("12345678901234567890.123456789"))


def test_not_a_number_is_no_json(clerk: TestClient) -> None:
    text = f'{{"processDefinitionId": "{BOUNDARY}", "variables": {{"price": NaN}}}}'

    assert clerk.post("/v2/process-instances", content=text, headers={"Content-Type": "application/json"}).status_code == 400


def test_an_operator_cancels_and_then_it_is_over(doors: Doors, clerk: TestClient) -> None:
    key = started(clerk, BOUNDARY, order="O-1")
    operator = doors.program(doors.person("Olga", "operator"))

    assert clerk.post(f"/v2/process-instances/{key}/cancellation").status_code == 403
    assert doors.stranger("operator").post(f"/v2/process-instances/{key}/cancellation").status_code == 404
    assert operator.post(f"/v2/process-instances/{key}/cancellation", json={}).status_code == 204
    assert clerk.get(f"/v2/process-instances/{key}").json()["state"] == "TERMINATED"
    assert operator.post(f"/v2/process-instances/{key}/cancellation").status_code == 409


def test_found_by_filter_sorted_and_page_by_page(clerk: TestClient) -> None:
    keys = [started(clerk, BOUNDARY, order=f"O-{number}") for number in range(5)]
    wanted = {"filter": {"processDefinitionId": {"$like": "boundary*"}, "state": "ACTIVE"}, "sort": [{"field": "processInstanceKey"}]}

    first = clerk.post("/v2/process-instances/search", json={**wanted, "page": {"limit": 2}}).json()
    second = clerk.post("/v2/process-instances/search", json={**wanted, "page": {"limit": 2, "after": first["page"]["endCursor"]}}).json()
    third = clerk.post("/v2/process-instances/search", json={**wanted, "page": {"limit": 2, "from": 4}}).json()
    back = clerk.post("/v2/process-instances/search", json={**wanted, "page": {"limit": 2, "before": second["page"]["startCursor"]}}).json()

    pages = [[item["processInstanceKey"] for item in page["items"]] for page in (first, second, third, back)]
    assert pages == [keys[:2], keys[2:4], keys[4:], keys[:2]]
    assert first["page"]["totalItems"] == 5
    assert first["page"]["hasMoreTotalItems"] is False


def test_a_search_that_is_not_understood_is_refused(clerk: TestClient) -> None:
    started(clerk, BOUNDARY, order="O-1")
    for query in (
        {"filter": {"color": "red"}},
        {"filter": {"state": {"$near": "ACTIVE"}}},
        {"filter": {"startDate": {"$gt": "yesterday"}}},
        {"sort": [{"field": "color"}]},
        {"page": {"after": "nonsense"}},
        {"page": {"limit": 0}},
    ):
        assert clerk.post("/v2/process-instances/search", json=query).status_code == 400, query


def test_its_variables_and_its_history(clerk: TestClient) -> None:
    key = started(clerk, BOUNDARY, order="O-1", price=0.5)
    of_it = {"filter": {"processInstanceKey": key}}

    variables = clerk.post("/v2/variables/search", json=of_it).json()["items"]
    history = clerk.post("/v2/element-instances/search", json={"filter": {"processInstanceKey": key, "state": "ACTIVE"}}).json()["items"]
    seen = clerk.post(f"/v2/user-tasks/{task_of(clerk, key)}/variables/search", json={"filter": {"name": "price"}}).json()["items"]

    assert [(each["name"], each["value"]) for each in variables] == [("order", '"O-1"'), ("price", "0.5")]
    assert {"pick", "pack"} <= {each["elementId"] for each in history}
    assert "USER_TASK" in {each["type"] for each in history}
    assert [each["value"] for each in seen] == ["0.5"]
    assert clerk.post("/v2/variables/search", json={}).status_code == 400


def test_the_newest_come_first_a_page_at_a_time_and_all_are_counted(doors: Doors, clerk: TestClient) -> None:
    keys = [started(clerk, BOUNDARY, order=f"O-{number}") for number in range(3)]
    wanted = {"filter": {"processDefinitionId": BOUNDARY, "state": {"$eq": "ACTIVE"}}}

    first = clerk.post("/v2/process-instances/search", json={**wanted, "page": {"limit": 2}}).json()
    rest = clerk.post("/v2/process-instances/search", json={**wanted, "page": {"limit": 2, "after": first["page"]["endCursor"]}}).json()

    assert [item["processInstanceKey"] for item in first["items"] + rest["items"]] == keys[::-1]
    assert first["page"]["totalItems"] == 3
    assert clerk.post("/v2/process-instances/search", json={"filter": {"state": "COMPLETED"}}).json()["items"] == []
    assert clerk.post("/v2/process-instances/search", json={"filter": {"processDefinitionKey": "x"}}).status_code == 400
    colleague = doors.program(doors.person("Cleo", "clerk"))
    assert colleague.post("/v2/process-instances/search", json=wanted).json()["items"] == []

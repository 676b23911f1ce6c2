"""Can an operator command many instances at once through /v2, look at what became of each, and take it back?"""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

import engine
from tests.api.conftest import Doors
from tests.api.v2.stories import started
from tests.engine.bpmn import drawing

INSTANCES, BATCHES, ITEMS = "/v2/process-instances", "/v2/batch-operations", "/v2/batch-operation-items/search"
CASE = drawing.draw("case", drawing.start(), drawing.user("work"), drawing.end(), drawing.flows("start > work > end"))


def deployed(doors: Doors, drawn: str = CASE) -> str:
    with doors.database.transaction() as session:
        return str(engine.deploy(session, {"case.bpmn": drawn.encode()})[0].key)


@pytest.fixture
def operator(doors: Doors) -> TestClient:
    deployed(doors)
    return doors.program(doors.person("Olga", "operator"))


def ordered(client: TestClient, what: str, **body: Any) -> str:
    answer = client.post(f"{INSTANCES}/{what}", json={"filter": {"processDefinitionId": "case", "state": "ACTIVE"}, **body})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["batchOperationKey"])


def done(doors: Doors, client: TestClient, key: str) -> tuple[str, int, int]:
    while engine.run_jobs(doors.database, "w"):
        pass
    found = client.get(f"{BATCHES}/{key}").json()
    return found["state"], found["operationsCompletedCount"], found["operationsFailedCount"]


def test_canceled_by_a_filter_after_a_dry_run_that_names_each(doors: Doors, operator: TestClient) -> None:
    keys = [started(operator, "case") for _each in range(3)]
    tried = ordered(operator, "cancellation", dryRun=True)
    assert done(doors, operator, tried) == ("COMPLETED", 3, 0)
    listed = operator.post(ITEMS, json={"filter": {"batchOperationKey": tried, "state": "COMPLETED"}}).json()
    assert sorted(item["processInstanceKey"] for item in listed["items"]) == sorted(keys)
    assert operator.get(f"{INSTANCES}/{keys[0]}").json()["state"] == "ACTIVE"

    operator.post(f"{INSTANCES}/{keys[1]}/cancellation")
    real = ordered(operator, "cancellation", filter={"processInstanceKey": {"$in": keys}})

    assert done(doors, operator, real) == ("PARTIALLY_COMPLETED", 2, 1)
    (failed,) = operator.post(ITEMS, json={"filter": {"batchOperationKey": real, "state": "FAILED"}}).json()["items"]
    assert (failed["processInstanceKey"], "has ended" in failed["errorMessage"]) == (keys[1], True)
    found = operator.post(f"{BATCHES}/search", json={"filter": {"state": "PARTIALLY_COMPLETED"}}).json()["items"]
    assert [each["batchOperationKey"] for each in found] == [real]


def test_migrated_first_one_then_the_rest_and_back(doors: Doors, operator: TestClient) -> None:
    keys = [started(operator, "case") for _each in range(3)]
    old = operator.get(f"{INSTANCES}/{keys[0]}").json()["processDefinitionKey"]
    new = deployed(doors, CASE.replace('"work"', '"job"').replace("start_work", "start_job").replace("work_end", "job_end"))
    plan = {"targetProcessDefinitionKey": new, "mappingInstructions": [{"sourceElementId": "work", "targetElementId": "job"}]}
    key = ordered(operator, "migration", migrationPlan=plan, first=1)
    assert done(doors, operator, key) == ("SUSPENDED", 1, 0)
    assert operator.post(f"{BATCHES}/{key}/resumption").status_code == 204
    assert done(doors, operator, key) == ("COMPLETED", 3, 0)

    (back,) = operator.post(f"{BATCHES}/{key}/way-back").json()["batchOperationKeys"]

    assert done(doors, operator, back) == ("COMPLETED", 3, 0)
    assert {operator.get(f"{INSTANCES}/{each}").json()["processDefinitionKey"] for each in keys} == {old}


def test_every_command_takes_a_filter(doors: Doors, operator: TestClient) -> None:
    keys = [started(operator, "case") for _each in range(2)]
    named = {"processInstanceKey": {"$in": keys}}
    for what in ("suspension", "resumption", "cancellation", "restart", "deletion"):
        assert done(doors, operator, ordered(operator, what, filter=named)) == ("COMPLETED", 2, 0), what
    again = {"activateInstructions": [{"elementId": "work"}], "terminateInstructions": [{"elementId": "work"}]}
    assert done(doors, operator, ordered(operator, "modification", **again)) == ("COMPLETED", 2, 0)
    moves = [{"sourceElementId": "work", "targetElementId": "end"}]
    assert done(doors, operator, ordered(operator, "modification", moveInstructions=moves)) == ("COMPLETED", 2, 0)
    assert done(doors, operator, ordered(operator, "incident-resolution", filter={"hasIncident": True})) == ("COMPLETED", 0, 0)
    one = operator.post(f"{INSTANCES}/{started(operator, 'case')}/incident-resolution").json()["batchOperationKey"]
    assert done(doors, operator, one) == ("PARTIALLY_COMPLETED", 0, 1)


def test_held_and_canceled_and_who_may_not(doors: Doors, operator: TestClient) -> None:
    started(operator, "case")
    key, stranger = ordered(operator, "suspension"), doors.stranger("operator")
    for act in ("suspension", "resumption", "cancellation"):
        assert stranger.post(f"{BATCHES}/{key}/{act}").status_code == 404
        assert operator.post(f"{BATCHES}/{key}/{act}").status_code == 204
    assert operator.post(f"{BATCHES}/{key}/resumption").status_code == 409
    clerk = doors.program(doors.person("Carl", "clerk"))
    assert clerk.post(f"{INSTANCES}/cancellation", json={"filter": {}}).status_code == 403
    assert clerk.get(f"{BATCHES}/{key}").status_code == 403


def test_a_filter_that_is_not_understood_is_refused(operator: TestClient) -> None:
    for wanted in ({"color": "red"}, {"startDate": {"$gt": "2026-01-01"}}, {"processInstanceKey": "x"}, {"hasIncident": False}):
        assert operator.post(f"{INSTANCES}/cancellation", json={"filter": wanted}).status_code == 400, wanted
    assert operator.post(f"{INSTANCES}/cancellation", json={}).status_code == 400

"""Can an operator suspend, resume, restart and delete instances, and mend incidents, through /v2?"""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

import engine
from tests.api.conftest import Doors
from tests.api.v2.stories import BOUNDARY, deployed, started, task_of, tasks
from tests.engine.bpmn import drawing

INSTANCES = "/v2/process-instances"


@pytest.fixture
def operator(doors: Doors) -> TestClient:
    deployed(doors, BOUNDARY)
    return doors.program(doors.person("Olga", "operator"))


@pytest.fixture
def clerk(doors: Doors, operator: TestClient) -> TestClient:
    return doors.program(doors.person("Carl", "clerk"))


def test_suspended_and_resumed(clerk: TestClient, operator: TestClient) -> None:
    key = started(clerk, BOUNDARY, order="O-1")
    task = task_of(clerk, key)
    assert clerk.post(f"{INSTANCES}/{key}/suspension").status_code == 403
    assert operator.post(f"{INSTANCES}/{key}/suspension", json={}).status_code == 204

    shown = operator.get(f"{INSTANCES}/{key}").json()
    assert (shown["state"], shown["suspendedDate"] is not None) == ("SUSPENDED", True)
    assert clerk.post(f"/v2/user-tasks/{task}/completion").status_code == 409
    assert clerk.get(f"/v2/user-tasks/{task}").json()["state"] == "CREATED"
    assert tasks(clerk, processInstanceKey=key) == []
    assert operator.post(f"{INSTANCES}/{key}/suspension").status_code == 409

    assert operator.post(f"{INSTANCES}/{key}/resumption").status_code == 204
    assert operator.get(f"{INSTANCES}/{key}").json()["suspendedDate"] is None
    assert clerk.post(f"/v2/user-tasks/{task}/completion").status_code == 204


def test_restarted_then_deleted(clerk: TestClient, operator: TestClient) -> None:
    key = started(clerk, BOUNDARY, order="O-1")
    assert operator.post(f"{INSTANCES}/{key}/deletion").status_code == 409
    assert operator.post(f"{INSTANCES}/{key}/restart").status_code == 409
    operator.post(f"{INSTANCES}/{key}/cancellation")

    new = operator.post(f"{INSTANCES}/{key}/restart", json={"newestVersion": True}).json()
    assert operator.post(f"{INSTANCES}/{key}/deletion").status_code == 204

    assert operator.get(f"{INSTANCES}/{key}").status_code == 404
    values = operator.post("/v2/variables/search", json={"filter": {"processInstanceKey": new["processInstanceKey"]}}).json()["items"]
    assert [(each["name"], each["value"]) for each in values] == [("order", '"O-1"')]
    assert clerk.post(f"{INSTANCES}/{new['processInstanceKey']}/deletion").status_code == 403


def test_an_incident_is_looked_at_and_mended(doors: Doors, operator: TestClient) -> None:
    flows = drawing.flows("start > way", "way > low ? 10 > amount", "way > high ? amount >= 10", "low > end", "high > end")
    users = (drawing.user("low"), drawing.user("high"))
    drawn = drawing.draw("ways", drawing.start(), drawing.gateway("exclusive", "way"), *users, drawing.end(), flows)
    with doors.database.transaction() as session:
        engine.deploy(session, {"ways.bpmn": drawn.encode()})
    keys = [started(operator, "ways", amount="many") for _each in range(3)]
    found = operator.post("/v2/incidents/search", json={"filter": {"state": "ACTIVE"}}).json()["items"]
    by_instance = {item["processInstanceKey"]: item["incidentKey"] for item in found}
    retried, skipped, erred = (f"/v2/incidents/{by_instance[key]}" for key in keys)

    assert operator.get(retried).json()["variables"] == {"amount": "many"}
    assert operator.post(f"{retried}/resolution", json={"variables": {"amount": 3}}).status_code == 204
    assert operator.post(f"{skipped}/skip", json={"variables": {"amount": 30}}).status_code == 204
    refused = operator.post(f"{erred}/error", json={"errorCode": "NO_WAY"})

    assert (refused.status_code, "NO_WAY" in refused.json()["detail"]) == (409, True)
    assert [tasks(operator, processInstanceKey=key, state="CREATED")[0]["elementId"] for key in keys[:2]] == ["low", "high"]
    clerk = doors.program(doors.person("Carl", "clerk"))
    for act in ("resolution", "skip"):
        assert clerk.post(f"{erred}/{act}").status_code == 403
    assert doors.stranger("operator").get(retried).status_code == 404


def test_tokens_are_moved_by_hand(doors: Doors, operator: TestClient, clerk: TestClient) -> None:
    flows = drawing.flows("start > first > second > end")
    drawn = drawing.draw("line", drawing.start(), drawing.user("first"), drawing.user("second"), drawing.end(), flows)
    with doors.database.transaction() as session:
        engine.deploy(session, {"line.bpmn": drawn.encode()})
    key = started(clerk, "line")
    door = f"{INSTANCES}/{key}/modification"
    source = {"sourceType": "byId", "sourceElementId": "first"}
    scope = {"ancestorScopeType": "direct", "ancestorElementInstanceKey": "-1"}
    variables = [{"variables": {"why": "asked"}, "scopeId": ""}]
    move = {"sourceElementInstruction": source, "targetElementId": "second", "ancestorScopeInstruction": scope, "variableInstructions": variables}

    assert clerk.post(door, json={"moveInstructions": [move]}).status_code == 403
    assert operator.post(door, json={"moveInstructions": [move]}).status_code == 204
    assert [task["elementId"] for task in tasks(clerk, processInstanceKey=key)] == ["second"]
    refused = operator.post(door, json={"terminateInstructions": [{"elementId": "first"}], "activateInstructions": [{"elementId": "none"}]})
    assert refused.status_code == 400
    assert {"No token is at “first” now.", "There is no element “none” in this version."} <= set(refused.json()["detail"].splitlines())
    assert operator.post(door, json={}).status_code == 400
    begun = {"activateInstructions": [{"elementId": "first", "ancestorElementInstanceKey": key}], "terminateInstructions": [{"elementId": "second"}]}
    assert operator.post(door, json=begun).status_code == 204
    assert [task["elementId"] for task in tasks(clerk, processInstanceKey=key)] == ["first"]


def test_instances_go_on_in_another_version(doors: Doors, operator: TestClient, clerk: TestClient) -> None:
    old = drawing.draw("line", drawing.start(), drawing.user("work", name="Do it"), drawing.end(), drawing.flows("start > work > end"))
    keys: list[str] = []
    key = ""
    for drawn in (old, old.replace('"work"', '"job"').replace("work_end", "job_end").replace("start_work", "start_job")):
        with doors.database.transaction() as session:
            keys.append(str(engine.deploy(session, {"line.bpmn": drawn.encode()})[0].key))
        if len(keys) == 1:
            key = started(clerk, "line")
    source, target = keys
    versions = {"sourceProcessDefinitionKey": source, "targetProcessDefinitionKey": target}
    door = f"{INSTANCES}/{key}/migration"
    assert clerk.post(door, json={"targetProcessDefinitionKey": target}).status_code == 403
    refused = operator.post(door, json={"targetProcessDefinitionKey": target, "mappingInstructions": []})
    assert (refused.status_code, "“Do it” (work)" in refused.json()["detail"]) == (409, True)

    suggested = operator.post(f"{INSTANCES}/migration/plan", json=versions).json()
    told = {each["sourceElementId"]: (each["targetElementId"], each["because"]) for each in suggested["mappingInstructions"]}
    assert (told["work"], suggested["unmatched"]) == (("job", "SAME_NAME"), [])
    instructions = [{name: each[name] for name in ("sourceElementId", "targetElementId")} for each in suggested["mappingInstructions"]]
    plan = {"targetProcessDefinitionKey": target, "mappingInstructions": instructions}
    checked = operator.post(f"{INSTANCES}/migration/check", json={"migrationPlan": plan, "processInstanceKeys": [key, "17"]}).json()
    assert [each["verdict"] for each in checked["items"]] == ["CARRIES_OVER", "CANNOT"]

    assert operator.post(door, json=plan).status_code == 204
    assert operator.get(f"{INSTANCES}/{key}").json()["processDefinitionKey"] == target
    assert [task["elementId"] for task in tasks(clerk, processInstanceKey=key)] == ["job"]

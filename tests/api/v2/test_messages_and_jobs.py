"""Do messages, jobs and incidents work for programs outside?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

import engine
from kit.clock import MovingClock
from tests.api.conftest import Doors
from tests.api.v2.stories import BOUNDARY, deployed, started, tasks


@pytest.fixture
def operator(doors: Doors) -> TestClient:
    deployed(doors, BOUNDARY, "approval")
    return doors.program(doors.person("Olga", "operator"))


def test_a_published_message_waits_for_its_listener(doors: Doors, operator: TestClient) -> None:
    said = operator.post("/v2/messages/publication", json={"name": "cancel-order", "correlationKey": "O-1", "timeToLive": 60000, "messageId": "m1"})
    key = started(operator, BOUNDARY, order="O-1")

    engine.deliver_messages(doors.database)

    assert said.json()["messageKey"].isdecimal()
    assert tasks(operator) == []
    assert operator.get(f"/v2/process-instances/{key}").json()["state"] == "COMPLETED"
    again = operator.post("/v2/messages/publication", json={"name": "cancel-order", "correlationKey": "O-1", "messageId": "m1"})
    assert again.status_code == 409


def test_a_correlated_message_tells_who_took_it(operator: TestClient) -> None:
    key = started(operator, BOUNDARY, order="O-1")
    message = {"name": "cancel-order", "correlationKey": "O-1"}

    assert operator.post("/v2/messages/correlation", json=message).json()["processInstanceKey"] == key
    assert operator.post("/v2/messages/correlation", json=message).status_code == 404
    started(operator, BOUNDARY, order="O-1")
    assert len(operator.post("/v2/process-instances/search", json={"filter": {"state": "ACTIVE"}}).json()["items"]) == 1


def activated(operator: TestClient) -> dict[str, Any]:
    asked = {"type": "inline.prepare", "timeout": 60000, "maxJobsToActivate": 5, "worker": "w"}
    answer = operator.post("/v2/jobs/activation", json=asked)
    assert answer.status_code == 200, answer.text
    (job,) = answer.json()["jobs"]
    return dict(job)


def test_a_job_is_taken_once_and_completed_once(doors: Doors, operator: TestClient) -> None:
    key = started(operator, "approval", amount=12)
    job = activated(operator)

    assert (job["processInstanceKey"], job["elementId"]) == (key, "prepare")
    assert operator.post("/v2/jobs/activation", json={"type": "inline.prepare", "timeout": 1, "maxJobsToActivate": 5}).json() == {"jobs": []}
    assert operator.post(f"/v2/jobs/{job['jobKey']}/completion", json={"variables": {"prepared": True}}).status_code == 204
    assert operator.post(f"/v2/jobs/{job['jobKey']}/completion", json={}).status_code == 409
    manager = doors.program(doors.person("Mona", "manager"))
    assert [each["name"] for each in tasks(manager, candidateGroup="manager")] == ["Approve"]


def test_a_job_that_fails_three_times_is_an_incident_that_is_resolved(operator: TestClient, moving_clock: MovingClock) -> None:
    started(operator, "approval")
    job: dict[str, Any] = {}
    for _each in range(3):
        job = activated(operator)
        failure = {"errorMessage": "no paper", "retries": 2, "retryBackOff": 0}
        assert operator.post(f"/v2/jobs/{job['jobKey']}/failure", json=failure).status_code == 204
        moving_clock.advance(timedelta(hours=1))

    (incident,) = operator.post("/v2/incidents/search", json={"filter": {"state": "ACTIVE"}}).json()["items"]
    assert (incident["errorMessage"], incident["jobKey"]) == ("no paper", job["jobKey"])
    assert operator.post(f"/v2/incidents/{incident['incidentKey']}/resolution").status_code == 204
    assert operator.post(f"/v2/incidents/{incident['incidentKey']}/resolution").status_code == 409
    assert activated(operator)["jobKey"] == job["jobKey"]


def test_a_business_error_that_nothing_catches_is_an_incident(operator: TestClient) -> None:
    started(operator, "approval")
    job = activated(operator)

    assert operator.post(f"/v2/jobs/{job['jobKey']}/error", json={"errorCode": "NO_PAPER", "errorMessage": "none left"}).status_code == 204

    (incident,) = operator.post("/v2/incidents/search", json={}).json()["items"]
    assert incident["errorType"] == "UNHANDLED_ERROR_EVENT"


def test_only_operators_see_incidents_and_take_jobs(doors: Doors, operator: TestClient) -> None:
    clerk = doors.program(doors.person("Carl", "clerk"))

    assert clerk.post("/v2/incidents/search", json={}).status_code == 403
    assert clerk.post("/v2/jobs/activation", json={"type": "x", "timeout": 1, "maxJobsToActivate": 1}).status_code == 403


def test_a_condition_that_holds_begins_a_process(doors: Doors) -> None:
    deployed(doors, "conditional_starts")
    operator = doors.program(doors.person("Olga", "operator"))

    said = operator.post("/v2/conditionals/evaluation", json={"variables": {"temperature": 35}}).json()
    none = operator.post("/v2/conditionals/evaluation", json={"variables": {"temperature": 5}}).json()

    (begun,) = said["processInstances"]
    assert said["conditionalEvaluationKey"].isdecimal()
    assert operator.get(f"/v2/process-instances/{begun['processInstanceKey']}").json()["processDefinitionKey"] == begun["processDefinitionKey"]
    assert none["processInstances"] == []
    wrong = operator.post("/v2/conditionals/evaluation", json={"variables": {}, "processDefinitionKey": "12"})
    assert wrong.status_code == 404


def test_an_operator_sees_messages_that_nearly_reached_an_instance(operator: TestClient) -> None:
    key = started(operator, BOUNDARY, order="O-1")
    operator.post("/v2/messages/publication", json={"name": "cancel-order", "correlationKey": "O-9"})

    (message,) = operator.get("/v2/messages").json()["items"]

    assert (message["name"], message["correlationKey"], message["state"]) == ("cancel-order", "O-9", "PUBLISHED")
    (near,) = message["nearly"]
    assert (near["difference"], near["processInstanceKey"], near["correlationKey"]) == ("KEY", key, "O-1")
    assert operator.get("/v2/messages", params={"before": message["messageKey"]}).json() == {"items": []}

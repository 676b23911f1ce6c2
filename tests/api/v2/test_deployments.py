"""Is what cannot run refused, with the place of the fault, and is nothing of it kept?"""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from engine.tables import Deployment, ProcessDefinition
from erp.sales import operations
from tests.api.conftest import Doors
from tests.api.v2.stories import BOUNDARY, DIAGRAMS, deployed

HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t">'
UNKNOWN_OPERATION = f"""{HEAD}
<process id="p" isExecutable="true"><startEvent id="s"/>
<serviceTask id="reserve_it"><extensionElements><zeebe:taskDefinition type="sales.make-tea"/></extensionElements></serviceTask>
<endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="reserve_it"/><sequenceFlow id="g" sourceRef="reserve_it" targetRef="e"/>
</process></definitions>"""
DANGLING = f"""{HEAD}
<process id="p" isExecutable="true"><startEvent id="s"/><endEvent id="e"/><sequenceFlow id="lost_flow" sourceRef="s" targetRef="nowhere"/>
</process></definitions>"""


@pytest.fixture
def designer(doors: Doors) -> TestClient:
    return doors.program(doors.person("Dan", "process-designer"))


def test_the_answer_names_what_was_deployed(doors: Doors, designer: TestClient) -> None:
    said = deployed(doors, BOUNDARY, "message_events")
    processes = [each["processDefinition"]["processDefinitionId"] for each in said["deployments"]]
    key = said["deployments"][0]["processDefinition"]["processDefinitionKey"]

    assert set(processes) == {BOUNDARY, "asker", "answerer"}
    assert said["tenantId"] == "<default>"
    assert designer.get(f"/v2/process-definitions/{key}/xml").content == (DIAGRAMS / f"{BOUNDARY}.bpmn").read_bytes()
    found = designer.post("/v2/process-definitions/search", json={"filter": {"isLatestVersion": True}}).json()
    assert {item["processDefinitionId"] for item in found["items"]} == set(processes)


@pytest.mark.parametrize(
    ("model", "named"), [("<definitions>\n<process>", ("2",)), (DANGLING, ("lost_flow", "nowhere")), ("<!DOCTYPE x><x/>", ("DOCTYPE",))]
)
def test_a_malformed_model_is_refused_with_the_place(doors: Doors, designer: TestClient, model: str, named: tuple[str, ...]) -> None:
    answer = designer.post("/v2/deployments", files=[("resources", ("bad.bpmn", model.encode()))])

    assert answer.status_code in {400, 422}
    assert all(part in answer.json()["detail"] for part in ("bad.bpmn", *named)), answer.json()["detail"]
    _nothing_was_kept(doors)


def test_nothing_of_a_deployment_stays_when_one_file_is_refused(doors: Doors, designer: TestClient) -> None:
    good = ("resources", ("good.bpmn", (DIAGRAMS / f"{BOUNDARY}.bpmn").read_bytes()))

    assert designer.post("/v2/deployments", files=[good, ("resources", ("bad.bpmn", DANGLING.encode()))]).status_code == 422
    _nothing_was_kept(doors)


def test_who_is_no_designer_may_not_deploy(doors: Doors) -> None:
    clerk = doors.program(doors.person("Carl", "clerk"))

    answer = clerk.post("/v2/deployments", files=[("resources", ("x.bpmn", b"<x/>"))])

    assert answer.status_code == 403


def test_two_files_of_one_name_are_refused(designer: TestClient) -> None:
    file = ("resources", ("x.bpmn", (DIAGRAMS / f"{BOUNDARY}.bpmn").read_bytes()))

    assert designer.post("/v2/deployments", files=[file, file]).status_code == 400


def _nothing_was_kept(doors: Doors) -> None:
    with doors.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Deployment)) == 0
        assert session.scalar(select(func.count()).select_from(ProcessDefinition)) == 0


def test_an_operation_that_does_not_exist_is_refused_by_its_element(doors: Doors, designer: TestClient) -> None:
    assert operations.__name__ == "erp.sales.operations"  # the room is there, this operation is not

    answer = designer.post("/v2/deployments", files=[("resources", ("tea.bpmn", UNKNOWN_OPERATION.encode()))])

    assert answer.status_code == 422
    assert "reserve_it" in answer.json()["detail"]
    assert "sales.make-tea" in answer.json()["detail"]
    _nothing_was_kept(doors)

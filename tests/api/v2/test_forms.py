"""Does a task's form stand between what a program sends and what the process gets?"""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from tests.api.conftest import Doors
from tests.api.v2.stories import started, tasks
from tests.engine.bpmn import drawing

FORM = {
    "id": "check",
    "type": "default",
    "schemaVersion": 18,
    "components": [{"id": "f", "type": "number", "key": "amount", "label": "Amount", "decimalDigits": 2, "validate": {"required": True, "min": 1}}],
}
MODEL = drawing.draw(
    "checking",
    drawing.start(),
    drawing.user("check", drawing.element("zeebe:formDefinition", {"formId": "check", "bindingType": "deployment"}), role="clerk"),
    drawing.end(),
    drawing.flows("start > check > end"),
)


@pytest.fixture
def clerk(doors: Doors) -> TestClient:
    designer = doors.program(doors.person("Dora", "process-designer"))
    files = [("resources", ("checking.bpmn", MODEL.encode())), ("resources", ("check.form", json.dumps(FORM).encode()))]
    deployed = designer.post("/v2/deployments", files=files)
    assert deployed.status_code == 200, deployed.text
    assert {each["form"]["formId"] for each in deployed.json()["deployments"] if each["form"]} == {"check"}
    return doors.program(doors.person("Carl", "clerk"))


def test_the_form_is_given_with_its_version(clerk: TestClient) -> None:
    started(clerk, "checking")
    (task,) = tasks(clerk)

    form = clerk.get(f"/v2/user-tasks/{task['userTaskKey']}/form").json()

    assert (form["formId"], form["version"], form["formKey"]) == ("check", 1, task["formKey"])
    assert json.loads(form["schema"]) == FORM


def test_the_schema_of_the_answers_is_given_out_and_judges_as_the_door_does(clerk: TestClient) -> None:
    started(clerk, "checking")
    (task,) = tasks(clerk)

    schema = clerk.get(f"/v2/user-tasks/{task['userTaskKey']}/form/answers-schema").json()

    judge = Draft202012Validator(schema)
    assert judge.is_valid({"amount": 1.25})
    assert not judge.is_valid({})
    assert not judge.is_valid({"amount": 0.5})
    assert clerk.get(f"/v2/process-definitions/{task['processDefinitionKey']}/form/answers-schema").status_code == 204


def test_a_wrong_answer_names_its_field_and_the_task_stays_open(clerk: TestClient) -> None:
    started(clerk, "checking")
    (task,) = tasks(clerk)
    door = f"/v2/user-tasks/{task['userTaskKey']}/completion"

    for variables in ({}, {"amount": 0.5}, {"amount": "much"}):
        answer = clerk.post(door, json={"variables": variables})
        assert answer.status_code == 422, answer.text
        assert set(answer.json()["fields"]) == {"amount"}
    assert clerk.post(door, json={"variables": {"amount": 1.25}}).status_code == 204
    assert tasks(clerk) == []

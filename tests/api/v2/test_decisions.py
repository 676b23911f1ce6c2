"""Do the doors of decisions answer as Camunda's do, to its own SDK and to each person what is theirs?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from camunda_orchestration_sdk.models import (
    DecisionDefinitionSearchQuery,
    DecisionEvaluationByID,
    DecisionEvaluationByIdVariables,
    DecisionInstanceSearchQuery,
    DecisionInstanceSearchQueryFilter,
    DecisionRequirementsSearchQuery,
    ProcessCreationById,
    ProcessInstanceCreationInstructionBaseVariables,
)
from camunda_orchestration_sdk.semantic_types import DecisionDefinitionId, ProcessDefinitionId, ProcessInstanceKey

from tests.api.conftest import Doors
from tests.api.v2.serving import served
from tests.api.v2.test_camunda_sdk import client
from tests.engine.commands.test_decisions import USUAL, process, rebates


@pytest.fixture
def address(doors: Doors) -> Iterator[str]:
    with served(doors.app) as address:
        yield address


def test_the_sdk_deploys_evaluates_and_looks_back(doors: Doors, address: str, tmp_path: Path) -> None:
    files = {tmp_path / "orders.bpmn": process(), tmp_path / "rebates.dmn": USUAL}
    for path, content in files.items():
        path.write_bytes(content)
    with client(doors, address, "Dora", "process-designer") as designer:
        said = designer.deploy_resources_from_files([*files])
        (decision,) = said.decisions
        (model,) = said.decision_requirements
        assert (decision.decision_definition_id, decision.version, decision.decision_requirements_key) == (
            "discount",
            1,
            model.decision_requirements_key,
        )
        (found,) = designer.search_decision_definitions(data=DecisionDefinitionSearchQuery()).items
        assert (found.decision_definition_key, found.decision_requirements_name) == (decision.decision_definition_key, "test")
        (known,) = designer.search_decision_requirements(data=DecisionRequirementsSearchQuery()).items
        assert (known.resource_name, known.version) == ("rebates.dmn", 1)
        assert "decisionTable" in str(designer.get_decision_definition_xml(found.decision_definition_key))

        given = DecisionEvaluationByIdVariables.from_dict({"amount": 1200, "rating": "A"})
        made = designer.evaluate_decision(data=DecisionEvaluationByID(DecisionDefinitionId("discount"), variables=given))
        assert (made.output, made.failure_message) == ("10", None)
        (evaluated,) = made.evaluated_decisions
        assert [(each.input_name, each.input_value) for each in evaluated.evaluated_inputs] == [("amount", "1200"), ("rating", '"A"')]
        assert evaluated.matched_rules[0].evaluated_outputs[0].output_value == "10"

    with client(doors, address, "Olga", "operator") as operator:
        variables = ProcessInstanceCreationInstructionBaseVariables.from_dict({"amount": 1200, "rating": "B"})
        created = operator.create_process_instance(data=ProcessCreationById(ProcessDefinitionId("orders"), variables=variables))
        wanted = DecisionInstanceSearchQueryFilter(process_instance_key=ProcessInstanceKey(created.process_instance_key))
        (instance,) = operator.search_decision_instances(data=DecisionInstanceSearchQuery(filter_=wanted)).items
        assert (instance.result, instance.state.value, instance.decision_definition_type.value) == ("5", "EVALUATED", "DECISION_TABLE")
        card = operator.get_decision_instance(instance.decision_evaluation_instance_key)
        assert [rule.rule_index for rule in card.matched_rules] == [2, 3]


def test_the_deployments_warnings_and_a_failed_evaluation_are_told(doors: Doors) -> None:
    designer = doors.program(doors.person("Dan", "process-designer"))
    both = rebates(("> 1000", "10"), (">= 1000", "5"), hit="UNIQUE", inputs=("amount:number",))
    said = designer.post("/v2/deployments", files=[("resources", ("rebates.dmn", both))]).json()

    made = designer.post("/v2/decision-definitions/evaluation", json={"decisionDefinitionId": "discount", "variables": {"amount": 2000}}).json()

    assert any("amount = 1001" in each for each in said["warnings"]), said["warnings"]
    assert made["failedDecisionDefinitionId"] == "discount"
    assert "rules 1, 2" in made["failureMessage"]


def test_pages_of_decision_instances_follow_one_another(doors: Doors) -> None:
    operator = doors.program(doors.person("Olga", "operator"))
    designer = doors.program(doors.person("Dan", "process-designer"))
    designer.post("/v2/deployments", files=[("resources", ("rebates.dmn", USUAL))])
    for amount in (1, 2, 3):
        answer = operator.post("/v2/decision-definitions/evaluation", json={"decisionDefinitionId": "discount", "variables": {"amount": amount}})
        assert answer.status_code == 200, answer.json()

    first = operator.post("/v2/decision-instances/search", json={"page": {"limit": 2}}).json()
    second = operator.post("/v2/decision-instances/search", json={"page": {"limit": 2, "after": first["page"]["endCursor"]}}).json()

    keys = [each["decisionEvaluationInstanceKey"] for each in (*first["items"], *second["items"])]
    assert len(set(keys)) == 3
    assert first["page"]["totalItems"] == 3


def test_other_companies_and_clerks_see_no_decisions(doors: Doors) -> None:
    designer = doors.program(doors.person("Dan", "process-designer"))
    designer.post("/v2/deployments", files=[("resources", ("rebates.dmn", USUAL))], data={"tenantId": str(doors.house.north)})
    asked = {"decisionDefinitionId": "discount", "variables": {"amount": 1}}
    made = designer.post("/v2/decision-definitions/evaluation", json=asked).json()
    key = f"{made['decisionEvaluationKey']}-1"
    clerk = doors.program(doors.person("Carl", "clerk"))
    stranger = doors.stranger("operator")

    assert clerk.post("/v2/decision-instances/search", json={}).status_code == 403
    assert stranger.post("/v2/decision-instances/search", json={}).json()["items"] == []
    assert stranger.get(f"/v2/decision-instances/{key}").status_code == 404
    assert stranger.post("/v2/decision-definitions/evaluation", json=asked).status_code == 404
    assert stranger.post("/v2/decision-definitions/search", json={}).json()["items"] == []

"""Does the SDK that Camunda publishes for its own server work against this one, unchanged?"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from camunda_orchestration_sdk import CamundaClient, errors
from camunda_orchestration_sdk.models import (
    BatchOperationItemSearchQuery,
    BatchOperationSearchQuery,
    CancelProcessInstanceRequest,
    CreateDeploymentData,
    DeleteProcessInstanceRequest,
    ElementInstanceSearchQuery,
    ElementInstanceSearchQueryFilter,
    IncidentResolutionRequest,
    IncidentSearchQuery,
    JobActivationRequest,
    JobCompletionRequest,
    JobCompletionRequestVariables,
    JobErrorRequest,
    MessageCorrelationRequest,
    MessagePublicationRequest,
    MigrateProcessInstanceMappingInstruction,
    ModifyProcessInstanceVariableInstruction,
    ModifyProcessInstanceVariableInstructionVariables,
    OffsetBasedPagination,
    ProcessCreationById,
    ProcessDefinitionSearchQuery,
    ProcessInstanceCancellationBatchOperationRequest,
    ProcessInstanceCancellationBatchOperationRequestFilter,
    ProcessInstanceCreationInstructionBaseVariables,
    ProcessInstanceMigrationInstruction,
    ProcessInstanceModificationActivateInstruction,
    ProcessInstanceModificationInstruction,
    ProcessInstanceModificationTerminateByIdInstruction,
    ProcessInstanceSearchQuery,
    ResumeProcessInstanceRequest,
    SuspendProcessInstanceRequest,
    UserTaskAssignmentRequest,
    UserTaskCompletionRequest,
    UserTaskCompletionRequestVariables,
    UserTaskSearchQuery,
    UserTaskSearchQueryFilter,
    VariableSearchQuery,
    VariableSearchQueryFilter,
)
from camunda_orchestration_sdk.semantic_types import ElementId, ProcessDefinitionId, ProcessInstanceKey
from camunda_orchestration_sdk.types import File

import engine
from tests.api.conftest import Doors
from tests.api.v2.serving import served
from tests.api.v2.stories import BOUNDARY, DIAGRAMS


class Token:
    """How the SDK asks for the headers that say who it is."""

    def __init__(self, token: str) -> None:
        self.token = token

    def get_headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@pytest.fixture
def address(doors: Doors) -> Iterator[str]:
    with served(doors.app) as address:
        yield address


def client(doors: Doors, address: str, name: str, role: str) -> CamundaClient:
    """The SDK as this person's program has it."""
    token = doors.token(doors.person(name, role))
    return CamundaClient(configuration={"CAMUNDA_REST_ADDRESS": address}, auth_provider=Token(token))


def begin(sdk: CamundaClient, process: str, **variables: object) -> str:
    given = ProcessInstanceCreationInstructionBaseVariables.from_dict(variables)
    created = sdk.create_process_instance(data=ProcessCreationById(process_definition_id=ProcessDefinitionId(process), variables=given))
    return str(created.process_instance_key)


def test_from_deploying_to_the_last_task(doors: Doors, address: str) -> None:
    with client(doors, address, "Dora", "process-designer") as designer:
        assert designer.get_topology().gateway_version.startswith("8.")
        deployed = designer.deploy_resources_from_files([DIAGRAMS / f"{BOUNDARY}.bpmn"])
        (definition,) = designer.search_process_definitions(data=ProcessDefinitionSearchQuery()).items
        assert definition.process_definition_key == deployed.processes[0].process_definition_key
        assert BOUNDARY in str(designer.get_process_definition_xml(definition.process_definition_key))

    with client(doors, address, "Carl", "clerk") as clerk:
        key = begin(clerk, BOUNDARY, order="O-1", price=0.5)
        wanted = UserTaskSearchQueryFilter(process_instance_key=key, element_id=ElementId("pick"))
        query = UserTaskSearchQuery(filter_=wanted, page=OffsetBasedPagination(limit=5))
        (task,) = clerk.search_user_tasks(data=query).items
        assert (task.state.value, task.candidate_groups, task.process_instance_key) == ("CREATED", ["clerk"], key)
        named = VariableSearchQuery(filter_=VariableSearchQueryFilter(process_instance_key=key))
        assert [variable.name for variable in clerk.search_variables(data=named).items] == ["order", "price"]
        past = ElementInstanceSearchQuery(filter_=ElementInstanceSearchQueryFilter(process_instance_key=ProcessInstanceKey(key)))
        assert "start" in {str(each.element_id) for each in clerk.search_element_instances(data=past).items}
        clerk.assign_user_task(task.user_task_key, data=UserTaskAssignmentRequest(assignee="Carl"))
        assert clerk.get_user_task(task.user_task_key).assignee is not None
        clerk.unassign_user_task(task.user_task_key)
        answers = UserTaskCompletionRequestVariables.from_dict({"picked": True})
        clerk.complete_user_task(task.user_task_key, data=UserTaskCompletionRequest(variables=answers))
        with pytest.raises(errors.ConflictError):
            clerk.complete_user_task(task.user_task_key, data=UserTaskCompletionRequest())
        with pytest.raises(errors.NotFoundError):
            clerk.get_user_task("17")

        said = clerk.correlate_message(data=MessageCorrelationRequest(name="cancel-order", correlation_key="O-1"))
        assert said.process_instance_key == key
        assert clerk.publish_message(data=MessagePublicationRequest(name="cancel-order", correlation_key="O-2", time_to_live=1000)).message_key
        (instance,) = clerk.search_process_instances(data=ProcessInstanceSearchQuery()).items
        assert (instance.state.value, instance.process_instance_key) == ("COMPLETED", key)
        assert clerk.get_process_instance(key).end_date is not None


def test_a_worker_of_jobs(doors: Doors, address: str) -> None:
    with client(doors, address, "Olga", "operator") as operator:
        file = File(payload=io.BytesIO((DIAGRAMS / "approval.bpmn").read_bytes()), file_name="approval.bpmn")
        operator.create_deployment(data=CreateDeploymentData(resources=[file]))
        keys = [begin(operator, "approval", amount=number) for number in range(3)]
        asked = JobActivationRequest(type_="inline.prepare", timeout=60_000, max_jobs_to_activate=2, worker="sdk")
        first, second = operator.activate_jobs(data=asked).jobs
        assert (first.process_instance_key, second.process_instance_key) == (keys[0], keys[1])
        done = JobCompletionRequestVariables.from_dict({"prepared": True})
        operator.complete_job(first.job_key, data=JobCompletionRequest(variables=done))
        operator.throw_job_error(second.job_key, data=JobErrorRequest(error_code="NO_PAPER", error_message="none left"))

        (incident,) = operator.search_incidents(data=IncidentSearchQuery()).items
        assert (incident.process_instance_key, incident.state.value) == (keys[1], "ACTIVE")
        operator.resolve_incident(incident.incident_key, data=IncidentResolutionRequest())
        operator.cancel_process_instance(keys[2], data=CancelProcessInstanceRequest())
        assert operator.get_process_instance(keys[2]).state.value == "TERMINATED"


def test_an_operator_suspends_modifies_and_resumes(doors: Doors, address: str) -> None:
    with client(doors, address, "Olga", "operator") as operator:
        operator.deploy_resources_from_files([DIAGRAMS / f"{BOUNDARY}.bpmn"])
        key = begin(operator, BOUNDARY, order="O-1")
        operator.suspend_process_instance(key, data=SuspendProcessInstanceRequest())
        assert operator.get_process_instance(key).state.value == "SUSPENDED"
        ended, begun = ProcessInstanceModificationTerminateByIdInstruction(ElementId("pick")), ElementId("pick")
        given = ModifyProcessInstanceVariableInstruction(ModifyProcessInstanceVariableInstructionVariables.from_dict({"again": True}))
        activated = ProcessInstanceModificationActivateInstruction(begun, variable_instructions=[given])
        asked = ProcessInstanceModificationInstruction(activate_instructions=[activated], terminate_instructions=[ended])
        operator.modify_process_instance(key, data=asked)
        operator.resume_process_instance(key, data=ResumeProcessInstanceRequest())
        wanted = UserTaskSearchQueryFilter(process_instance_key=key, element_id=ElementId("pick"))
        found = operator.search_user_tasks(data=UserTaskSearchQuery(filter_=wanted)).items
        assert sorted(task.state.value for task in found) == ["CANCELED", "CREATED"]
        operator.cancel_process_instance(key, data=CancelProcessInstanceRequest())
        operator.delete_process_instance(key, data=DeleteProcessInstanceRequest())
        with pytest.raises(errors.NotFoundError):
            operator.get_process_instance(key)


def test_an_operator_cancels_many_and_looks_at_each(doors: Doors, address: str) -> None:
    with client(doors, address, "Olga", "operator") as operator:
        operator.deploy_resources_from_files([DIAGRAMS / f"{BOUNDARY}.bpmn"])
        keys = [begin(operator, BOUNDARY, order=f"O-{number}") for number in range(3)]
        wanted = ProcessInstanceCancellationBatchOperationRequestFilter(process_definition_id=BOUNDARY)
        asked = ProcessInstanceCancellationBatchOperationRequest(filter_=wanted)
        made = operator.cancel_process_instances_batch_operation(data=asked)
        assert made.batch_operation_type.value == "CANCEL_PROCESS_INSTANCE"
        while engine.run_jobs(doors.database, "w"):
            pass
        found = operator.get_batch_operation(made.batch_operation_key)
        assert (found.state.value, found.operations_completed_count, found.operations_failed_count) == ("COMPLETED", 3, 0)
        (listed,) = operator.search_batch_operations(data=BatchOperationSearchQuery()).items
        assert listed.batch_operation_key == made.batch_operation_key
        items = operator.search_batch_operation_items(data=BatchOperationItemSearchQuery()).items
        assert sorted(str(item.process_instance_key) for item in items) == sorted(keys)
        with pytest.raises(errors.UnexpectedStatus, match="409"):
            operator.cancel_batch_operation(made.batch_operation_key, data={})


def test_an_operator_migrates(doors: Doors, address: str) -> None:
    with client(doors, address, "Olga", "operator") as operator:
        source = (DIAGRAMS / f"{BOUNDARY}.bpmn").read_bytes()
        keys: list[str] = []
        for content in (source, source.replace(b"</definitions>", b"<!-- newer --></definitions>")):
            file = File(payload=io.BytesIO(content), file_name=f"{BOUNDARY}.bpmn")
            operator.create_deployment(data=CreateDeploymentData(resources=[file]))
            keys.append(begin(operator, BOUNDARY, order=f"O-{len(keys)}"))
        newer = operator.get_process_instance(keys[1])
        same = MigrateProcessInstanceMappingInstruction(source_element_id=ElementId("pick"), target_element_id=ElementId("pick"))
        plan = ProcessInstanceMigrationInstruction(target_process_definition_key=newer.process_definition_key, mapping_instructions=[same])
        operator.migrate_process_instance(keys[0], data=plan)
        assert operator.get_process_instance(keys[0]).process_definition_key == newer.process_definition_key
        with pytest.raises(errors.ConflictError):
            operator.migrate_process_instance(keys[0], data=plan)


def test_a_model_that_is_refused_is_an_error_of_the_sdk(doors: Doors, address: str) -> None:
    with client(doors, address, "Dora", "process-designer") as designer:
        file = File(payload=io.BytesIO(b"<definitions>"), file_name="bad.bpmn")
        with pytest.raises(errors.ApiError):
            designer.create_deployment(data=CreateDeploymentData(resources=[file]))

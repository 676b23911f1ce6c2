"""Which behaviour does an element get?"""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from engine.bpmn.elements.ad_hoc_sub_process import AdHocSubProcess
from engine.bpmn.elements.boundary_event import BoundaryEvent
from engine.bpmn.elements.business_rule_task import BusinessRuleTask
from engine.bpmn.elements.call_activity import CallActivity
from engine.bpmn.elements.catch_event import CatchEvent
from engine.bpmn.elements.complex_gateway import ComplexGateway
from engine.bpmn.elements.end_event import EndEvent
from engine.bpmn.elements.event_based_gateway import EventBasedGateway
from engine.bpmn.elements.exclusive_gateway import ExclusiveGateway
from engine.bpmn.elements.inclusive_gateway import InclusiveGateway
from engine.bpmn.elements.job import Job
from engine.bpmn.elements.parallel_gateway import ParallelGateway
from engine.bpmn.elements.plain_task import PlainTask
from engine.bpmn.elements.process import Process
from engine.bpmn.elements.python_task import PythonTask
from engine.bpmn.elements.script_task import ScriptTask
from engine.bpmn.elements.send_task import SendTask
from engine.bpmn.elements.start_event import StartEvent
from engine.bpmn.elements.sub_process import SubProcess
from engine.bpmn.elements.throw_event import ThrowEvent
from engine.bpmn.elements.user_task import UserTask
from engine.bpmn.reading.attributes import Attributes
from engine.bpmn.reading.zeebe import is_python
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.spiff import full_tag
from engine.bpmn.values import Literal

USUAL_RETRIES = "3"


def process() -> Behaviour:
    return Process()


def behaviour(attributes: Attributes) -> Behaviour:
    """The behaviour of a flow node; a zeebe:taskDefinition makes a job of whatever carries it."""
    if attributes.spec.zeebe.has("taskDefinition"):
        return _job(attributes)
    return MAKERS[attributes.spec.kind](attributes)


def _job(attributes: Attributes) -> Job:
    kind = attributes.get("taskDefinition", "type") or Literal("")
    return Job(kind, attributes.get("taskDefinition", "retries") or Literal(USUAL_RETRIES))


def plain_job_type(attributes: Attributes) -> str | None:
    """The type of a job, where it is no expression."""
    text = attributes.text("taskDefinition", "type")
    return text if text and not text.startswith("=") else None


def _complex(attributes: Attributes) -> ComplexGateway:
    condition = (attributes.spec.element.findtext(full_tag("activationCondition")) or "").strip()
    return ComplexGateway(attributes.condition(condition) if condition else None)


def _event_based(attributes: Attributes) -> EventBasedGateway:
    return EventBasedGateway(attributes.spec.element.get("eventGatewayType") == "Parallel")


def _ad_hoc(attributes: Attributes) -> AdHocSubProcess:
    element = attributes.spec.element
    condition = (element.findtext(full_tag("completionCondition")) or "").strip()
    return AdHocSubProcess(
        is_sequential=element.get("ordering") == "Sequential",
        condition=attributes.condition(condition) if condition else None,
        cancels_rest=element.get("cancelRemainingInstances", "true") in {"true", "1"},
        elements=attributes.get("adHoc", "activeElementsCollection"),
    )


def _user_task(attributes: Attributes) -> UserTask:
    return UserTask(
        form_id=attributes.get("formDefinition", "formId"),
        form_binding=attributes.text("formDefinition", "bindingType") or "latest",
        assignee=attributes.get("assignmentDefinition", "assignee"),
        candidate_groups=attributes.get("assignmentDefinition", "candidateGroups"),
        candidate_users=attributes.get("assignmentDefinition", "candidateUsers"),
        due=attributes.get("taskSchedule", "dueDate"),
        follow_up=attributes.get("taskSchedule", "followUpDate"),
        priority=attributes.get("priorityDefinition", "priority"),
        lane_role=attributes.spec.lane_role,
    )


def _script(attributes: Attributes) -> ScriptTask | PythonTask:
    if is_python(attributes.spec.element):
        code = attributes.spec.element.findtext(full_tag("script")) or ""
        return PythonTask(textwrap.dedent(code).strip(), attributes.text("script", "resultVariable") or "")
    expression = attributes.get("script", "expression") or Literal("")
    return ScriptTask(expression, attributes.text("script", "resultVariable") or "")


def _rule(attributes: Attributes) -> BusinessRuleTask:
    called = "calledDecision"
    return BusinessRuleTask(
        decision_id=attributes.get(called, "decisionId") or Literal(""),
        result_variable=attributes.text(called, "resultVariable") or "",
        binding=attributes.text(called, "bindingType") or "latest",
        version_tag=attributes.text(called, "versionTag"),
    )


def _call(attributes: Attributes) -> CallActivity:
    called = "calledElement"
    plain = Literal(attributes.spec.element.get(called, ""))
    return CallActivity(
        process_id=attributes.get(called, "processId") or plain,
        binding=attributes.text(called, "bindingType") or "latest",
        version_tag=attributes.text(called, "versionTag"),
        gives_all=attributes.is_set(called, "propagateAllParentVariables", usually=True),
        takes_all=attributes.is_set(called, "propagateAllChildVariables", usually=True),
    )


MAKERS: dict[str, Callable[[Attributes], Behaviour]] = {
    "startEvent": lambda _: StartEvent(),
    "endEvent": lambda _: EndEvent(),
    "boundaryEvent": lambda _: BoundaryEvent(),
    "intermediateCatchEvent": lambda _: CatchEvent(),
    "intermediateThrowEvent": lambda _: ThrowEvent(),
    "task": lambda _: PlainTask(),
    "manualTask": lambda _: PlainTask(),
    "userTask": _user_task,
    "scriptTask": _script,
    "businessRuleTask": _rule,
    "sendTask": lambda _: SendTask(),
    "receiveTask": lambda _: CatchEvent(),
    "callActivity": _call,
    "subProcess": lambda _: SubProcess(),
    "exclusiveGateway": lambda _: ExclusiveGateway(),
    "parallelGateway": lambda _: ParallelGateway(),
    "eventBasedGateway": _event_based,
    "inclusiveGateway": lambda _: InclusiveGateway(),
    "complexGateway": _complex,
    "transaction": lambda _: SubProcess(),
    "adHocSubProcess": _ad_hoc,
}
"""What is not here is refused by the linter before."""

"""How does a read process become a plan?"""

from __future__ import annotations

from collections.abc import Iterable

import feel

from engine.bpmn.events import StartEvent
from engine.bpmn.known import Known
from engine.bpmn.plan import Flow, Mapping, Node, Plan
from engine.bpmn.problems import Problem
from engine.bpmn.reading import behaviours, definitions, loops
from engine.bpmn.reading.attributes import Attributes
from engine.bpmn.reading.parsers import NodeSpec, ProcessSpec
from engine.bpmn.reading.zeebe import Extensions
from engine.bpmn.values import formula
from kit.i18n import _

TYPES = {
    "process": "PROCESS", "subProcess": "SUB_PROCESS", "transaction": "SUB_PROCESS", "adHocSubProcess": "AD_HOC_SUB_PROCESS",
    "startEvent": "START_EVENT", "endEvent": "END_EVENT", "boundaryEvent": "BOUNDARY_EVENT",
    "intermediateCatchEvent": "INTERMEDIATE_CATCH_EVENT", "intermediateThrowEvent": "INTERMEDIATE_THROW_EVENT",
    "task": "TASK", "manualTask": "MANUAL_TASK", "userTask": "USER_TASK", "serviceTask": "SERVICE_TASK",
    "scriptTask": "SCRIPT_TASK", "sendTask": "SEND_TASK", "receiveTask": "RECEIVE_TASK",
    "businessRuleTask": "BUSINESS_RULE_TASK", "callActivity": "CALL_ACTIVITY", "exclusiveGateway": "EXCLUSIVE_GATEWAY",
    "parallelGateway": "PARALLEL_GATEWAY", "inclusiveGateway": "INCLUSIVE_GATEWAY", "complexGateway": "COMPLEX_GATEWAY",
    "eventBasedGateway": "EVENT_BASED_GATEWAY",
}  # fmt: skip
"""The words of Camunda 8's history."""
IGNORES_CONDITIONS = frozenset({"parallelGateway", "eventBasedGateway"})
TRUE = frozenset({"true", "1"})


class Compiler:
    """Turns one process into a plan and notes what it cannot turn."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.problems: list[Problem] = []
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Flow] = {}

    def plan(self, spec: ProcessSpec) -> Plan:
        root = self._node(spec.name, spec.description or "", "process", None)
        root.behaviour = behaviours.process()
        self._fill(root, spec)
        version_tag = spec.zeebe.get("versionTag", "value")
        starts = tuple(self._start(spec, node) for node in root.starts)
        return Plan(spec.name, spec.description or spec.name, version_tag, root, self.nodes, self.flows, starts)

    def _fill(self, container: Node, spec: ProcessSpec) -> None:
        """Make the nodes and flows inside of a process or sub-process."""
        made = [(each, self._make(container, each)) for each in spec.nodes]
        for flow in spec.flows:
            self._flow(flow.id, flow.source, flow.target, flow.condition)
        for each, node in made:
            node.default = self.flows.get(each.element.get("default", ""))
            node.conditional = node.kind not in IGNORES_CONDITIONS and (
                any(flow.condition for flow in node.outgoing) or node.default is not None
            )
            self._attach(each, node)
        container.starts = tuple(node for _spec, node in made if node.kind == "startEvent")
        container.event_starts = tuple(
            start for each, node in made if is_event_sub_process(each) for start in node.starts
        )

    def _make(self, container: Node, spec: NodeSpec) -> Node:
        node = self._node(spec.name, spec.bpmn_name or "", spec.kind, container)
        attributes = Attributes(spec, self.problems)
        if is_event_sub_process(spec):
            node.type = "EVENT_SUB_PROCESS"
        node.inputs = self._mappings(attributes, spec.zeebe.inputs)
        node.outputs = self._mappings(attributes, spec.zeebe.outputs)
        node.headers = spec.zeebe.headers
        node.events = tuple(definitions.definition(attributes, each) for each in spec.definitions)
        node.all_events = spec.element.get("parallelMultiple") in TRUE
        node.start_quantity = int(spec.element.get("startQuantity", "1"))
        node.completion_quantity = int(spec.element.get("completionQuantity", "1"))
        node.is_handler = spec.element.get("isForCompensation") in TRUE
        node.behaviour = behaviours.behaviour(attributes)
        node.loop = loops.loop(attributes)
        if spec.inner is not None:
            self._fill(node, spec.inner)
            if is_event_sub_process(spec):
                for start in node.starts:
                    start.is_event_start = True
                    start.interrupting = self._is_interrupting(spec.inner, start)
        return node

    def _is_interrupting(self, inner: ProcessSpec, start: Node) -> bool:
        return any(each.name == start.id and each.element.get("isInterrupting", "true") in TRUE for each in inner.nodes)

    def _attach(self, spec: NodeSpec, node: Node) -> None:
        host = self.nodes.get(spec.element.get("attachedToRef", ""))
        if host is not None and node.kind == "boundaryEvent":
            node.attached_to = host
            node.interrupting = spec.element.get("cancelActivity", "true") in TRUE
            host.boundaries = (*host.boundaries, node)

    def _node(self, node_id: str, name: str, kind: str, container: Node | None) -> Node:
        node = Node(node_id, name, kind, TYPES[kind], container)
        node.index = len(self.nodes)
        self.nodes[node_id] = node
        return node

    def _flow(self, flow_id: str, source: str, target: str, condition: str | None) -> None:
        flow = Flow(flow_id, self.nodes[source], self.nodes[target])
        self.flows[flow_id] = flow
        flow.source.outgoing = (*flow.source.outgoing, flow)
        flow.target.incoming = (*flow.target.incoming, flow)
        if condition is not None and flow.source.kind not in IGNORES_CONDITIONS:
            try:
                flow.condition = formula(condition.strip().removeprefix("="))
            except feel.FeelError as error:
                self.problems.append(Problem(flow_id, "", _("The condition is not FEEL: %(reason)s") % {"reason": error}))

    def _mappings(self, attributes: Attributes, lines: Iterable[tuple[str, str]]) -> tuple[Mapping, ...]:
        return tuple(Mapping(tuple(target.split(".")), attributes.value(source)) for source, target in lines)

    def _start(self, spec: ProcessSpec, node: Node) -> StartEvent:
        zeebe: Extensions = next(each.zeebe for each in spec.nodes if each.name == node.id)
        return StartEvent(node.id, node.events, zeebe.get("formDefinition", "formId"))


def is_event_sub_process(spec: NodeSpec) -> bool:
    return spec.kind == "subProcess" and spec.element.get("triggeredByEvent") in TRUE



"""How does a read process become a plan?"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import feel
from engine.bpmn.plan import Flow, Mapping, Node, Plan
from engine.bpmn.problems import Problem, Severity
from engine.bpmn.reading import behaviours, columns, compensation, data, definitions, links, loops, starting
from engine.bpmn.reading.attributes import Attributes
from engine.bpmn.reading.parsers import FlowSpec, NodeSpec, ProcessSpec
from engine.bpmn.reading.upstream import upstream
from engine.bpmn.spiff import full_tag
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

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Flow] = {}

    def plan(self, spec: ProcessSpec) -> Plan:
        root = self._node(spec.name, spec.description or "", "process", None)
        root.behaviour = behaviours.process()
        self._fill(root, spec)
        for node in self.nodes.values():
            if node.behaviour.is_patient:
                node.upstream = upstream(node)
        self._warn_of_mutual_joins()
        compensation.mark(self.nodes.values())
        version_tag = spec.zeebe.get("versionTag", "value")
        starts = tuple(starting.starts(root, spec, self.nodes))
        self.problems.extend(Problem(start.id, self.nodes[start.id].name, said) for start in starts for said in starting.unreadable(start))
        return Plan(spec.name, spec.description or spec.name, version_tag, root, self.nodes, self.flows, starts, columns.columns(spec, self.problems))

    def _warn_of_mutual_joins(self) -> None:
        joins = [node for node in self.nodes.values() if node.kind == "inclusiveGateway" and len(node.incoming) > 1]
        for one, other in combinations(joins, 2):
            if all(any(a.id in nodes for nodes in b.upstream.values()) for a, b in ((one, other), (other, one))):
                said = _("This join and “%(other)s” may wait for one another. When nothing else moves, the first one goes on.")
                self.problems.append(Problem(one.id, one.name, said % {"other": other.name or other.id}, Severity.WARNING))

    def _fill(self, container: Node, spec: ProcessSpec) -> None:
        """Make the nodes and flows inside of a process or sub-process."""
        made = [(each, self._make(container, each)) for each in spec.nodes]
        for flow in spec.flows:
            self._flow(flow)
        for each, node in made:
            node.default = self.flows.get(each.element.get("default", ""))
            node.conditional = node.kind == "complexGateway" or (
                node.kind not in IGNORES_CONDITIONS and (node.default is not None or any(flow.condition for flow in node.outgoing))
            )
            self._attach(each, node)
        nodes = [node for _spec, node in made]
        links.connect(nodes)
        compensation.attach_handlers(spec, self.nodes)
        starting.find_starts(container, nodes)

    def _make(self, container: Node, spec: NodeSpec) -> Node:
        node = self._node(spec.name, spec.bpmn_name or "", spec.kind, container)
        attributes = Attributes(spec, self.problems)
        node.is_event_sub_process = spec.kind == "subProcess" and is_true(spec, "triggeredByEvent")
        if node.is_event_sub_process:
            node.type = "EVENT_SUB_PROCESS"
        node.inputs = (*data.inputs(attributes), *self._mappings(attributes, spec.zeebe.inputs))
        node.outputs = (*data.outputs(attributes), *self._mappings(attributes, spec.zeebe.outputs))
        node.headers = spec.zeebe.headers
        node.documentation = " ".join((spec.element.findtext(full_tag("documentation")) or "").split())
        node.events = tuple(definitions.definition(attributes, each) for each in spec.definitions)
        node.all_events = is_true(spec, "parallelMultiple")
        node.start_quantity = int(spec.element.get("startQuantity", "1"))
        node.completion_quantity = int(spec.element.get("completionQuantity", "1"))
        node.is_handler = is_true(spec, "isForCompensation")
        node.behaviour = behaviours.behaviour(attributes)
        node.job_type = behaviours.plain_job_type(attributes)
        node.loop = loops.loop(attributes)
        node.is_event_start = node.kind == "startEvent" and container.is_event_sub_process
        if node.is_event_start:
            node.interrupting = is_true(spec, "isInterrupting", usually=True)
        if spec.inner is not None:
            self._fill(node, spec.inner)
        return node

    def _attach(self, spec: NodeSpec, node: Node) -> None:
        host = self.nodes.get(spec.element.get("attachedToRef", ""))
        if host is not None and node.kind == "boundaryEvent":
            node.attached_to = host
            node.interrupting = is_true(spec, "cancelActivity", usually=True)
            host.boundaries = (*host.boundaries, node)

    def _node(self, node_id: str, name: str, kind: str, container: Node | None) -> Node:
        node = Node(node_id, name, kind, TYPES[kind], container)
        node.index = len(self.nodes)
        self.nodes[node_id] = node
        return node

    def _flow(self, spec: FlowSpec) -> None:
        flow = Flow(spec.id, self.nodes[spec.source], self.nodes[spec.target])
        self.flows[flow.id] = flow
        flow.source.outgoing = (*flow.source.outgoing, flow)
        flow.target.incoming = (*flow.target.incoming, flow)
        if spec.condition is not None and flow.source.kind not in IGNORES_CONDITIONS:
            try:
                flow.condition = formula(spec.condition.strip().removeprefix("="))
            except feel.FeelError as error:
                self.problems.append(Problem(flow.id, "", _("The condition is not FEEL: %(reason)s") % {"reason": error}))

    def _mappings(self, attributes: Attributes, lines: Iterable[tuple[str, str]]) -> tuple[Mapping, ...]:
        return tuple(Mapping(tuple(target.split(".")), attributes.value(source)) for source, target in lines)


def is_true(spec: NodeSpec, attribute: str, *, usually: bool = False) -> bool:
    text = spec.element.get(attribute)
    return usually if text is None else text in TRUE

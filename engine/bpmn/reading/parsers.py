"""How does SpiffWorkflow read our dialect? Its parsers, made non-recursive, and taught what they refuse or drop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from lxml import etree

from engine.bpmn.reading.referring import by_id
from engine.bpmn.reading.zeebe import NOTHING, Extensions, extensions, local
from engine.bpmn.spiff import (
    BpmnDataSpecification,
    BpmnParser,
    BpmnProcessSpec,
    BpmnSpecMixin,
    EventDefinition,
    EventDefinitionParser,
    MessageEventDefinition,
    ProcessParser,
    WorkflowSpec,
    full_tag,
)

ROLE = "virke:role"
"""The property of a lane that names whose tasks lie in it."""
CONTAINERS = ("subProcess", "transaction", "adHocSubProcess")
FLOW_NODES = (
    "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
    "task", "manualTask", "userTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask",
    "callActivity", *CONTAINERS,
    "exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway",
)  # fmt: skip


class NodeSpec(BpmnSpecMixin):
    """A flow node as it is drawn; what is special to its kind stands in `element` and `extensions`."""

    element: etree._Element
    zeebe: Extensions = NOTHING
    definitions: tuple[EventDefinition, ...] = ()
    inner: ProcessSpec | None = None
    lane_role: str | None = None

    @property
    def kind(self) -> str:
        return local(self.element)


class FlowSpec:
    """A sequence flow as it is drawn."""

    def __init__(self, element: etree._Element, condition: str | None) -> None:
        self.id = element.get("id", "")
        self.source = element.get("sourceRef", "")
        self.target = element.get("targetRef", "")
        self.condition = condition


class ProcessSpec(BpmnProcessSpec):
    """A process or sub-process without SpiffWorkflow's own start and end tasks, whose names a model may use."""

    def __init__(self, name: str, description: str, filename: str | None) -> None:
        WorkflowSpec.__init__(self, name=name, filename=filename)
        self.description = description
        self.data_objects = {}
        self.data_stores = {}
        self.correlation_keys = {}
        self.io_specification = None
        self.bpmn_start_events = []
        self.flows: list[FlowSpec] = []
        self.element: etree._Element | None = None
        self.zeebe = NOTHING

    @property
    def nodes(self) -> Iterable[NodeSpec]:
        return (spec for spec in self.task_specs.values() if isinstance(spec, NodeSpec))


class MessageDefinition(MessageEventDefinition):
    """A message with the expression that it is correlated by."""

    correlation_key: str | None = None
    published: Mapping[str, str] = MappingProxyType({})
    """The attributes of its zeebe:publishMessage: correlationKey, messageId, timeToLive."""


class LinkDefinition(EventDefinition):
    pass


class CompensationDefinition(EventDefinition):
    def __init__(self, activity_id: str | None, waits: bool) -> None:
        super().__init__(activity_id)
        self.activity_id = activity_id
        self.waits = waits


class NodeParser(EventDefinitionParser):
    """Any flow node: its spec alone; flows are connected afterwards, without recursion."""

    def parse_node(self) -> NodeSpec:
        self.event_nodes = [child for child in self.node if local(child).endswith("EventDefinition")]
        spec = NodeSpec(self.spec, self.bpmn_id, **self.bpmn_attributes)
        spec.element = self.node
        spec.zeebe = extensions(self.node)
        spec.definitions = tuple(self._definitions())
        spec.lane_role = role_around(self.node, self._file.lane_roles)
        return spec

    def parse_incoming_data_references(self) -> list[BpmnDataSpecification]:
        """Data associations are read elsewhere (reading/data): one pattern of them hangs SpiffWorkflow's parser."""
        return []

    def parse_outgoing_data_references(self) -> list[BpmnDataSpecification]:
        return []

    @property
    def _file(self) -> DialectParser:
        parser = self.process_parser.parser
        if not isinstance(parser, DialectParser):
            raise TypeError(parser)
        return parser

    def _definitions(self) -> Iterable[EventDefinition]:
        if local(self.node) in {"sendTask", "receiveTask"} and self.node.get("messageRef"):
            yield self.parse_message_event(self.node)
        for child in self.event_nodes:
            yield self._definition(child)

    def _definition(self, child: etree._Element) -> EventDefinition:
        kind = local(child)
        if kind == "linkEventDefinition":
            target = by_id(child.getroottree().getroot(), child.findtext(full_tag("target")) or "")
            return LinkDefinition((target if target is not None else child).get("name"))
        if kind == "compensateEventDefinition":
            return CompensationDefinition(child.get("activityRef"), child.get("waitForCompletion", "true") in {"true", "1"})
        parse = {
            "messageEventDefinition": self.parse_message_event,
            "signalEventDefinition": self.parse_signal_event,
            "timerEventDefinition": self._inside(child).parse_timer_event,
            "errorEventDefinition": self.parse_error_event,
            "escalationEventDefinition": self.parse_escalation_event,
            "conditionalEventDefinition": self._inside(child).parse_conditional_event,
            "cancelEventDefinition": self.parse_cancel_event,
            "terminateEventDefinition": self.parse_terminate_event,
        }[kind]
        return parse(child)

    def parse_message_event(self, message_event: etree._Element) -> MessageDefinition:
        read = super().parse_message_event(message_event)
        found = MessageDefinition(read.name, read.correlation_properties, description=read.description)
        found.published = extensions(message_event).single.get("publishMessage", {})
        found.correlation_key = found.published.get("correlationKey") or self._file.subscriptions.get(message_event.get("messageRef", ""))
        return found

    def _inside(self, child: etree._Element) -> NodeParser:
        """A parser that looks for a timer's or condition's text in one definition, not in all of the event."""
        return NodeParser(self.process_parser, NodeSpec, child, self.nsmap)


class DialectProcessParser(ProcessParser):
    """A process or sub-process: first every node, then every flow; only nesting recurses."""

    def _parse(self) -> None:
        spec = ProcessSpec(self.bpmn_id, self.get_name(), self.filename)
        self.spec = spec
        spec.element = self.node
        spec.zeebe = extensions(self.node)
        for child in self.node:
            if local(child) == "dataObject":
                data_object = self.parse_data_object(child)
                spec.data_objects[data_object.bpmn_id] = data_object
        flows = []
        for child in self.node:
            if local(child) in FLOW_NODES:
                self._read_node(child)
            elif local(child) == "sequenceFlow":
                flows.append(child)
        for flow in flows:
            self._connect(spec, flow)

    def _read_node(self, child: etree._Element) -> None:
        node = self.parse_node(child)
        if local(child) in CONTAINERS:
            self.parser.create_parser(child, filename=self.filename, lane=self.lane)
            inner = self.parser.process_parsers[node.name]
            inner.parent = self
            spec = inner.get_spec()
            if isinstance(node, NodeSpec) and isinstance(spec, ProcessSpec):
                node.inner = spec

    def _connect(self, spec: ProcessSpec, flow: etree._Element) -> None:
        condition = flow.find(full_tag("conditionExpression"))
        read = FlowSpec(flow, (condition.text or "") if condition is not None else None)
        spec.flows.append(read)
        spec.task_specs[read.source].connect(spec.task_specs[read.target])


def lane_roles(root: etree._Element) -> dict[str, str]:
    """The role of the lane that each node lies in, by the node's id."""
    found: dict[str, str] = {}
    for lane in root.iter(full_tag("lane")):
        role = extensions(lane).properties.get(ROLE)
        for ref in lane.findall(full_tag("flowNodeRef")):
            if role:
                found[(ref.text or "").strip()] = role
    return found


def role_around(element: etree._Element, roles: dict[str, str]) -> str | None:
    """The role of the lane around an element; what is inside of a sub-process lies where that lies."""
    here: etree._Element | None = element
    while here is not None:
        if here.get("id") in roles:
            return roles[here.get("id", "")]
        here = here.getparent()
    return None


class DialectParser(BpmnParser):
    """A whole file."""

    PARSER_CLASSES = {full_tag(name): (NodeParser, NodeSpec) for name in FLOW_NODES}  # noqa: RUF012 - as SpiffWorkflow has it
    PROCESS_PARSER_CLASS = DialectProcessParser

    def __init__(self) -> None:
        super().__init__()
        self.subscriptions: dict[str, str] = {}
        """What correlates a message, by the message's id."""
        self.lane_roles: dict[str, str] = {}
        """The role of the lane that a node lies in, by the node's id."""

    def read(self, root: etree._Element, file: str) -> list[ProcessSpec]:
        """The specs of all executable processes."""
        for message in root.iter(full_tag("message")):
            key = extensions(message).get("subscription", "correlationKey")
            if key is not None:
                self.subscriptions[message.get("id", "")] = key
        self.lane_roles = lane_roles(root)
        self.add_bpmn_xml(root, file)
        specs = [self.get_spec(process_id) for process_id in self.get_process_ids()]
        return [spec for spec in specs if isinstance(spec, ProcessSpec)]

    def _add_data_stores(self, bpmn: etree._Element) -> None:
        """Data stores are drawn, and say nothing to an engine."""

    def _add_correlations(self, bpmn: etree._Element) -> None:
        """Messages are correlated by zeebe:subscription."""

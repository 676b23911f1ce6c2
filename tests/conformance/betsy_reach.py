"""Which elements of a betsy model can a token reach at all, when one thing in it never happens?

Said of the drawing alone, without the engine, and on the safe side: whatever is not named here surely stays untouched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tests.conformance.betsy_adapter import BPMN

NODES = frozenset(
    f"{{{BPMN}}}{kind}"
    for kind in (
        "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "task", "manualTask", "userTask",
        "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask", "callActivity", "subProcess", "transaction",
        "adHocSubProcess", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway",
    )
)  # fmt: skip
SCOPES = frozenset(f"{{{BPMN}}}{kind}" for kind in ("process", "subProcess", "transaction", "adHocSubProcess"))
THROWS = frozenset({"endEvent", "intermediateThrowEvent"})
THROWN = frozenset({"message", "signal", "escalation", "error", "cancel"})
"""What somebody has to throw before it can be caught."""


@dataclass(frozen=True)
class Missing:
    """What never happens in a twin."""

    flows: frozenset[str] = frozenset()
    """Sequence flows that no token takes."""
    nodes: frozenset[str] = frozenset()
    """Events that do not occur, and what is never entered."""
    throws: frozenset[str] = frozenset()
    """Kinds of events that nobody throws."""
    work: frozenset[str] = frozenset()
    """Tasks that are passed without doing their work."""


@dataclass
class Drawing:
    """A file with the indexes that reaching needs."""

    root: etree._Element
    nodes: dict[str, etree._Element] = field(default_factory=dict)
    flows: dict[str, etree._Element] = field(default_factory=dict)
    incoming: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for element in self.root.iter(f"{{{BPMN}}}*"):
            if element.tag in NODES:
                self.nodes[element.get("id", "")] = element
            elif kind_of(element) == "sequenceFlow":
                self.flows[element.get("id", "")] = element
                self.incoming.setdefault(element.get("targetRef", ""), []).append(element.get("id", ""))

    def definitions(self, node: etree._Element) -> Iterator[tuple[str, etree._Element]]:
        """(kind, definition) of an event, references followed, and of a task that names a message."""
        if node.get("messageRef"):
            yield "message", node
        for child in node:
            kind = kind_of(child)
            if kind == "eventDefinitionRef":
                found = self.root.xpath("//*[@id=$id]", id=(child.text or "").strip().rpartition(":")[2])
                child = found[0] if isinstance(found, list) and found and etree.iselement(found[0]) else child  # noqa: PLW2901
            if kind_of(child).endswith("EventDefinition"):
                yield kind_of(child).removesuffix("EventDefinition"), child

    def is_aside(self, node: etree._Element) -> bool:
        """An event sub-process."""
        return node.get("triggeredByEvent") == "true"


def kind_of(element: etree._Element) -> str:
    return etree.QName(element).localname


def scope_of(node: etree._Element) -> etree._Element:
    return next(each for each in node.iterancestors() if each.tag in SCOPES or each.getparent() is None)


class Reach:
    """The nodes that a token can come to; entries are the processes that somebody starts."""

    def __init__(self, drawing: Drawing, entries: frozenset[str], missing: Missing) -> None:
        self._drawing = drawing
        self._entries = entries
        self.missing = missing
        self.nodes: set[str] = set()
        while more := {node_id for node_id in drawing.nodes if node_id not in self.nodes and self._is_in_reach(node_id)}:
            self.nodes |= more

    def works(self) -> Iterator[str]:
        """The scripts that can run."""
        for node_id in self.nodes - self.missing.work:
            if kind_of(self._drawing.nodes[node_id]) == "scriptTask":
                yield script_of(self._drawing.nodes[node_id])

    def _is_in_reach(self, node_id: str) -> bool:
        node = self._drawing.nodes[node_id]
        if node_id in self.missing.nodes or not self._is_entered(scope_of(node), node):
            return False
        if kind_of(node) == "boundaryEvent":
            return node.get("attachedToRef") in self.nodes and self._occurs(node)
        if node.get("isForCompensation") == "true":
            return self._is_compensated(node_id)
        coming = [self._drawing.flows[flow_id] for flow_id in self._drawing.incoming.get(node_id, [])]
        if not coming:
            return self._occurs(node)
        wanted = all if kind_of(node) == "parallelGateway" else any
        return wanted(self._is_taken(flow) for flow in coming) and self._occurs(node)

    def _is_entered(self, scope: etree._Element, node: etree._Element) -> bool:
        """A process when it is started, called or has events to start by; a sub-process when it is reached."""
        if kind_of(scope) != "process":
            return scope.get("id") in self.nodes
        process_id = scope.get("id", "")
        if process_id in self._entries or any(True for _ in self._drawing.definitions(node)):
            return True
        starts = [each for each in scope if kind_of(each) == "startEvent" and any(True for _ in self._drawing.definitions(each))]
        called = {self._drawing.nodes[each].get("calledElement", "").rpartition(":")[2] for each in self.nodes}
        return process_id in called or any(each.get("id") in self.nodes for each in starts)

    def _is_taken(self, flow: etree._Element) -> bool:
        source = flow.get("sourceRef", "")
        return flow.get("id") not in self.missing.flows and source in self.nodes and self._can_leave(self._drawing.nodes[source])

    def _can_leave(self, node: etree._Element) -> bool:
        """What is inside of a sub-process can come to an end of it."""
        if node.tag not in SCOPES or node.get("id") in self.missing.work or self._drawing.is_aside(node):
            return True
        return any(each in self.nodes and self._is_sink(self._drawing.nodes[each]) for each in self._inside(node))

    def _inside(self, scope: etree._Element) -> Iterator[str]:
        return (str(each.get("id")) for each in scope.iter() if each is not scope and each.tag in NODES)

    def _is_sink(self, node: etree._Element) -> bool:
        return all(flow.get("sourceRef") != node.get("id") for flow in self._drawing.flows.values())

    def _occurs(self, node: etree._Element) -> bool:
        """Somebody throws what an event catches."""
        if kind_of(node) in {*THROWS, "sendTask"}:
            return True
        found = [kind for kind, _definition in self._drawing.definitions(node)]
        if not found:
            return True
        wanted = all if node.get("parallelMultiple") == "true" else any
        return wanted(self._happens(kind) for kind in found)

    def _happens(self, kind: str) -> bool:
        if kind in THROWN or kind in {"compensate", "link"}:
            return any(self._throws(node_id, kind) for node_id in self.nodes)
        return True

    def _throws(self, node_id: str, kind: str) -> bool:
        node = self._drawing.nodes[node_id]
        if kind == "compensate" and self._throws(node_id, "cancel"):
            return True
        if kind in self.missing.throws:
            return False
        if kind == "error" and kind_of(node) == "scriptTask" and script_of(node) == "THROW_ERROR":
            return True
        if kind == "signal" and any(child.get("behavior") for child in node):
            return True
        return kind_of(node) in {*THROWS, "sendTask"} and any(each == kind for each, _definition in self._drawing.definitions(node))

    def _is_compensated(self, node_id: str) -> bool:
        for association in self._drawing.root.iter(f"{{{BPMN}}}association"):
            if association.get("targetRef") == node_id:
                boundary = self._drawing.nodes.get(association.get("sourceRef", ""))
                return boundary is not None and boundary.get("attachedToRef") in self.nodes and self._happens("compensate")
        return False


def script_of(task: etree._Element) -> str:
    return (task.findtext(f"{{{BPMN}}}script") or "").strip()

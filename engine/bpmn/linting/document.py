"""How are a model's elements found and named in messages?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from engine.bpmn.problems import Problem, Severity
from engine.bpmn.reading.parsers import CONTAINERS, FLOW_NODES
from engine.bpmn.reading.zeebe import BPMN, Extensions, extensions, local

ACTIVITIES = frozenset(kind for kind in FLOW_NODES if kind.endswith("ask") or kind in CONTAINERS or kind == "callActivity")
GATEWAYS = frozenset(kind for kind in FLOW_NODES if kind.endswith("Gateway"))
EVENTS = frozenset(kind for kind in FLOW_NODES if kind.endswith("Event"))
TRUE = frozenset({"true", "1"})


class Document:
    """A file's tree with the indexes that the checks need."""

    def __init__(self, root: etree._Element, file: str) -> None:
        self.root = root
        self.file = file
        self.by_id: dict[str, etree._Element] = {}
        self.incoming: dict[str, list[etree._Element]] = defaultdict(list)
        self.outgoing: dict[str, list[etree._Element]] = defaultdict(list)
        self.boundaries: dict[str, list[etree._Element]] = defaultdict(list)
        self.all: list[etree._Element] = []
        for element in _bpmn(root):
            self.all.append(element)
            self._index(element)
        self._extensions: dict[etree._Element, Extensions] = {}

    def _index(self, element: etree._Element) -> None:
        if element.get("id"):
            self.by_id.setdefault(element.get("id", ""), element)
        kind = local(element)
        if kind == "sequenceFlow":
            self.outgoing[element.get("sourceRef", "")].append(element)
            self.incoming[element.get("targetRef", "")].append(element)
        elif kind == "boundaryEvent":
            self.boundaries[element.get("attachedToRef", "")].append(element)

    @property
    def is_bpmn(self) -> bool:
        return self.root.tag == f"{{{BPMN}}}definitions"

    def of(self, *kinds: str) -> Iterator[etree._Element]:
        """Every element of these kinds, in the order of the file."""
        return (element for element in self.all if local(element) in kinds)

    def definitions(self, event: etree._Element) -> list[tuple[str, etree._Element]]:
        """(message, timer …; definition) of an event, references followed; of a task that names a message, that."""
        found = []
        if event.get("messageRef"):
            found.append(("message", event))
        for written in definitions_of(event):
            definition = written
            if local(written) == "eventDefinitionRef":
                definition = self.by_id.get((written.text or "").strip().rpartition(":")[2], written)
            found.append((local(definition).removesuffix("EventDefinition"), definition))
        return found

    def nodes(self) -> Iterator[etree._Element]:
        return (element for element in self.all if local(element) in FLOW_NODES)

    def processes(self) -> Iterator[etree._Element]:
        """The processes that can be executed."""
        return (each for each in self.of("process") if is_executable(each))

    def zeebe(self, element: etree._Element) -> Extensions:
        found = self._extensions.get(element)
        if found is None:
            found = self._extensions[element] = extensions(element)
        return found

    def problem(self, element: etree._Element, message: str, severity: Severity = Severity.ERROR) -> Problem:
        """A problem of an element; one without an id is named by the nearest element around it that has one."""
        here: etree._Element | None = element
        while here is not None and not here.get("id"):
            here = here.getparent()
        named = here if here is not None else element
        return Problem(named.get("id", ""), named.get("name", ""), message, severity, line_of(element))


def _bpmn(root: etree._Element) -> Iterator[etree._Element]:
    """BPMN's own elements, in the order of the file; what stands inside of extension elements is somebody else's."""
    todo = [root]
    while todo:
        element = todo.pop()
        if str(element.tag).startswith(f"{{{BPMN}}}"):
            yield element
            if local(element) == "extensionElements":
                continue
        todo.extend(reversed(element))


def is_executable(process: etree._Element) -> bool:
    return process.get("isExecutable", "true") in TRUE


def is_event_sub_process(element: etree._Element) -> bool:
    return local(element) == "subProcess" and element.get("triggeredByEvent") in TRUE


def definitions_of(event: etree._Element) -> list[etree._Element]:
    """The event definitions of an event, references too."""
    return [child for child in event if local(child).endswith("EventDefinition") or local(child) == "eventDefinitionRef"]


def children(element: etree._Element, *kinds: str) -> list[etree._Element]:
    return [child for child in element if local(child) in kinds]


def container_of(element: etree._Element) -> etree._Element:
    """The process or sub-process around an element (the root of the file, when there is none)."""
    here = element.getparent()
    while here is not None and local(here) not in (*CONTAINERS, "process"):
        parent = here.getparent()
        if parent is None:
            return here
        here = parent
    return here if here is not None else element


def line_of(element: etree._Element) -> int | None:
    line: object = element.sourceline
    return line if isinstance(line, int) else None

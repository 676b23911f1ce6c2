"""Where do a process and its sub-processes begin?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Readable
from datetime import UTC, datetime

from engine.bpmn.events import EventKind, StartEvent
from engine.bpmn.plan import Node
from engine.bpmn.reading.parsers import ProcessSpec
from engine.bpmn.running import timing
from engine.bpmn.values import Stuck, text_of
from kit.i18n import _


def find_starts(container: Node, nodes: Sequence[Node]) -> None:
    """Note the start events of a container, of its event sub-processes, and its compensation event sub-process."""
    if container.kind == "adHocSubProcess":
        container.starts = tuple(node for node in nodes if _is_free(node))
    else:
        container.starts = tuple(node for node in nodes if node.kind == "startEvent")
    aside = [node for node in nodes if node.is_event_sub_process]
    container.event_starts = tuple(start for node in aside for start in node.starts if not _compensates(start))
    container.aside = next((node for node in aside if any(map(_compensates, node.starts))), None)


def starts(root: Node, spec: ProcessSpec, nodes: Readable[str, Node]) -> Iterator[StartEvent]:
    """What may begin an instance: start events, and receive tasks and event-based gateways that instantiate."""
    for each in spec.nodes:
        node = nodes[each.name]
        if node in root.starts:
            get = each.zeebe.get
            yield StartEvent(node.id, node.events, get("formDefinition", "formId"), get("formDefinition", "bindingType") or "latest")
        elif each.element.get("instantiate") in {"true", "1"}:
            targets = [flow.target for flow in node.outgoing] if node.kind == "eventBasedGateway" else [node]
            for target in targets:
                yield StartEvent(target.id, target.events)


def unreadable(start: StartEvent) -> Iterator[str]:
    """What of a start event cannot be known without an instance: its name or time needs variables, or gives none."""
    for definition in start.definitions:
        try:
            if definition.kind is EventKind.TIMER:
                timing.first(definition, {}, datetime(2026, 1, 1, tzinfo=UTC))
            elif definition.name is not None:
                text_of(definition.name, {}, "name")
        except Stuck as stuck:
            yield _("Nobody can look at variables before an instance begins: %(reason)s") % {"reason": stuck.message}


def _is_free(node: Node) -> bool:
    """An activity of an ad-hoc sub-process that no flow leads to."""
    return not (node.incoming or node.attached_to or node.is_handler or node.is_event_sub_process)


def _compensates(start: Node) -> bool:
    return any(definition.kind is EventKind.COMPENSATION for definition in start.events)

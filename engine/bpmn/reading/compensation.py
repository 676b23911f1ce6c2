"""Which activities can be compensated, and by which handler?"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Readable

from engine.bpmn.events import EventKind
from engine.bpmn.plan import Node
from engine.bpmn.reading.parsers import ProcessSpec
from engine.bpmn.spiff import full_tag


def attach_handlers(spec: ProcessSpec, nodes: Readable[str, Node]) -> None:
    """Follow the associations from compensation boundary events to their handlers; the events themselves never wait."""
    if spec.element is None:
        return
    for association in spec.element.iterfind(full_tag("association")):
        boundary, handler = (nodes.get(association.get(end, "")) for end in ("sourceRef", "targetRef"))
        if boundary is not None and handler is not None and is_compensation_boundary(boundary):
            host = boundary.attached_to
            if host is not None:
                host.handler = handler
                host.boundaries = tuple(each for each in host.boundaries if each is not boundary)


def is_compensation_boundary(node: Node) -> bool:
    return node.attached_to is not None and any(each.kind is EventKind.COMPENSATION for each in node.events)


def mark(nodes: Iterable[Node]) -> None:
    """Completed activities are remembered only where something in the process compensates."""
    everything = [*nodes]
    if any(_asks(node) for node in everything):
        for node in everything:
            node.compensable = not node.is_handler and (
                node.handler is not None or node.job_type is not None or bool(node.starts) or node.loop is not None
            )


def _asks(node: Node) -> bool:
    throws = node.kind in {"intermediateThrowEvent", "endEvent"}
    return throws and any(each.kind in {EventKind.COMPENSATION, EventKind.CANCEL} for each in node.events)

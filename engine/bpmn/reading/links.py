"""How does a token get from a throwing link event to the catching one of the same name? By a flow that is not drawn."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn.events import EventDefinition, EventKind
from engine.bpmn.plan import Flow, Node


def connect(nodes: Sequence[Node]) -> None:
    """Connect the link events of one process or sub-process; nothing waits for a link, so the definitions go."""
    targets = {_name(node): node for node in nodes if node.kind == "intermediateCatchEvent" and _link(node)}
    for node in nodes:
        if node.kind == "intermediateThrowEvent" and _link(node):
            target = targets[_name(node)]
            flow = Flow(f"{node.id}.link", node, target, is_drawn=False)
            node.outgoing = (*node.outgoing, flow)
            target.incoming = (*target.incoming, flow)
    for node in nodes:
        if _link(node):
            node.events = tuple(each for each in node.events if each.kind is not EventKind.LINK)


def _link(node: Node) -> EventDefinition | None:
    return next((each for each in node.events if each.kind is EventKind.LINK), None)


def _name(node: Node) -> str:
    link = _link(node)
    return link.name.text if link is not None and link.name is not None else ""

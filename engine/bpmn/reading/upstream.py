"""From which nodes can a token still come to each incoming flow of a join, without passing the join?"""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.plan import Node


def upstream(join: Node) -> dict[str, frozenset[str]]:
    """By incoming flow: the ids of the nodes of the same scope from which it can be reached."""
    return {flow.id: frozenset(_before(flow.source, join)) for flow in join.incoming}


def _before(node: Node, join: Node) -> set[str]:
    seen: set[str] = set()
    todo = [node]
    while todo:
        here = todo.pop()
        if here is join or here.id in seen:
            continue
        seen.add(here.id)
        todo.extend(_sources(here))
    return seen


def _sources(node: Node) -> Iterator[Node]:
    for flow in node.incoming:
        yield flow.source
    if node.attached_to is not None:
        yield node.attached_to

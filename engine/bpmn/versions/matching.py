"""Which element of a new version is the counterpart of which of the old one?

That with the same id and type. Of those that are left, outer ones first: one with the same name, or with the same work, where
both sides have only one such element of that type at the same place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache

from engine.bpmn.elements.call_activity import CallActivity
from engine.bpmn.elements.user_task import UserTask
from engine.bpmn.migration import Because, Match
from engine.bpmn.plan import Node, Plan
from engine.bpmn.values import Literal

Mark = Callable[[Node], str | None]


@lru_cache(100)
def matches(source: Plan, target: Plan) -> tuple[Match, ...]:
    """In the order of the old file; found once for all instances of a batch."""
    found = {source.root.id: Match(source.root.id, target.root.id, Because.SAME_ID)}
    for node in source.nodes.values():
        twin = target.nodes.get(node.id)
        if twin is not None and twin.container is not None and is_alike(node, twin):
            found[node.id] = Match(node.id, twin.id, Because.SAME_ID)
    for because, mark in ((Because.SAME_NAME, _name), (Because.SAME_WORK, _work)):
        for depth in range(_depth_of(source) + 1):
            level = [node for node in source.nodes.values() if _depth(node) == depth and node.id not in found]
            _pair(level, target, found, because, mark)
    below = [match for match in found.values() if match.source_id != source.root.id]
    return tuple(sorted(below, key=lambda each: source.nodes[each.source_id].index))


def is_alike(source: Node, target: Node) -> bool:
    """The same type of element, waiting for the same kinds of events."""
    return (
        source.kind == target.kind
        and type(source.behaviour) is type(target.behaviour)
        and [each.kind for each in source.events] == [each.kind for each in target.events]
        and source.is_event_sub_process == target.is_event_sub_process
        and source.is_handler == target.is_handler
    )


def _pair(level: Iterable[Node], target: Plan, found: dict[str, Match], because: Because, mark: Mark) -> None:
    taken = {match.target_id for match in found.values()}
    free = [node for node in target.nodes.values() if node.id not in taken and node.container is not None]
    lonely = [node for node in level if node.container is not None and node.container.id in found and mark(node)]
    counts = Counter(_place(node, found, mark) for node in lonely)
    for node in lonely:
        place = _place(node, found, mark)
        twins = [each for each in free if (each.container.id if each.container else "", mark(each)) == place and is_alike(node, each)]
        if len(twins) == 1 and counts[place] == 1:
            found[node.id] = Match(node.id, twins[0].id, because)


def _place(node: Node, found: dict[str, Match], mark: Mark) -> tuple[str, str | None]:
    """Where its counterpart must be, and what it must carry."""
    return (found[node.container.id].target_id if node.container else "", mark(node))


def _name(node: Node) -> str | None:
    return node.name.strip() or None


def _work(node: Node) -> str | None:
    if node.job_type is not None:
        return f"job {node.job_type}"
    behaviour = node.behaviour
    if isinstance(behaviour, UserTask) and isinstance(behaviour.form_id, Literal):
        return f"form {behaviour.form_id.text}"
    if isinstance(behaviour, CallActivity) and isinstance(behaviour.process_id, Literal):
        return f"call {behaviour.process_id.text}"
    return None


def _depth(node: Node) -> int:
    depth, here = 0, node.container
    while here is not None:
        depth, here = depth + 1, here.container
    return depth


def _depth_of(plan: Plan) -> int:
    return max(map(_depth, plan.nodes.values()))

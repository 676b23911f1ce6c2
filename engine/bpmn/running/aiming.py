"""Which element instances, and which scopes, does a modification mean? Each answer may be a sentence that says why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.modification import Place
from engine.bpmn.plan import Node
from engine.bpmn.running import leaving
from engine.bpmn.state import ElementInstance, Stage, State
from kit.i18n import _


class Missed(Exception):
    """Nothing there can be meant; the text says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a place holds: element instances, and tokens before a join by the scope that they are in."""

    instances: tuple[ElementInstance, ...]
    joins: tuple[tuple[ElementInstance, Node], ...] = ()


def target(state: State, element_id: str) -> Node:
    """An element that can be begun by hand. Raises Missed."""
    node = state.plan.nodes.get(element_id)
    if node is None:
        raise Missed(_("There is no element “%(element)s” in this version.") % {"element": element_id})
    if node.container is None:
        raise Missed(_("“%(element)s” is the whole process. Name an element in it, or restart the instance.") % {"element": element_id})
    if node.attached_to is not None or node.is_event_start or node.is_event_sub_process or (node.kind == "startEvent" and node.events):
        raise Missed(_("“%(element)s” begins only by its event. Begin what follows it instead.") % {"element": element_id})
    if node.is_handler:
        raise Missed(_("“%(element)s” is a compensation handler and begins only when its activity is compensated.") % {"element": element_id})
    return node


def sources(state: State, place: Place) -> Found:
    """What a place holds. Raises Missed when it holds nothing."""
    if place.key is not None:
        it = state.instances.get(place.key)
        if it is None or it.stage is Stage.DORMANT:
            raise Missed(_("There is no running element instance %(key)s here.") % {"key": place.key})
        if it.parent is None:
            raise Missed(_("%(key)s is the whole process instance. Cancel it instead.") % {"key": place.key})
        return Found((it,))
    node = state.plan.nodes.get(place.element_id or "")
    if node is None or node.container is None:
        raise Missed(_("There is no element “%(element)s” in this version.") % {"element": place.element_id})
    outermost = tuple(it for it in _alive(state, node) if not leaving.is_in_loop(it))
    joins = tuple((scope, node) for _key, scope in sorted(state.instances.items()) if node.id in scope.joins)
    if not outermost and not joins:
        raise Missed(_("No token is at “%(element)s” now.") % {"element": node.id})
    return Found(outermost, joins)


def scope_for(state: State, node: Node, ancestor_key: int | None, near: ElementInstance | None) -> ElementInstance:
    """The running scope in which an element, and whatever around it does not run, is to begin. Raises Missed.

    That with the key; or the nearest one around `near`; or the only one there is.
    """
    around = list(_containers(node))
    if ancestor_key is not None:
        named = state.instances.get(ancestor_key)
        if named is None or named.node not in around or not _holds(named):
            raise Missed(_("%(key)s is no running scope around “%(element)s”.") % {"key": ancestor_key, "element": node.id})
        return named
    while near is not None:
        if near.node in around and _holds(near):
            return near
        near = near.parent
    for container in around:
        running = [it for it in _alive(state, container) if _holds(it)]
        if len(running) > 1:
            said = _("“%(scope)s” around “%(element)s” runs %(count)s times. Say in which one, by the key of its element instance.")
            raise Missed(said % {"scope": container.id, "element": node.id, "count": len(running)})
        if running:
            return running[0]
    raise Missed(_("The process instance has no scope that runs."))


def missing(scope: ElementInstance, node: Node) -> list[Node]:
    """The sub-processes between a running scope and an element, the outermost first. Raises Missed for one that cannot begin by hand."""
    between: list[Node] = []
    for container in _containers(node):
        if container is scope.node:
            break
        between.insert(0, container)
    for each in between:
        if each.loop is not None:
            said = _("“%(scope)s” around “%(element)s” repeats. Begin the whole of it, or name the running one by its key.")
            raise Missed(said % {"scope": each.id, "element": node.id})
        if each.is_event_sub_process or each.is_handler:
            said = _("“%(scope)s” around “%(element)s” begins only by its event.")
            raise Missed(said % {"scope": each.id, "element": node.id})
    return between


def is_within(it: ElementInstance, ended: frozenset[int]) -> bool:
    """Whether it, or something around it, is one of these."""
    here: ElementInstance | None = it
    while here is not None:
        if here.key in ended:
            return True
        here = here.parent
    return False


def _containers(node: Node) -> Iterator[Node]:
    here = node.container
    while here is not None:
        yield here
        here = here.container


def _alive(state: State, node: Node) -> list[ElementInstance]:
    """The oldest first, so that a restored instance does the same in the same order."""
    return sorted((it for it in state.instances.values() if it.node is node and it.stage is not Stage.DORMANT), key=lambda it: it.key)


def _holds(it: ElementInstance) -> bool:
    """Elements can begin in it: it runs, and is not only the frame of a loop."""
    return it.stage is Stage.RUNNING and not leaving.is_loop_body(it)

"""How are tokens moved, added and taken away by hand? All is looked at first; then all of it is done, or nothing.

New elements begin when those that are to end have ended, in scopes that are kept open meanwhile. A scope that has lost its
last token by this is ended with it, up to the whole process.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.bpmn.modification import Activate, CannotModify, Given, Modification, Place
from engine.bpmn.plan import Node
from engine.bpmn.running import aiming, catching, joining, leaving, moving
from engine.bpmn.running.aiming import Found, Missed
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import apply_inputs, set_local
from engine.bpmn.state import ElementInstance
from engine.bpmn.values import Stuck
from engine.model import InstanceEnded, InstanceState
from kit.i18n import _


@dataclass(frozen=True, slots=True)
class Begin:
    """An element that is to begin in a running scope."""

    node: Node
    scope: ElementInstance
    between: tuple[Node, ...]
    given: tuple[Given, ...]


def modify(run: Run, wanted: Modification) -> None:
    """Raises CannotModify with every reason against it, and then nothing may be kept of this run."""
    begins, ends = _understood(run, wanted)
    for each in wanted.variables:
        _write_running(run, each)
    ended = _keys(ends)
    ready = [_opened(run, each, ended) for each in begins]
    _end(run, ends)
    for node, scope, given in ready:
        scope.pending -= 1
        it = catching.begin(run, scope, node)
        for each in given:
            set_local(run, it, each.variables)
        moving.activate(run, it)
        leaving.settle_scope(run, scope)


def _understood(run: Run, wanted: Modification) -> tuple[list[Begin], list[Found]]:
    reasons: list[str] = []
    begins: list[Begin] = []
    ends = [found for place in wanted.terminate for found in _found(run, place, reasons)]
    for move in wanted.move:
        for found in _found(run, move.source, reasons):
            ends.append(found)
            nears = [*(it.parent for it in found.instances), *(scope for scope, _node in found.joins)]
            one = Activate(move.target_id, move.given, move.ancestor_key)
            begins += [begin for near in nears for begin in _begin(run, one, near, reasons)]
    for each in wanted.activate:
        begins += _begin(run, each, None, reasons)
    ended = _keys(ends)
    for begin in begins:
        if aiming.is_within(begin.scope, ended):
            said = _("“%(element)s” would begin in “%(scope)s”, which is to end.")
            reasons.append(said % {"element": begin.node.id, "scope": begin.scope.node.id})
    if reasons:
        raise CannotModify(list(dict.fromkeys(reasons)))
    return begins, ends


def _keys(ends: Iterable[Found]) -> frozenset[int]:
    return frozenset(it.key for found in ends for it in found.instances)


def _found(run: Run, place: Place, reasons: list[str]) -> list[Found]:
    try:
        return [aiming.sources(run.state, place)]
    except Missed as missed:
        reasons.append(str(missed))
        return []


def _begin(run: Run, wanted: Activate, near: ElementInstance | None, reasons: list[str]) -> list[Begin]:
    try:
        node = aiming.target(run.state, wanted.element_id)
        scope = aiming.scope_for(run.state, node, wanted.ancestor_key, near)
        between = aiming.missing(scope, node)
    except Missed as missed:
        reasons.append(str(missed))
        return []
    around = {node.id, scope.node.id, *(each.id for each in between)}
    outside = scope.parent
    while outside is not None:
        around.add(outside.node.id)
        outside = outside.parent
    strange = [given.scope_id for given in wanted.given if given.scope_id is not None and given.scope_id not in around]
    reasons += [_("“%(scope)s” is no scope of “%(element)s”.") % {"scope": scope_id, "element": node.id} for scope_id in strange]
    return [Begin(node, scope, tuple(between), wanted.given)]


def _opened(run: Run, begin: Begin, ended: frozenset[int]) -> tuple[Node, ElementInstance, list[Given]]:
    """Begin the scopes around it that do not run, write their variables, and keep the innermost open."""
    scope = _innermost(begin.scope, begin.between, ended)
    _write_outside(run, scope, begin.given)
    for node in begin.between[_depth(scope, begin) :]:
        scope = _new_scope(run, scope, node, begin.given)
    scope.pending += 1
    return begin.node, scope, [each for each in begin.given if each.scope_id == begin.node.id]


def _innermost(scope: ElementInstance, between: Iterable[Node], ended: frozenset[int]) -> ElementInstance:
    """Some of them may run already, by an earlier instruction too: one that runs only once, and is not to end, is used."""
    for node in between:
        inner = [child for child in scope.children.values() if child.node is node and child.key not in ended]
        if len(inner) != 1:
            break
        scope = inner[0]
    return scope


def _depth(scope: ElementInstance, begin: Begin) -> int:
    return 0 if scope is begin.scope else begin.between.index(scope.node) + 1


def _new_scope(run: Run, parent: ElementInstance, node: Node, given: Iterable[Given]) -> ElementInstance:
    it = catching.begin(run, parent, node)
    run.state.give_row(it)
    try:
        apply_inputs(run, it)
        for each in given:
            if each.scope_id == node.id:
                set_local(run, it, each.variables)
        catching.open_boundaries(run, it)
        catching.open_scope(run, it)
    except Stuck as stuck:
        raise CannotModify([_("“%(scope)s” cannot begin: %(reason)s") % {"scope": node.id, "reason": stuck.message}]) from stuck
    return it


def _write_outside(run: Run, scope: ElementInstance, given: Iterable[Given]) -> None:
    """Into scopes that run: from here outwards, or the whole process."""
    here: ElementInstance | None = scope
    while here is not None:
        for each in given:
            if each.scope_id == here.node.id or (each.scope_id is None and here.parent is None):
                set_local(run, here, each.variables)
        here = here.parent


def _write_running(run: Run, given: Given) -> None:
    root = run.state.root
    if given.scope_id is None and root is not None:
        set_local(run, root, given.variables)
        return
    found = [it for _key, it in sorted(run.state.instances.items()) if it.node.id == given.scope_id and not leaving.is_loop_body(it)]
    if not found:
        raise CannotModify([_("No token is at “%(element)s” now.") % {"element": given.scope_id}])
    for it in found:
        set_local(run, it, given.variables)


def _end(run: Run, ends: Iterable[Found]) -> None:
    for found in ends:
        for it in found.instances:
            if not it.gone and it.parent is not None:
                scope = it.parent
                leaving.cancel(run, it)
                _end_emptied(run, scope)
        for scope, node in found.joins:
            if node.id in scope.joins:
                for flow_id, count in [*scope.joins[node.id].items()]:
                    joining.take(run, scope, node, [flow_id] * count)
                _end_emptied(run, scope)


def _end_emptied(run: Run, scope: ElementInstance) -> None:
    while not scope.gone and scope.is_empty:
        outside = scope.parent
        if outside is None:
            variables = dict(scope.variables)
            leaving.cancel(run, scope)
            run.tokens.clear()
            run.effects.append(InstanceEnded(InstanceState.TERMINATED, run.now, variables))
            return
        leaving.cancel(run, scope)
        scope = outside

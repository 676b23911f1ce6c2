"""Who catches an error or an escalation? The nearest catcher, going outwards from where it is thrown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.events import EventKind
from engine.bpmn.marks import CALLED, INTERRUPTED
from engine.bpmn.plan import Node
from engine.bpmn.running import catching, leaving
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance, Stage
from engine.bpmn.values import Stuck
from engine.model import ElementState, EscalationThrown, IncidentType, InstanceEnded, InstanceState
from kit.i18n import _


def throw_error(run: Run, it: ElementInstance, code: str, message: str, variables: Mapping[str, object] | None = None) -> None:
    """Interrupt up to the nearest catcher. Raises Stuck when there is none, also not in a calling process."""
    for owner, node in _catchers(it, EventKind.ERROR, code):
        catching.happened(run, owner, node, variables or {})
        return
    root = run.state.root
    if root is None or not root.data.get(CALLED):
        said = _("Nothing catches the error “%(code)s” that “%(name)s” throws.") % {"code": code, "name": it.node.name or it.node.id}
        raise Stuck(IncidentType.UNHANDLED_ERROR_EVENT, f"{said} {message}".rstrip())
    told = dict(variables or {})
    leaving.empty(run, root)
    leaving.end(run, root, ElementState.TERMINATED)
    run.effects.append(InstanceEnded(InstanceState.TERMINATED, run.now, told, error_code=code))


def throw_escalation(run: Run, it: ElementInstance, code: str, variables: Mapping[str, object] | None = None) -> None:
    """Tell the nearest catcher; when there is none, nothing happens, as BPMN says."""
    for owner, node in _catchers(it, EventKind.ESCALATION, code):
        catching.happened(run, owner, node, variables or {})
        return
    root = run.state.root
    if root is not None and root.data.get(CALLED):
        run.effects.append(EscalationThrown(code, dict(variables or {})))


def _catchers(it: ElementInstance, kind: EventKind, code: str) -> Iterator[tuple[ElementInstance, Node]]:
    here: ElementInstance | None = it
    while here is not None:
        if not leaving.is_in_loop(here) and here.stage is not Stage.ENTERING:
            yield from _matching(here, here.node.boundaries, kind, code)
        scope = here.parent
        if scope is not None and not scope.data.get(INTERRUPTED):
            yield from _matching(scope, scope.node.event_starts, kind, code)
        here = scope


def _matching(owner: ElementInstance, nodes: tuple[Node, ...], kind: EventKind, code: str) -> Iterator[tuple[ElementInstance, Node]]:
    catch_all: list[Node] = []
    for node in nodes:
        for definition in node.events:
            if definition.kind is kind:
                if definition.name is None:
                    catch_all.append(node)
                elif definition.name.text == code:
                    yield owner, node
    for node in catch_all:
        yield owner, node

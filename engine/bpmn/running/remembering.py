"""Which completed activities are kept because they may be compensated?"""

from __future__ import annotations

from engine.bpmn.marks import DONE
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance
from engine.model import Json


def remember(run: Run, it: ElementInstance) -> bool:
    """Note a completed activity in its scope; True when it is kept itself, with its variables or what is in it."""
    scope = it.parent
    if scope is None or it.node.is_handler:
        return False
    is_in_loop = scope.node is it.node
    if it.node.handler is not None and not leaves_to_instances(it):
        sleeps = is_in_loop and bool(it.variables)
    else:
        sleeps = bool(it.data.get(DONE)) or it.node.aside is not None
    if not sleeps and it.node.handler is None and not _can_undo(run, it):
        return False
    done_of(scope).append([it.node.id, it.key, 1 if sleeps else 0])
    run.state.touch(scope)
    if sleeps:
        run.state.put_to_sleep(it)
    return sleeps


def leaves_to_instances(it: ElementInstance) -> bool:
    """The whole of a loop has no compensation of its own: each of its instances has."""
    return it.node.loop is not None and it.parent is not None and it.parent.node is not it.node


def done_of(scope: ElementInstance) -> list[Json]:
    found = scope.data.setdefault(DONE, [])
    return found if isinstance(found, list) else []


def _can_undo(run: Run, it: ElementInstance) -> bool:
    return it.node.job_type is not None and run.services.can_undo(it.node.job_type)

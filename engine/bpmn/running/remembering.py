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
    sleeps = bool(it.data.get(DONE)) or bool(it.variables and (it.node.starts or is_in_loop))
    if not sleeps and it.node.handler is None and not _can_undo(run, it):
        return False
    done_of(scope).append([it.node.id, it.key, 1 if sleeps else 0])
    run.state.touch(scope)
    if sleeps:
        run.state.put_to_sleep(it)
    return sleeps


def done_of(scope: ElementInstance) -> list[Json]:
    found = scope.data.setdefault(DONE, [])
    return found if isinstance(found, list) else []


def _can_undo(run: Run, it: ElementInstance) -> bool:
    return it.node.job_type is not None and run.services.can_undo(it.node.job_type)

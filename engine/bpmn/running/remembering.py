"""Which completed activities are kept because they may be compensated?"""

from __future__ import annotations

from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance

DONE = "undo"
"""In a scope's data: [element id, key of its dormant scope or 0] for each that can be compensated, in order of completion."""


def remember(run: Run, it: ElementInstance) -> bool:
    """Note a completed activity in its scope; True when it stays itself, because others in it can be compensated."""
    scope = it.parent
    if scope is None:
        return False
    sleeps = bool(it.data.get(DONE)) or bool(it.variables and it.node.starts)
    if not sleeps and it.node.handler is None and it.node.undo is None:
        return False
    done = scope.data.setdefault(DONE, [])
    if isinstance(done, list):
        done.append([it.node.id, it.key if sleeps else 0])
    run.state.touch(scope)
    if sleeps:
        run.state.put_to_sleep(it)
    return sleeps

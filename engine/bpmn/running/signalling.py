"""Who gets a signal?"""

from __future__ import annotations

from engine.bpmn.running import catching
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance
from engine.model import SignalThrown, Variables


def deliver(run: Run, name: str, variables: Variables, thrower: ElementInstance | None = None) -> None:
    """Everyone in this instance who waits for it now, the oldest first; the engine tells the other instances.

    `thrower`: the multi-instance activity whose own progress is told; its boundary catches that without interrupting it.
    """
    run.effects.append(SignalThrown(name, variables))
    for wait in sorted(run.state.signals.values(), key=lambda each: each.key):
        if wait.extra == name and wait.key in run.state.signals:
            catching.trigger(run, wait, variables, is_gentle=wait.owner is thrower)

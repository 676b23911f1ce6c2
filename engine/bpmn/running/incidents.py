"""How is it told that an element cannot go on?"""

from __future__ import annotations

from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import visible
from engine.bpmn.state import ElementInstance
from engine.bpmn.values import Stuck
from engine.model import IncidentRaised


def report(run: Run, it: ElementInstance, stuck: Stuck) -> None:
    """The token stays where it is; running the element again resolves it. It is also over when the element ends."""
    run.state.touch(it)
    run.effects.append(IncidentRaised(run.services.new_key(), stuck.type, it.key, it.node.id, stuck.message, variables=dict(visible(it))))

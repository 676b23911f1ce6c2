"""How does a whole process begin and end?"""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.elements import event_based_gateway
from engine.bpmn.marks import CHOSEN_START, INTERRUPTED
from engine.bpmn.plan import Node, Plan
from engine.bpmn.running import catching, incidents, leaving
from engine.bpmn.running.behaviour import Behaviour
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance, Stage
from engine.bpmn.values import Stuck
from engine.model import ElementState, InstanceEnded, InstanceState
from kit.errors import Invalid
from kit.i18n import _


class NoStart(Invalid):
    """The process has no start of this name, or none that begins without a trigger."""

    title = "NO_START"


class Process(Behaviour):
    def enter(self, run: Run, it: ElementInstance) -> None:
        begin(run, it, {})

    def emptied(self, run: Run, it: ElementInstance) -> None:
        variables = dict(it.variables)
        leaving.end(run, it, ElementState.COMPLETED)
        run.effects.append(InstanceEnded(InstanceState.COMPLETED, run.now, variables))


def begin(run: Run, root: ElementInstance, trigger: Mapping[str, object]) -> None:
    """Begin at the plain start event, or where an event has come. Raises Stuck."""
    catching.open_scope(run, root)
    if root.gone or root.data.get(INTERRUPTED):
        return
    start = start_node(run.plan, root.data.get(CHOSEN_START))
    gateway = next((flow.source for flow in start.incoming if flow.source.kind == "eventBasedGateway"), None)
    if gateway is None:
        catching.pass_through(run, root, start, trigger)
    else:
        _begin_at_gateway(run, root, gateway, start, trigger)


def start_node(plan: Plan, chosen: object) -> Node:
    """Raises NoStart."""
    for start in plan.start_events:
        if start.id == chosen or (chosen is None and not start.definitions):
            return plan.nodes[start.id]
    said = (
        _("The process “%(process)s” has no start event without a trigger. Send what it starts by.")
        if chosen is None
        else _("The process “%(process)s” has no start “%(start)s”.")
    )
    raise NoStart(said % {"process": plan.process_id, "start": chosen})


def _begin_at_gateway(run: Run, root: ElementInstance, gateway: Node, target: Node, trigger: Mapping[str, object]) -> None:
    it = catching.begin(run, root, gateway)
    it.stage = Stage.RUNNING
    it.data[CHOSEN_START] = target.id
    event_based_gateway.take(run, it, target, trigger, is_last=not gateway.behaviour.takes_all)
    if gateway.behaviour.takes_all:
        try:
            gateway.behaviour.enter(run, it)
        except Stuck as stuck:
            incidents.report(run, it, stuck)

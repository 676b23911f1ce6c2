"""Can each thing that is alive in an instance go on in another version, and where?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.elements.ad_hoc_sub_process import TODO
from engine.bpmn.elements.multi_instance import MultiInstance
from engine.bpmn.marks import DONE, STEPS
from engine.bpmn.plan import Flow, Node, Plan
from engine.bpmn.running import leaving
from engine.bpmn.state import ElementInstance, Stage, State, Wait
from engine.bpmn.versions.matching import is_alike
from engine.model import Json
from kit.i18n import _


class Weighing:
    """The plan of a migration laid on one instance: counterparts, and what stands against it in whole sentences."""

    def __init__(self, state: State, target: Plan, mapping: Mapping[str, str]) -> None:
        self.state = state
        self.source = state.plan
        self.target = target
        self.mapping = mapping
        self.needs: list[str] = []
        self.cannot: list[str] = []

    def weigh(self) -> None:
        if self.state.parked:
            self.cannot.append(_("The instance is in the middle of a long step. Try again in a moment."))
        for it in self.state.instances.values():
            self._element(it)

    def twin(self, node: Node) -> Node | None:
        """The counterpart that the plan names, if there is one of this id."""
        if node is self.source.root:
            return self.target.root
        return self.target.nodes.get(self.mapping.get(node.id, ""))

    def flow_twin(self, flow: Flow, join: Node) -> Flow | None:
        """The flow into the counterpart of a join on which a token that came over this flow has come."""
        same = self.target.flows.get(flow.id)
        if same is not None and same.target is join:
            return same
        source = self.twin(flow.source)
        found = [each for each in join.incoming if each.source is source]
        return found[0] if len(found) == 1 else None

    def _element(self, it: ElementInstance) -> None:
        twin = self._counterpart(it.node)
        if twin is None:
            return
        self._kind(it.node, twin)
        self._scope(it, twin)
        self._loop(it.node, twin)
        self._joins(it)
        self._remembered(it)
        for wait in it.waits:
            if is_beside(wait):
                self._beside(wait, twin)
            elif wait.node is not it.node:
                self._way(wait, twin)

    def _counterpart(self, node: Node) -> Node | None:
        twin = self.twin(node)
        named = self.mapping.get(node.id)
        if twin is None and named is not None:
            said = _("The plan takes “%(source)s” to “%(target)s”, which is not in the new version.")
            self._need(said % {"source": node.id, "target": named})
        elif twin is None:
            self._need(_("A token is at %(element)s, for which the plan names no element of the new version.") % {"element": called(node)})
        return twin

    def _kind(self, node: Node, twin: Node) -> None:
        if not is_alike(node, twin):
            said = _("%(source)s is a %(old)s, %(target)s a %(new)s: the type has changed.")
            self._refuse(said % {"source": called(node), "old": kind_of(node), "target": called(twin), "new": kind_of(twin)})

    def _scope(self, it: ElementInstance, twin: Node) -> None:
        """It stays inside of what it is in; a compensation handler may be in the activity that it compensates."""
        if it.parent is None or leaving.is_in_loop(it):
            return
        around = self.twin(it.parent.node)
        if around is not None and twin.container is not around and around.handler is not twin:
            said = _("%(source)s is in %(old)s, its counterpart in %(new)s: the scope has changed.")
            new = called(twin.container) if twin.container is not None else called(twin)
            self._refuse(said % {"source": called(it.node), "old": called(it.parent.node), "new": new})

    def _loop(self, node: Node, twin: Node) -> None:
        if loop_shape(node) != loop_shape(twin):
            said = _("%(source)s and its counterpart repeat in different ways: the loop or multi-instance body has changed.")
            self._refuse(said % {"source": called(node)})

    def _joins(self, it: ElementInstance) -> None:
        waiting = {node_id: [*counts] for node_id, counts in it.joins.items()}
        for node_id, flows in it.resetting.items():
            waiting.setdefault(node_id, []).extend(map(str, listed(flows)))
        for node_id, flow_ids in waiting.items():
            node = self.source.nodes[node_id]
            twin = self._counterpart(node)
            if twin is None:
                continue
            self._kind(node, twin)
            for flow_id in flow_ids:
                flow = self.source.flows.get(flow_id)
                if flow is not None and self.flow_twin(flow, twin) is None:
                    said = _("A token has come to %(join)s over “%(flow)s”, and no such flow leads to its counterpart.")
                    self._refuse(said % {"join": called(node), "flow": flow_id})

    def _remembered(self, it: ElementInstance) -> None:
        """What is done and may be compensated, or is about to be, and what an ad-hoc sub-process has still to begin."""
        for node in remembered(self.source, it):
            twin = self._counterpart(node)
            if twin is not None and (node.handler is None) != (twin.handler is None):
                self._refuse(_("%(element)s has been done, and its compensation has changed.") % {"element": called(node)})

    def _beside(self, wait: Wait, twin: Node) -> None:
        """An event at the boundary or of an event sub-process: without a counterpart it is no longer waited for."""
        node = self.twin(wait.node)
        if node is None:
            return
        self._kind(wait.node, node)
        if node not in (*twin.boundaries, *twin.event_starts):
            said = _("The event %(event)s belongs to %(old)s, its counterpart does not belong to %(new)s.")
            self._refuse(said % {"event": called(wait.node), "old": called(wait.owner.node), "new": called(twin)})

    def _way(self, wait: Wait, twin: Node) -> None:
        """An event behind an event-based gateway."""
        node = self._counterpart(wait.node)
        if node is None:
            return
        self._kind(wait.node, node)
        if all(flow.target is not node for flow in twin.outgoing):
            self._refuse(_("No flow leads from %(gateway)s to %(event)s.") % {"gateway": called(twin), "event": called(node)})

    def _need(self, reason: str) -> None:
        if reason not in self.needs:
            self.needs.append(reason)

    def _refuse(self, reason: str) -> None:
        if reason not in self.cannot:
            self.cannot.append(reason)


def is_beside(wait: Wait) -> bool:
    """True for a boundary event, and the start of an event sub-process, of the wait's owner."""
    return wait.node.attached_to is not None or wait.node.is_event_start


def remembered(plan: Plan, it: ElementInstance) -> Iterator[Node]:
    """The elements that its data name."""
    for entry in listed(it.data.get(DONE)):
        yield plan.nodes[str(listed(entry)[0])]
    for step in listed(it.data.get(STEPS)):
        yield plan.nodes[str(listed(step)[2])]
    for node_id in listed(it.data.get(TODO)):
        yield plan.nodes[str(node_id)]


def listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def expected(it: ElementInstance, twin: Node) -> tuple[Node, ...]:
    """Which events beside it are waited for in this stage, in the new version."""
    if it.stage in (Stage.ENTERING, Stage.DORMANT):
        return ()
    nodes: tuple[Node, ...] = () if leaving.is_in_loop(it) else twin.boundaries
    if twin.event_starts and it.stage is Stage.RUNNING and not leaving.is_loop_body(it):
        nodes += twin.event_starts
    return nodes


def loop_shape(node: Node) -> tuple[object, ...]:
    loop = node.loop
    if isinstance(loop, MultiInstance):
        return (MultiInstance, loop.is_sequential, loop.collection is None, loop.input_element, loop.output_collection)
    return (type(loop),)


def called(node: Node) -> str:
    """How a person knows it: its name and id."""
    return f"“{node.name}” ({node.id})" if node.name and node.name != node.id else f"“{node.id}”"


def kind_of(node: Node) -> str:
    events = " ".join(each.kind.value for each in node.events)
    return f"{events} {node.kind}".strip()

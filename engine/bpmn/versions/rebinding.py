"""How does what is alive in an instance get bound to another version of its process?

Waits are kept as they are: a timer keeps its time, a message its key, a job its work, a task its key and with it its draft.
An event beside an element that the new version does not have is no longer waited for; one that only the new version has is
waited for from now on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.bpmn.elements.ad_hoc_sub_process import TODO
from engine.bpmn.elements.user_task import UserTask
from engine.bpmn.marks import CHOSEN_START, DONE, INTERRUPTED, RESET, STEPS
from engine.bpmn.migration import CannotMigrate, Verdict
from engine.bpmn.plan import Node, Plan
from engine.bpmn.running import leaving
from engine.bpmn.running.variables import visible
from engine.bpmn.state import ElementInstance, Stage, State, Wait
from engine.bpmn.values import Stuck, optional_text_of
from engine.bpmn.versions.weighing import Weighing, expected, is_beside, listed
from engine.model import OpenTask


@dataclass(frozen=True, slots=True)
class Rebound:
    """What is left to do after binding: by the execution, and in rows."""

    elements: dict[int, Node] = field(default_factory=dict)
    """By the key of the element instance."""
    waits: dict[int, Node] = field(default_factory=dict)
    """By the key of the wait."""
    dropped: list[Wait] = field(default_factory=list)
    new: list[tuple[ElementInstance, Node]] = field(default_factory=list)
    """Events that only the new version has."""
    tasks: list[OpenTask] = field(default_factory=list)


def rebind(state: State, target: Plan, mapping: Mapping[str, str]) -> Rebound:
    """Bind the state to the other plan. Raises CannotMigrate, with the state as it was."""
    weighing = Weighing(state, target, mapping)
    weighing.weigh()
    if weighing.cannot:
        raise CannotMigrate(Verdict.CANNOT, weighing.cannot + weighing.needs)
    if weighing.needs:
        raise CannotMigrate(Verdict.NEEDS_MAPPING, weighing.needs)
    rebound = Rebound()
    come_from = {node.id for node in map(weighing.twin, state.plan.nodes.values()) if node is not None}
    for it in state.instances.values():
        twin = weighing.twin(it.node)
        if twin is not None:
            _bind(weighing, it, twin, rebound)
            if not it.data.get(INTERRUPTED):
                rebound.new.extend((it, node) for node in expected(it, twin) if node.id not in come_from)
    state.patient = {(key, weighing.mapping.get(node_id, node_id)) for key, node_id in state.patient}
    state.plan = target
    for it in state.instances.values():
        state.touch(it)
    rebound.tasks.extend(_tasks(state))
    return rebound


def _bind(weighing: Weighing, it: ElementInstance, twin: Node, rebound: Rebound) -> None:
    _bind_joins(weighing, it)
    _bind_data(weighing, it)
    for wait in it.waits:
        node = twin if wait.node is it.node else weighing.twin(wait.node)
        if node is None or (is_beside(wait) and wait.definition >= len(node.events)):
            rebound.dropped.append(wait)
        else:
            wait.node = node
            rebound.waits[wait.key] = node
    it.node = twin
    rebound.elements[it.key] = twin


def _bind_joins(weighing: Weighing, it: ElementInstance) -> None:
    joins: dict[str, dict[str, int]] = {}
    for node_id, counts in it.joins.items():
        join = weighing.target.nodes[weighing.mapping[node_id]]
        bound = joins.setdefault(join.id, {})
        for flow_id, count in counts.items():
            name = _flow(weighing, flow_id, join)
            bound[name] = bound.get(name, 0) + count
    it.joins = joins


def _flow(weighing: Weighing, flow_id: str, join: Node) -> str:
    flow = weighing.source.flows.get(flow_id)
    twin = weighing.flow_twin(flow, join) if flow is not None else None
    return twin.id if twin is not None else flow_id


def _bind_data(weighing: Weighing, it: ElementInstance) -> None:
    """Element ids that behaviours remember."""
    mapping = weighing.mapping
    if it.resetting:
        it.data[RESET] = {
            mapping[node_id]: [_flow(weighing, str(each), weighing.target.nodes[mapping[node_id]]) for each in listed(flows)]
            for node_id, flows in it.resetting.items()
        }
    if DONE in it.data:
        it.data[DONE] = [[mapping[str(entry[0])], *entry[1:]] for entry in map(listed, listed(it.data[DONE]))]
    if STEPS in it.data:
        it.data[STEPS] = [[step[0], step[1], mapping[str(step[2])], step[3]] for step in map(listed, listed(it.data[STEPS]))]
    if TODO in it.data:
        it.data[TODO] = [mapping[str(node_id)] for node_id in listed(it.data[TODO])]
    start = it.data.get(CHOSEN_START)
    if isinstance(start, str):
        it.data[CHOSEN_START] = mapping.get(start, start)


def _tasks(state: State) -> Iterator[OpenTask]:
    for it in state.instances.values():
        behaviour = it.node.behaviour
        if isinstance(behaviour, UserTask) and it.stage is Stage.RUNNING and not leaving.is_loop_body(it):
            try:
                form_id = optional_text_of(behaviour.form_id, visible(it), "form id")
            except Stuck as stuck:
                raise CannotMigrate(Verdict.CANNOT, [stuck.message]) from stuck
            yield OpenTask(it.key, it.node.id, it.node.name or it.node.id, form_id, behaviour.form_binding)

"""What is a compiled process: its nodes and flows, immutable and shared by all its instances?"""

from __future__ import annotations

from collections.abc import Mapping as Readable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.bpmn.values import Formula, Value

if TYPE_CHECKING:
    from engine.bpmn.events import EventDefinition, StartEvent
    from engine.bpmn.running.behaviour import Behaviour, Loop


@dataclass(slots=True, eq=False)
class Flow:
    """A sequence flow."""

    id: str
    source: Node
    target: Node
    condition: Formula | None = None
    is_drawn: bool = True
    """False for the jump from a throwing link event to the catching one."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """One line of a zeebe:ioMapping."""

    target: tuple[str, ...]
    """The name, or the path into a context: `order.address.city`."""
    source: Value


@dataclass(slots=True, eq=False)
class Node:
    """An element that tokens visit; a container (process or sub-process) is a node too."""

    id: str
    name: str
    kind: str
    """The BPMN tag: userTask, subProcess, process …"""
    type: str
    """The word in history: USER_TASK, SUB_PROCESS, PROCESS …"""
    container: Node | None
    behaviour: Behaviour = field(init=False)
    incoming: tuple[Flow, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    default: Flow | None = None
    conditional: bool = False
    """Some outgoing flow carries a condition that counts here."""
    inputs: tuple[Mapping, ...] = ()
    outputs: tuple[Mapping, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    documentation: str = ""
    """What the model says to whoever does it."""
    events: tuple[EventDefinition, ...] = ()
    all_events: bool = False
    """A parallel multiple event: it needs each of its definitions."""
    boundaries: tuple[Node, ...] = ()
    attached_to: Node | None = None
    interrupting: bool = True
    loop: Loop | None = None
    start_quantity: int = 1
    completion_quantity: int = 1
    starts: tuple[Node, ...] = ()
    """Of a container: its start events (of an ad-hoc sub-process: whatever has no incoming flow)."""
    event_starts: tuple[Node, ...] = ()
    """Of a container: the start events of its event sub-processes."""
    upstream: dict[str, frozenset[str]] = field(default_factory=dict)
    """Of a patient join: from which nodes each incoming flow can be reached without passing the join."""
    handler: Node | None = None
    """The compensation handler drawn for this activity."""
    aside: Node | None = None
    """Of a sub-process: its compensation event sub-process."""
    job_type: str | None = None
    """Of a task that names its operation plainly: what may be taken back by the operation's own `undo`."""
    is_event_sub_process: bool = False
    is_handler: bool = False
    is_event_start: bool = False
    """The start event of an event sub-process."""
    index: int = 0
    """Its place in the file."""
    compensable: bool = False
    """Its completion is remembered, because something in reach may compensate it."""

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id}>"


@dataclass(frozen=True, slots=True)
class Column:
    """A variable of the process, or a part of one, under a title: `supplier.name`."""

    title: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """One executable process of a file."""

    process_id: str
    name: str
    version_tag: str | None
    root: Node
    nodes: Readable[str, Node]
    """Every node by its element id."""
    flows: Readable[str, Flow]
    start_events: tuple[StartEvent, ...]
    """What may begin an instance; the engine subscribes to all but the plain one."""
    columns: tuple[Column, ...] = ()
    """What the designer wants a list of its tasks to show."""

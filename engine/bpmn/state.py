"""What of an instance is alive, in memory?"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum, StrEnum

from engine.bpmn.marks import AWAKE, RESET
from engine.bpmn.plan import Node, Plan
from engine.model import Json, Variables


class Stage(IntEnum):
    """Where an element instance stands, and so where it goes on when it is run again."""

    ENTERING = 0
    """Its input mappings and subscriptions are still to be made."""
    RUNNING = 1
    LEAVING = 2
    """Its work is done; an output mapping or the choice of a flow failed."""
    THROWING = 3
    """It has thrown an event that is delivered when the other tokens rest."""
    ENTERED = 5
    """Its boundary is open; its own work is still to be begun, or has to be done again."""
    DORMANT = 4
    """Completed, and kept because it may be compensated."""


class WaitKind(StrEnum):
    MESSAGE = "m"
    SIGNAL = "s"
    TIMER = "t"
    CONDITION = "c"
    JOB = "j"
    CALL = "k"


class Wait:
    """Something an element instance waits for; `key` is what the engine hands back when it has come."""

    __slots__ = ("definition", "extra", "key", "kind", "node", "owner")

    def __init__(self, key: int, kind: WaitKind, owner: ElementInstance, node: Node, definition: int = 0, extra: Json = None) -> None:
        self.key = key
        self.kind = kind
        self.owner = owner
        self.node = node
        """The element that goes on then: the owner's own, a boundary event, or the start of an event sub-process."""
        self.definition = definition
        """Which of the node's event definitions."""
        self.extra = extra


class ElementInstance:
    """One living instance of an element: a token's place, and the scope of whatever lives in it."""

    __slots__ = (
        "children",
        "data",
        "dormant",
        "gone",
        "joins",
        "key",
        "live_dirty",
        "node",
        "own_row",
        "parent",
        "pending",
        "stage",
        "stored",
        "variables",
        "variables_dirty",
        "waits",
    )

    def __init__(self, key: int, node: Node, parent: ElementInstance | None) -> None:
        self.key = key
        self.node = node
        self.parent = parent
        self.stage = Stage.ENTERING
        self.waits: list[Wait] = []
        self.variables: Variables = {}
        self.children: dict[int, ElementInstance] = {}
        self.joins: dict[str, dict[str, int]] = {}
        """Tokens that stand before a join: by node, then by flow."""
        self.pending = 0
        """Tokens under way in this scope."""
        self.dormant: dict[int, ElementInstance] = {}
        """Completed sub-processes that may still be compensated."""
        self.data: dict[str, Json] = {}
        """What the element's behaviour remembers."""
        self.gone = False
        self.own_row = False
        self.stored = False
        self.live_dirty = False
        self.variables_dirty = False

    @property
    def is_empty(self) -> bool:
        """True when no token is left in this scope, and no complex gateway that still has to be reset."""
        return not (self.children or self.pending or self.joins or self.resetting)

    @property
    def resetting(self) -> dict[str, Json]:
        """The complex gateways of this scope that wait for reset, with the flows that activated them."""
        found = self.data.get(RESET)
        return found if isinstance(found, dict) else {}

    def __repr__(self) -> str:
        return f"<{self.key} of {self.node.id}>"


class Token:
    """A token under way to a node."""

    __slots__ = ("flow_id", "index", "node", "scope")

    def __init__(self, scope: ElementInstance, node: Node, flow_id: str | None, index: int = 0) -> None:
        self.scope = scope
        self.node = node
        self.flow_id = flow_id
        self.index = index
        """Which instance of a loop this token is to begin."""


class State:
    """The living part of one instance; it knows which of its rows have changed."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.root: ElementInstance | None = None
        self.instances: dict[int, ElementInstance] = {}
        self.waits: dict[int, Wait] = {}
        self.signals: dict[int, Wait] = {}
        self.conditions: dict[int, Wait] = {}
        self.patient: set[tuple[int, str]] = set()
        """Inclusive and complex joins that hold tokens: (scope key, node id)."""
        self.thrown: dict[int, ElementInstance] = {}
        """Those that have thrown an event and stand still until it is delivered."""
        self.helping: dict[int, ElementInstance] = {}
        """Compensating events that can take their next step."""
        self.parked: list[Token] = []
        """Tokens that were under way when a step's budget ended."""
        self.dirty: dict[int, ElementInstance] = {}
        self.ended: list[int] = []
        """Keys of stored scopes that are no more."""

    def add(self, it: ElementInstance) -> None:
        self.instances[it.key] = it
        if it.parent is None:
            self.root = it
            it.own_row = True
        else:
            it.parent.children[it.key] = it
            self.give_row(it.parent)
        self.touch(it)

    def remove(self, it: ElementInstance) -> None:
        self.touch(it)
        it.gone = True
        del self.instances[it.key]
        if it.parent is None:
            self.root = None
        else:
            it.parent.children.pop(it.key, None)
            it.parent.dormant.pop(it.key, None)
        self.forget_joins(it)
        if it.own_row:
            self.dirty.pop(it.key, None)
            if it.stored:
                self.ended.append(it.key)

    def put_to_sleep(self, it: ElementInstance) -> None:
        """It has completed, and is kept beside the living because it may be compensated."""
        if it.parent is not None:
            self.give_row(it)
            it.stage = Stage.DORMANT
            it.parent.dormant[it.key] = it.parent.children.pop(it.key)
            self.touch(it)

    def wake(self, it: ElementInstance) -> None:
        """Compensation handlers are going to run in it."""
        if it.parent is not None and it.key in it.parent.dormant:
            it.data[AWAKE] = 1
            it.parent.children[it.key] = it.parent.dormant.pop(it.key)
            self.touch(it)

    def forget_joins(self, scope: ElementInstance) -> None:
        """Tokens that stand before joins are gone, and whatever waited for more of them."""
        if scope.joins or scope.resetting:
            for node_id in (*scope.joins, *scope.resetting):
                self.patient.discard((scope.key, node_id))
            scope.joins = {}
            scope.data.pop(RESET, None)
            self.touch(scope)

    def give_row(self, it: ElementInstance) -> None:
        """From now on this element instance is a scope with a row of its own."""
        if not it.own_row:
            self.touch(it)
            it.own_row = True
            self.touch(it)

    def touch(self, it: ElementInstance) -> None:
        """Something of it has changed that its live row shows."""
        owner = it if it.own_row else it.parent
        if owner is not None:
            owner.live_dirty = True
            self.dirty[owner.key] = owner

    def touch_variables(self, it: ElementInstance) -> None:
        self.give_row(it)
        it.variables_dirty = True
        self.dirty[it.key] = it

    def add_wait(self, wait: Wait) -> None:
        wait.owner.waits.append(wait)
        self.index(wait)
        self.touch(wait.owner)

    def index(self, wait: Wait) -> None:
        self.waits[wait.key] = wait
        if wait.kind is WaitKind.SIGNAL:
            self.signals[wait.key] = wait
        elif wait.kind is WaitKind.CONDITION:
            self.conditions[wait.key] = wait

    def remove_wait(self, wait: Wait) -> None:
        wait.owner.waits.remove(wait)
        self.forget_waits((wait,))
        self.touch(wait.owner)

    def forget_waits(self, waits: Iterable[Wait]) -> None:
        for wait in waits:
            self.waits.pop(wait.key, None)
            self.signals.pop(wait.key, None)
            self.conditions.pop(wait.key, None)

"""What does every kind of element have to say when a token reaches it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from engine.bpmn.plan import Flow, Node
from engine.bpmn.running import joining, leaving, moving
from engine.bpmn.running.run import Run
from engine.bpmn.state import ElementInstance, Wait

ANY_FLOW = ""
"""Tokens that wait for a start quantity are counted together."""


class Behaviour:
    """How an element acts. Most elements need only `enter`: do the work, then `leaving.complete`, or leave a wait."""

    is_patient = False
    """A join that decides only when all other tokens rest."""

    takes_all = False
    """Of an event-based gateway: a parallel one, which needs each of its events."""

    def arrive(self, run: Run, scope: ElementInstance, node: Node, flow_id: str | None) -> None:  # noqa: ARG002
        """A token has come over a sequence flow."""
        if node.start_quantity > 1:
            joining.put(run, scope, node, ANY_FLOW)
            if scope.joins[node.id][ANY_FLOW] < node.start_quantity:
                return
            for _ in range(node.start_quantity):
                joining.take(run, scope, node, (ANY_FLOW,))
        moving.begin_activity(run, scope, node)

    def enter(self, run: Run, it: ElementInstance) -> None:
        """The work itself. Raises Stuck when it cannot be done; then it is called again later."""
        raise NotImplementedError

    def arrived(self, run: Run, it: ElementInstance, wait: Wait, result: Mapping[str, object]) -> None:
        """What it waited for has come."""
        raise NotImplementedError

    def emptied(self, run: Run, it: ElementInstance) -> None:
        """The last token inside of it is gone."""
        leaving.complete(run, it)

    def child_left(self, run: Run, scope: ElementInstance) -> None:
        """Something inside of it has completed."""

    def choose(self, it: ElementInstance) -> tuple[Flow, ...]:
        """The flows that get a token, where conditions have a say. Raises Stuck when there is none."""
        return leaving.choose_all(it)

    def deliver(self, run: Run, it: ElementInstance) -> None:
        """Hand the event that it threw to those inside this instance that wait for it, and go on."""
        raise NotImplementedError

    def compensated(self, run: Run, it: ElementInstance) -> None:
        """What it asked to compensate is compensated."""
        leaving.complete(run, it)

    def cancelled(self, run: Run, it: ElementInstance) -> None:
        """It is being ended from outside: take back what it asked for, besides its waits."""

    def try_fire(self, run: Run, scope: ElementInstance, node: Node, is_forced: bool) -> bool:  # noqa: ARG002
        """Of a patient join, when all else rests: go on if it may. Forced: although other such joins could still send it a token."""
        return False


class Loop(Protocol):
    """How an activity with a loop marker makes its instances; the body is an element instance too."""

    @property
    def keeps_names(self) -> bool:
        """A name first assigned in one instance stays in it."""
        ...

    def enter(self, run: Run, body: ElementInstance) -> None: ...

    def begin(self, run: Run, body: ElementInstance, index: int) -> None: ...

    def declare(self, run: Run, child: ElementInstance) -> None:
        """Make the local variables of one instance. Raises Stuck."""
        ...

    def child_done(self, run: Run, body: ElementInstance, child: ElementInstance) -> None: ...

    def emptied(self, run: Run, body: ElementInstance) -> None: ...

    def deliver(self, run: Run, child: ElementInstance) -> None:
        """Hand on the event that the completion of one instance threw, and go on."""
        ...

    def hand_out(self, run: Run, body: ElementInstance) -> None:
        """The whole is done: write what it gathered."""
        ...

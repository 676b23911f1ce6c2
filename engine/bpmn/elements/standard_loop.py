"""How does an activity with a standard loop repeat?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from engine.bpmn.running import catching, leaving, moving
from engine.bpmn.running.run import Run
from engine.bpmn.running.variables import set_local, visible
from engine.bpmn.state import ElementInstance
from engine.bpmn.values import Formula
from engine.model import ElementState, Json

INDEX = "i"


@dataclass(frozen=True, slots=True)
class StandardLoop:
    """As long as the condition holds and the maximum is not reached; tested before, or after each turn."""

    condition: Formula | None
    maximum: int | None
    test_before: bool

    keeps_names = False

    def enter(self, run: Run, body: ElementInstance) -> None:
        run.state.give_row(body)
        if not self.test_before or self._goes_on(body, 0):
            run.push(body, body.node, index=0)
        leaving.settle_scope(run, body)

    def begin(self, run: Run, body: ElementInstance, index: int) -> None:
        child = catching.begin(run, body, body.node)
        child.data[INDEX] = index
        moving.activate(run, child)

    def declare(self, run: Run, child: ElementInstance) -> None:
        set_local(run, child, {"loopCounter": Decimal(_number(child.data[INDEX]) + 1)})

    def child_done(self, run: Run, body: ElementInstance, child: ElementInstance) -> None:
        done = _number(child.data[INDEX]) + 1
        goes_on = self._goes_on(child, done)
        leaving.end(run, child, ElementState.COMPLETED)
        if goes_on:
            run.push(body, body.node, index=done)
        leaving.settle_scope(run, body)

    def emptied(self, run: Run, body: ElementInstance) -> None:
        leaving.complete(run, body)

    def deliver(self, run: Run, child: ElementInstance) -> None:
        """No turn throws anything."""

    def hand_out(self, run: Run, body: ElementInstance) -> None:
        """Each turn has written its variables itself."""

    def _goes_on(self, it: ElementInstance, done: int) -> bool:
        if self.maximum is not None and done >= self.maximum:
            return False
        return self.condition is None or self.condition.holds(visible(it))


def _number(value: Json) -> int:
    return value if isinstance(value, int) else 0

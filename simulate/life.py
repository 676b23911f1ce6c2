"""What happens in the demo company while a newcomer looks around? Orders come in; some are picked and dispatched."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from kit.log import get_logger
from simulate.employee import Employee, Turned
from simulate.state import Phase, state

log = get_logger(__name__)
PROCESS = "order-to-delivery"
BETWEEN = 1.0
"""Seconds between two orders: a page that is open shows them come."""


@dataclass(frozen=True, slots=True)
class Order:
    """What comes in: the order's key and its lines."""

    order: str
    lines: Sequence[object]


@dataclass(frozen=True, slots=True)
class Staff:
    """Who takes orders, who picks and who packs."""

    sales: Employee
    warehouse: Employee
    logistics: Employee

    def everybody(self) -> tuple[Employee, ...]:
        return (self.sales, self.warehouse, self.logistics)


class Life(threading.Thread):
    """Lives once, in the background; ends early when the server does."""

    def __init__(self, staff: Staff, orders: Sequence[Order], between: float = BETWEEN) -> None:
        super().__init__(name="simulation", daemon=True)
        self._staff, self._orders, self._between = staff, orders, between
        self._over = threading.Event()

    def stop(self) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        state.phase, state.expected = Phase.LIVING, len(self._orders)
        try:
            with ExitStack() as leaving:
                for person in self._staff.everybody():
                    leaving.enter_context(closing(person))
                self._live()
        except (Turned, OSError, HTTPException) as trouble:
            log.warning("The simulated day ended early: %s", trouble)
        finally:
            state.phase = Phase.OVER

    def _live(self) -> None:
        """Every second order is picked, every fourth dispatched: the others wait for whoever looks in."""
        staff = self._staff
        arrived = set(_started(staff.sales))
        for number, order in enumerate(self._orders):
            if len(arrived) <= number:
                staff.sales.start(PROCESS, {"order": order.order, "lines": order.lines})
                if number % 2 == 0:
                    _finish_one(staff.warehouse, "pick")
                if number % 4 == 0:
                    _finish_one(staff.logistics, "pack_and_dispatch")
                arrived.add(order.order)
                if self._over.wait(self._between):
                    return
            state.arrived = number + 1


def _started(who: Employee) -> list[str]:
    """The instances that are there already."""
    return [str(each["processInstanceKey"]) for each in who.ask("POST", "/v2/process-instances/search", {})["items"]]


def _finish_one(who: Employee, element: str) -> None:
    """Do the oldest task of this kind, as the form suggests."""
    task = next((each for each in who.inbox() if each["elementId"] == element), None)
    if task is not None:
        who.finish(str(task["userTaskKey"]), _answers(task))


def _answers(task: dict[str, Any]) -> dict[str, object]:
    """What a person writes who finds everything in its place."""
    return {"parcels": 1} if task["elementId"] == "pack_and_dispatch" else {}

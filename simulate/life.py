"""What happens in the demo company while a newcomer looks around? Orders come in; some are picked, packed and paid."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from kit.log import get_logger
from simulate.employee import Employee
from simulate.person import Person, Turned
from simulate.state import Phase, state

log = get_logger(__name__)
PROCESS = "order-to-delivery"
ORDERS = 20
BETWEEN = 1.0
"""Seconds between two orders: a page that is open shows them come."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Who takes orders, who picks, who packs, and who sees the bank account."""

    sales: Employee
    warehouse: Employee
    logistics: Employee
    accounting: Employee

    def everybody(self) -> tuple[Employee, ...]:
        return (self.sales, self.warehouse, self.logistics, self.accounting)


class Life(threading.Thread):
    """One day, in the background; it ends early when the server does, and the next one goes on where it stopped."""

    def __init__(self, staff: Staff, orders: int = ORDERS, between: float = BETWEEN) -> None:
        super().__init__(name="simulation", daemon=True)
        self._staff, self._orders, self._between = staff, orders, between
        self._over = threading.Event()

    def stop(self) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        state.expected, state.arrived = self._orders, 0
        try:
            with ExitStack() as leaving:
                for person in self._staff.everybody():
                    leaving.enter_context(closing(person))
                self._live()
        except (Turned, OSError, HTTPException) as trouble:
            if not self._over.is_set():
                log.warning("The simulated day ended early: %s", trouble)
        finally:
            state.phase = Phase.OVER

    def _live(self) -> None:
        """Every second order is picked, every fourth packed, every eighth paid: the others wait for whoever looks in."""
        staff = self._staff
        state.arrived = min(len(staff.sales.listed("/erp/orders")), self._orders)
        while state.arrived < self._orders:
            state.phase = Phase.LIVING
            number = state.arrived
            _take_order(staff.sales, number)
            if number % 2 == 0:
                _finish_oldest(staff.warehouse, "pick", {})
            if number % 4 == 0:
                _finish_oldest(staff.logistics, "pack_and_dispatch", {"parcels": 1 + number % 3})
            if number % 8 == 0:
                _pay(staff.accounting, number // 8)
            state.arrived = number + 1
            if self._over.wait(self._between):
                return


def _take_order(sales: Person, number: int) -> None:
    """A customer calls: always the same ones want the same things."""
    customers, products = sales.listed("/erp/parties?sort=code"), sales.listed("/erp/products?sort=sku")
    customer = customers[number * 5 % len(customers)]
    chosen = [products[(number * 5 + step * 7) % len(products)] for step in range(1 + number % 4)]
    lines = [_line(number + step, product) for step, product in enumerate(chosen)]
    given = {"party": customer["id"], "currency": "DKK", "lines": lines}
    order = sales.do("sales.create-order", f"simulated order {number}", given)["order"]
    sales.start(PROCESS, {"order": order})


def _line(nth: int, product: Mapping[str, Any]) -> dict[str, object]:
    discount = "0.05" if nth % 3 == 0 else "0"
    return {"product": product["id"], "quantity": 4 + 2 * (nth % 6), "unit_price": product["values"]["unit_price"], "discount": discount}


def _finish_oldest(who: Person, element: str, answers: Mapping[str, object]) -> None:
    """Do the oldest task of this kind as its form suggests."""
    task = next((each for each in who.inbox() if each["elementId"] == element), None)
    if task is not None:
        who.finish(str(task["userTaskKey"]), answers)


def _pay(accounting: Person, nth: int) -> None:
    """The bank shows the money for the nth invoice, once there is one."""
    invoices = accounting.listed("/erp/invoices?sort=number")
    if nth < len(invoices):
        invoice = invoices[nth]
        accounting.do("finance.register-payment", f"simulated payment {nth}", {"invoice": invoice["id"], "amount": invoice["values"]["total"]})

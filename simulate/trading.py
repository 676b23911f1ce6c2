"""How does a trading company live through its history, day by day, by the same doors as everybody?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from kit.clock import MovingClock
from packs.northwind import Order, Receipt
from simulate.person import Person

PROCESS = "order-to-delivery"
PAID_AFTER = timedelta(days=30)
OPENS = time(8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Hands:
    """Who takes orders, who receives and picks goods, who packs, and who sees the bank account."""

    sales: Person
    warehouse: Person
    logistics: Person
    accounting: Person


@dataclass(frozen=True, slots=True)
class Books:
    """What the records call the rows of the files."""

    customers: Mapping[str, int]
    products: Mapping[int, int]
    currency: str


class Trading:
    """Goods come, orders come, what is due is picked and packed, and thirty days later the bank tells of the money."""

    def __init__(self, hands: Hands, books: Books, clock: MovingClock, work: Callable[[], object]) -> None:
        self._hands, self._books, self._clock, self._work = hands, books, clock, work
        self._due: dict[str, date | None] = {}
        self._bank: dict[date, list[dict[str, Any]]] = defaultdict(list)

    def live(self, orders: list[Order], receipts: list[Receipt]) -> None:
        """From the first day on which something happens until the last invoice is paid."""
        arriving, coming = defaultdict(list), defaultdict(list)
        for order in orders:
            arriving[order.ordered].append(order)
        for receipt in receipts:
            coming[receipt.day].append(receipt)
        shipping = {order.shipped for order in orders if order.shipped}
        days = {*arriving, *coming, *shipping}
        today, last = min(days), max(days)
        while today <= last or self._bank:
            if today in days or today in self._bank:
                self._clock.set(datetime.combine(today, OPENS))
                self._day(today, arriving[today], coming[today])
            today += timedelta(days=1)

    def _day(self, today: date, arriving: list[Order], coming: list[Receipt]) -> None:
        for receipt in coming:
            self._receive(receipt)
        for order in arriving:
            self._take(order)
        self._work()
        if self._pick(today):
            self._pack()
            self._work()
            for invoice in self._hands.accounting.listed(f"/erp/invoices?invoice_date={today}&limit=500"):
                self._bank[today + PAID_AFTER].append(invoice["values"])
        for paid in self._bank.pop(today, []):
            self._pay(today, paid)
        self._work()

    def _receive(self, receipt: Receipt) -> None:
        line = {"product": str(self._books.products[receipt.product]), "quantity": receipt.quantity, "unit_cost": receipt.unit_cost}
        given = {"lines": [line], "currency": self._books.currency}
        self._hands.warehouse.do("inventory.receive-goods", f"receipt {receipt.product} of {receipt.day}", given)

    def _take(self, order: Order) -> None:
        """Written down as the customer says it, and its process started."""
        lines = [
            {"product": str(self._books.products[line.product]), "quantity": line.quantity, "unit_price": line.unit_price, "discount": line.discount}
            for line in order.lines
        ]
        given = {
            "party": str(self._books.customers[order.customer]),
            "currency": self._books.currency,
            "number": order.number,
            "order_date": order.ordered.isoformat(),
            "required_date": order.required.isoformat(),
            "freight": order.freight,
            "lines": lines,
        }
        sales = self._hands.sales
        taken = sales.do("sales.create-order", f"order {order.number}", given)
        self._due[sales.start(PROCESS, {"order": taken["order"]})] = order.shipped

    def _pick(self, today: date) -> int:
        """Whatever was shipped by today and has all its goods."""
        warehouse, picked = self._hands.warehouse, 0
        for task in warehouse.inbox():
            due = self._due.get(str(task["processInstanceKey"]))
            if task["elementId"] == "pick" and due is not None and due <= today:
                warehouse.finish(str(task["userTaskKey"]), {})
                picked += 1
        return picked

    def _pack(self) -> None:
        for task in self._hands.logistics.inbox():
            self._hands.logistics.finish(str(task["userTaskKey"]), {"parcels": 1})

    def _pay(self, today: date, invoice: Mapping[str, Any]) -> None:
        """The bank names the invoice in the line's text."""
        accounting, number = self._hands.accounting, str(invoice["number"])
        said = {"booked_on": today.isoformat(), "amount": invoice["total"], "currency": self._books.currency, "text": f"Invoice {number}"}
        line = accounting.do("finance.register-bank-line", f"bank line for {number}", {"bank_id": f"bank {number}", **said})
        accounting.do("finance.allocate-payment", f"payment of {number}", {"bank_line": line["bank_line"]})

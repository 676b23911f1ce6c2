"""What happened at Northwind, day by day: which goods came, which orders, and when was each shipped?"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import records
from records import Mapped

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[2] / "shared" / "data" / "northwind"
OPENED, REFILLED = date(1996, 7, 1), date(1997, 6, 1)
LATE_PRODUCTS = frozenset({24, 31, 41, 59, 60})
"""They get half of what will be ordered at the opening, and the rest eleven months later: orders must wait."""
MARGIN = Decimal("0.6")
"""The files know no cost: a unit costs this share of its list price."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    product: int
    quantity: int
    unit_price: Decimal
    discount: Decimal


@dataclass(frozen=True, slots=True)
class Order:
    """As the files tell it; without a shipping date it was never shipped."""

    number: str
    customer: str
    ordered: date
    required: date
    shipped: date | None
    freight: Decimal
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Goods that come in."""

    day: date
    product: int
    quantity: int
    unit_cost: Decimal


def orders(data: Path = DATA, first: int | None = None) -> list[Order]:
    """All orders, or the first so many of them, in the order of their numbers."""
    lines: dict[str, list[OrderLine]] = defaultdict(list)
    for row in _rows(data / "order_details.csv"):
        line = OrderLine(int(row["ProductID"]), int(row["Quantity"]), Decimal(row["UnitPrice"]), Decimal(row["Discount"]))
        lines[row["OrderID"]].append(line)
    found = [_order(row, tuple(lines[row["OrderID"]])) for row in _rows(data / "orders.csv")]
    return sorted(found, key=lambda order: order.number)[:first]


def receipts(chosen: list[Order], data: Path = DATA) -> list[Receipt]:
    """All units that these orders will ask for, come in one receipt a product, two for the late ones."""
    wanted: dict[int, int] = defaultdict(int)
    for order in chosen:
        for line in order.lines:
            wanted[line.product] += line.quantity
    costs = {int(row["ProductID"]): (Decimal(row["UnitPrice"]) * MARGIN) for row in _rows(data / "products.csv")}
    return [
        Receipt(day, product, quantity, costs[product])
        for product, units in sorted(wanted.items())
        for day, quantity in _portions(product, units)
        if quantity
    ]


def mapping(noun: str) -> Mapped:
    """How the file of these rows is read: `customers`, `suppliers` or `products`."""
    return records.read_mapping(HERE / f"{noun}.toml")


def _portions(product: int, units: int) -> list[tuple[date, int]]:
    if product not in LATE_PRODUCTS:
        return [(OPENED, units)]
    return [(OPENED, units // 2), (REFILLED, units - units // 2)]


def _order(row: dict[str, str], lines: tuple[OrderLine, ...]) -> Order:
    return Order(
        number=row["OrderID"],
        customer=row["CustomerID"].strip(),
        ordered=_day(row["OrderDate"]),
        required=_day(row["RequiredDate"]),
        shipped=_day(row["ShippedDate"]) if row["ShippedDate"].strip() not in {"", "NULL"} else None,
        freight=Decimal(row["Freight"]),
        lines=lines,
    )


def _day(said: str) -> date:
    return date.fromisoformat(said[:10])


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)

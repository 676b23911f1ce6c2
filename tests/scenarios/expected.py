"""What should come out of Northwind's files? Plain SQL over them, by the rule that invoices follow.

Net of a line: quantity × price × (1 − discount), rounded half up to cents; an invoice is the sum of its lines, its freight apart.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

CENT = Decimal("0.01")
LINES = """
CREATE VIEW line AS SELECT OrderID AS number,
    CAST(Quantity AS INTEGER) AS units,
    CAST(Quantity AS INTEGER) * CAST(ROUND(UnitPrice * 10000) AS INTEGER) * (100 - CAST(ROUND(Discount * 100) AS INTEGER)) AS micros
FROM order_details WHERE OrderID IN (SELECT number FROM chosen)
"""
SHIPPED = "SELECT OrderID FROM orders WHERE ShippedDate NOT IN ('', 'NULL') AND OrderID IN (SELECT number FROM chosen)"
"""`micros` are millionths: whole numbers, so that nothing is rounded before the rule says so."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Amounts of shipped orders; units and number of those that never were."""

    invoices: dict[str, tuple[Decimal, Decimal]]
    net: Decimal
    freight: Decimal
    unrounded: Decimal
    shipped: int
    unshipped: int
    unshipped_units: int


def expected(data: Path, chosen: Sequence[str]) -> Expected:
    database = sqlite3.connect(":memory:")
    for table in ("orders", "order_details"):
        _load(database, table, data / f"{table}.csv")
    database.execute("CREATE TABLE chosen (number TEXT PRIMARY KEY)")
    database.executemany("INSERT INTO chosen VALUES (?)", [(number,) for number in chosen])
    database.execute(LINES)
    invoices = database.execute(
        f"""SELECT line.number, SUM((micros + 5000) / 10000), CAST(ROUND(orders.Freight * 100) AS INTEGER)
        FROM line JOIN orders ON orders.OrderID = line.number WHERE line.number IN ({SHIPPED}) GROUP BY line.number"""
    ).fetchall()
    (micros,) = database.execute(f"SELECT SUM(micros) FROM line WHERE number IN ({SHIPPED})").fetchone()
    (units,) = database.execute(f"SELECT SUM(units) FROM line WHERE number NOT IN ({SHIPPED})").fetchone()
    database.close()
    return Expected(
        invoices={number: (net * CENT, freight * CENT) for number, net, freight in invoices},
        net=sum(net for _number, net, _freight in invoices) * CENT,
        freight=sum(freight for _number, _net, freight in invoices) * CENT,
        unrounded=Decimal(micros).scaleb(-6),
        shipped=len(invoices),
        unshipped=len(chosen) - len(invoices),
        unshipped_units=units or 0,
    )


def _load(database: sqlite3.Connection, table: str, file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as opened:
        heading, *rows = csv.reader(opened)
    database.execute(f"CREATE TABLE {table} ({', '.join(heading)})")
    database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(heading))})", rows)

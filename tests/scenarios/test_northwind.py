"""Do all 830 orders of Northwind run through the process, and do the books say what plain SQL over the files says?"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
import simplejson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import records
from api.application import create
from engine.tables import ProcessInstance, UserTask
from erp.accounting.tables import Allocation, Invoice, InvoiceLine, JournalLine
from erp.inventory.tables import StockBalance
from erp.sales.tables import SalesOrder
from kit import clock
from kit.db import Database
from packs import northwind
from people.access import Who, issue_api_token, who_of
from people.access.permissions import DEFAULT_ROLES
from people.access.tables import AppUser
from processes.bundles import bundles, seed
from processes.words import teach
from records import Outcome, Report
from simulate.person import Person, Turned
from simulate.trading import Books, Hands, Trading
from tests.scenarios.doors import Doors
from tests.scenarios.expected import Expected, expected
from worker.embedded import run_all

BEFORE = datetime(1996, 6, 30, 8, tzinfo=UTC)


@dataclass
class Colleague(Person):
    """Somebody whose program calls the application's doors in this process."""

    doors: Doors
    token: str

    def ask(self, method: str, path: str, body: Mapping[str, object] | None = None, headers: Mapping[str, str] | None = None) -> Any:
        said = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **(headers or {})}
        status, text = self.doors.ask(method, path, b"" if body is None else simplejson.dumps(body, use_decimal=True).encode(), said)
        if status >= 400:
            raise Turned(status, text)
        return simplejson.loads(text, use_decimal=True) if text else None


@pytest.fixture(autouse=True)
def files() -> None:
    if not northwind.DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"Northwind's files are not at {northwind.DATA}.")
        pytest.skip("Northwind's files do not lie beside the checkout.")


def importer(company: int) -> Who:
    return Who(0, "Importer", company, level=5, permissions=frozenset(DEFAULT_ROLES["sales-admin"][1]))


def imported(session: Session, company: int, noun: str, file: str) -> dict[str, int]:
    """Every row is taken; taken in again, each is skipped. Gives the records by their keys in the file."""
    taken, skipped = (take_in(session, company, noun, file) for _time in range(2))
    assert {row.outcome for row in taken.rows} == {Outcome.TAKEN}, taken.refused
    assert {row.outcome for row in skipped.rows} == {Outcome.SKIPPED}
    return {row.key: row.id for row in taken.rows if row.id is not None}


def take_in(session: Session, company: int, noun: str, file: str) -> Report:
    with (northwind.DATA / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return records.import_csv(session, importer(company), records.get(noun), lines, northwind.mapping(file))


def open_northwind(database: Database, doors: Doors) -> tuple[Books, Hands]:
    """The company with its files imported, its process deployed and its people at their desks."""
    teach()
    with database.transaction() as session:
        company = northwind.open_house(session)
        customers = imported(session, company, "customer", "customers")
        imported(session, company, "customer", "suppliers")
        products = imported(session, company, "product", "products")
        for bundle in bundles():
            seed(session, bundle)
    desks = {}
    for person in northwind.PEOPLE:
        with database.transaction() as session:
            user = session.scalars(select(AppUser.id).filter_by(email=person.email)).one()
            desks[person.role] = Colleague(doors, issue_api_token(session, who_of(session, user, company), "desk"))
    books = Books(customers, {int(key): row for key, row in products.items()}, "USD")
    return books, Hands(desks["sales-admin"], desks["warehouse"], desks["logistics"], desks["accounting"])


def live(database: Database, first: int | None) -> Expected:
    """Live through the orders, and say how long it took; gives what the files say came out of them."""
    orders = northwind.orders(first=first)
    started = time.perf_counter()
    moving = clock.MovingClock(BEFORE)
    with clock.use(moving), closing(Doors(create(database))) as doors:
        books, hands = open_northwind(database, doors)
        Trading(hands, books, moving, partial(run_all, database)).live(orders, northwind.receipts(orders))
    files = expected(northwind.DATA, [order.number for order in orders])
    took = time.perf_counter() - started
    difference = f"unrounded {files.unrounded}, invoiced {files.net}, difference {files.unrounded - files.net}"
    print(f"{len(orders)} orders on {database.engine.dialect.name} in {took:.0f} s: {difference}")  # noqa: T201  the answer to a question people ask
    return files


def check(database: Database, files: Expected) -> None:
    """What the database says is what the files say."""
    with database.reading() as session:
        invoices = session.execute(select(SalesOrder.number, Invoice.net, Invoice.freight).join(Invoice, Invoice.source_id == SalesOrder.id)).all()
        assert {number: (net, freight) for number, net, freight in invoices} == files.invoices
        assert session.scalar(select(func.sum(InvoiceLine.net))) == files.net
        assert session.scalar(select(func.sum(Allocation.amount))) == files.net + files.freight
        assert session.scalar(select(func.sum(JournalLine.debit) - func.sum(JournalLine.credit))) == 0
        assert session.scalar(select(func.sum(StockBalance.reserved))) == files.unshipped_units
        statuses = dict(session.execute(select(SalesOrder.status, func.count()).group_by(SalesOrder.status)).all())
        assert statuses == {status: count for status, count in (("closed", files.shipped), ("open", files.unshipped)) if count}
        states = dict(session.execute(select(ProcessInstance.state, func.count()).group_by(ProcessInstance.state)).all())
        assert states == {state: count for state, count in (("COMPLETED", files.shipped), ("ACTIVE", files.unshipped)) if count}
        waiting = session.scalars(select(UserTask.element_id).where(UserTask.state == "CREATED")).all()
        assert list(waiting) == ["pick"] * files.unshipped


def test_the_orders_of_northwind_come_out_as_the_files_say(database: Database) -> None:
    """All of them on SQLite, where they are many and quick; the first hundred on PostgreSQL."""
    files = live(database, first=None if database.sqlite else 100)

    check(database, files)


@pytest.mark.long
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_all_orders_come_out_as_the_files_say_on_postgresql_too(database: Database) -> None:
    check(database, live(database, first=None))


def test_the_files_say_what_is_known_of_them() -> None:
    files = expected(northwind.DATA, [order.number for order in northwind.orders()])

    assert (files.shipped, files.unshipped) == (809, 21)
    assert sum(net for net, _freight in files.invoices.values()) == files.net
    assert abs(files.unrounded - files.net) < Decimal("0.005") * 2155

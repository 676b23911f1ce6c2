"""Does the demo live by the house's own doors: orders taken, picked, packed and paid, and each only once?"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import func, select

import main
from cli.running import life
from cli.serving import Server, address, listen
from erp.accounting.tables import Invoice, JournalLine, Payment
from erp.sales.tables import SalesOrder
from kit.db import Database
from packs import demo
from people.access import throttle
from processes.bundles import bundles, seed
from simulate import Phase, state


@contextmanager
def open_doors(database: Database) -> Iterator[tuple[str, int]]:
    """The house on a free port, with its own worker."""
    listener = listen("127.0.0.1", 18500)
    answers = threading.Event()
    server = Server(uvicorn.Config(main.assemble(database), log_level="warning"), answers.set)
    serving = threading.Thread(target=server.run, args=([listener],))
    serving.start()
    try:
        assert answers.wait(30)
        yield address(listener)
    finally:
        server.should_exit = True
        serving.join()
        listener.close()


@pytest.fixture
def house(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setattr(throttle, "_limiter", MovingWindowRateLimiter(MemoryStorage()))
    main.teach()
    with database.transaction() as session:
        demo.seed(session)
        for bundle in bundles():
            seed(session, bundle)
    return database


def count(database: Database) -> tuple[int, int, int]:
    """Orders, invoices and payments."""
    with database.reading() as session:
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in (SalesOrder, Invoice, Payment))  # type: ignore[return-value]  # three


def test_orders_come_in_are_worked_on_and_some_are_paid_and_no_day_is_lived_twice(house: Database) -> None:
    with open_doors(house) as (host, port):
        for _day in range(2):
            day = life(host, port, orders=8, between=0)
            day.start()
            day.join()

            assert state.phase is Phase.OVER
            assert state.arrived == 8
            assert count(house) == (8, 2, 1)
    with house.reading() as session:
        assert session.scalar(select(func.sum(JournalLine.debit) - func.sum(JournalLine.credit))) == 0

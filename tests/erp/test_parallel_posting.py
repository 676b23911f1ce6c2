"""Do invoices that are posted at the same moment, some of them in vain, still number without holes?"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from erp.accounting.tables import Account, Invoice
from erp.inventory.tables import StockBalance
from kit.db import Database
from kit.errors import Conflict
from kit.operations import Done, Outcome, Refused
from tests.erp.stories import call, customer, product

THREADS, EACH = 6, 3


def test_parallel_posting_leaves_no_hole_and_opens_each_account_once(database: Database) -> None:
    with database.transaction() as session:
        party = customer(session)
    together = threading.Barrier(THREADS)

    def post(thread: int) -> None:
        together.wait()
        for turn in range(EACH):
            given = {"source_id": f"{thread}{turn}", "party_id": party, "currency": "DKK", "lines": [{"quantity": 1, "unit_price": 5}]}
            try:
                with database.transaction() as session:
                    assert isinstance(call(session, "finance.issue-invoice", given, f"{thread} {turn}"), Done)
                    if turn == 1:
                        raise Conflict("Something else goes wrong.")
            except Conflict:
                continue

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(post, range(THREADS)))

    with database.reading() as session:
        numbers = session.scalars(select(Invoice.number).order_by(Invoice.number)).all()
        assert numbers == [f"{number:05d}" for number in range(1, THREADS * (EACH - 1) + 1)]
        assert session.scalars(select(func.count()).select_from(Account).group_by(Account.code)).all() == [1, 1]


def test_parallel_orders_are_promised_no_more_than_is_there(database: Database) -> None:
    with database.transaction() as session:
        chai = product(session)
        call(session, "inventory.receive-goods", {"lines": [{"product": chai, "quantity": 10, "unit_cost": 9}]}, "in")
    together = threading.Barrier(THREADS)

    def reserve(thread: int) -> Outcome:
        together.wait()
        with database.transaction() as session:
            return call(session, "inventory.reserve", {"source_id": thread + 1, "lines": [{"product": chai, "quantity": 4}]}, f"r{thread}")

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = list(pool.map(reserve, range(THREADS)))

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == THREADS - 3
    with database.reading() as session:
        assert session.execute(select(StockBalance.quantity, StockBalance.reserved)).one() == (10, 10)

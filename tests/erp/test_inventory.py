"""Is stock promised, moved and valued rightly, and never counted twice?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import delete, func, select, update

from erp.inventory.tables import StockBalance, StockMove
from erp.products.tables import Product
from kit.db import Database
from kit.errors import AppError
from kit.messages import Message
from kit.operations import Done, Refused
from tests.erp.stories import call, product


def lines(key: int, quantity: int, **more: object) -> dict[str, object]:
    return {"source_id": "77", "lines": [{"product": str(key), "quantity": quantity, **more}]}


def test_the_cost_is_the_moving_average(database: Database) -> None:
    with database.transaction() as session:
        key = product(session)
        call(session, "inventory.receive-goods", lines(key, 10, unit_cost="2"), "a")
        call(session, "inventory.receive-goods", lines(key, 30, unit_cost="4"), "b")

        assert session.scalars(select(Product.cost)).one() == Decimal("3.5")


@pytest.mark.parametrize(("there", "outcome"), [(5, "full"), (2, "partial")])
def test_an_order_gets_all_or_a_part(database: Database, there: int, outcome: str) -> None:
    with database.transaction() as session:
        key = product(session)
        call(session, "inventory.receive-goods", lines(key, there, unit_cost="2"), "in")

        answer = call(session, "inventory.reserve", lines(key, 5))

        assert isinstance(answer, Done)
        assert answer.result["outcome"] == outcome
        call(session, "inventory.receive-goods", lines(key, 9, unit_cost="2"), "more")
        woken = session.scalars(select(Message.correlation_key)).all()
        assert woken == ([] if outcome == "full" else ["77"])


def test_nothing_available_is_refused_and_leaves_nothing(database: Database) -> None:
    with database.transaction() as session:
        key = product(session)

        answer = call(session, "inventory.reserve", lines(key, 5))

        assert isinstance(answer, Refused)
        assert answer.code == "NOTHING_AVAILABLE"


def test_a_repeated_reservation_and_release_change_nothing_twice(database: Database) -> None:
    with database.transaction() as session:
        key = product(session)
        call(session, "inventory.receive-goods", lines(key, 8, unit_cost="2"), "in")
        for _again in range(2):
            call(session, "inventory.reserve", lines(key, 5), "r")
            assert session.scalars(select(StockBalance.reserved)).one() == 5
        call(session, "inventory.release", {"source_id": "77"}, "back")
        assert session.scalars(select(StockBalance.reserved)).one() == 0


def test_issued_goods_leave_stock_and_never_change(database: Database) -> None:
    with database.transaction() as session:
        key = product(session)
        call(session, "inventory.receive-goods", lines(key, 8, unit_cost="2"), "in")
        call(session, "inventory.reserve", lines(key, 5), "r")
        answer = call(session, "inventory.issue-goods", {"source_id": "77", "lines": [{"product": key, "picked": 5}]}, "out")

        assert answer == Done({"value": Decimal("10.00")})
        assert session.execute(select(StockBalance.quantity, StockBalance.reserved)).one() == (3, 0)
        assert session.scalar(select(func.count()).select_from(StockMove)) == 2
    for statement in (update(StockMove).values(version=2), delete(StockMove)):
        with pytest.raises(AppError, match="never changes"), database.transaction() as session:
            session.execute(statement)

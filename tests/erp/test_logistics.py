"""Are shipments planned, dispatched with what was issued, and taken back?"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from erp.logistics.tables import Shipment, ShipmentLine
from kit import operations
from kit.db import Database
from kit.operations import Context, Done, Refused
from tests.erp.stories import COMPANY, call, product


def planned(session: Session, key: int, quantity: int, name: str = "plan") -> str:
    answer = call(session, "logistics.plan-shipment", {"order": "77", "lines": [{"product": key, "quantity": quantity}]}, name)
    assert isinstance(answer, Done)
    return str(answer.result["shipment"])


def issue(session: Session, key: int, quantity: int, name: str) -> None:
    lines = [{"product": key, "quantity": quantity, "unit_cost": "1"}]
    for operation in ("inventory.receive-goods", "inventory.reserve", "inventory.issue-goods"):
        assert isinstance(call(session, operation, {"source_id": "77", "lines": lines}, f"{operation} {name}"), Done)


def test_each_shipment_takes_what_was_issued_and_has_not_gone_before(database: Database) -> None:
    with database.transaction() as session:
        chai = product(session)
        for name, quantity in (("a", 5), ("b", 3)):
            shipment = planned(session, chai, 9, name)
            issue(session, chai, quantity, name)
            assert isinstance(call(session, "logistics.dispatch", {"shipment": shipment, "parcels": 1}, f"go {name}"), Done)

        assert session.scalars(select(ShipmentLine.shipped).order_by(ShipmentLine.id)).all() == [Decimal(5), Decimal(3)]
        assert session.scalars(select(Shipment.number).order_by(Shipment.id)).all() == ["S00001", "S00002"]


def test_nothing_is_dispatched_before_goods_are_issued_nor_twice(database: Database) -> None:
    with database.transaction() as session:
        chai = product(session)
        shipment = planned(session, chai, 5)
        given = {"shipment": shipment, "parcels": 1}

        early = call(session, "logistics.dispatch", given, "early")
        issue(session, chai, 5, "a")
        first = call(session, "logistics.dispatch", given, "first")
        second = call(session, "logistics.dispatch", given, "second")

        assert isinstance(early, Refused)
        assert early.code == "NOTHING_TO_DISPATCH"
        assert isinstance(first, Done)
        assert isinstance(second, Refused)
        assert second.code == "NOT_PLANNED"


def test_a_dispatch_and_a_plan_are_taken_back(database: Database) -> None:
    with database.transaction() as session:
        chai = product(session)
        shipment = planned(session, chai, 5)
        issue(session, chai, 5, "a")
        call(session, "logistics.dispatch", {"shipment": shipment, "parcels": 1}, "go")
        assert isinstance(call(session, "logistics.unplan-shipment", {"shipment": shipment}, "late"), Refused)

        for done_key in ("go", "plan"):
            undone = operations.undo(session, name_of(done_key), Context(session, COMPANY, None, f"undo {done_key}"), done_key)
            assert isinstance(undone, Done)

        assert session.scalars(select(Shipment.status)).one() == "cancelled"
        assert session.scalars(select(ShipmentLine.shipped)).one() == Decimal(0)


def name_of(done_key: str) -> str:
    return {"go": "logistics.dispatch", "plan": "logistics.plan-shipment"}[done_key]

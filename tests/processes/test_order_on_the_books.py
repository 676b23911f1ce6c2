"""Does one order run through engine, stock and books, on either database, from reservation to payment?"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import main
import people.notices  # noqa: F401  it announces messaging.notify
from engine import Whose, claim, complete_task, deploy, inbox, start
from engine.bpmn import Known
from erp.accounting.tables import Invoice, JournalLine
from erp.inventory.tables import StockBalance
from erp.logistics.tables import Shipment
from erp.sales.tables import SalesOrder
from kit import operations
from kit.db import Database
from kit.messages import publish
from kit.operations import Done
from people.access import Who
from tests.erp.stories import COMPANY, call, customer, product
from worker.embedded import run_all

BUNDLE = Path(__file__).resolve().parents[2] / "processes" / "order-to-delivery"
MAY = frozenset({"task.work", "process.start"})
PICKER = Who(1, "Palle", COMPANY, roles=frozenset({"warehouse"}), permissions=MAY)
PACKER = Who(2, "Lone", COMPANY, roles=frozenset({"logistics"}), permissions=MAY)


def done(session: Session, name: str, given: dict[str, object], key: str) -> dict[str, object]:
    answer = call(session, name, given, key)
    assert isinstance(answer, Done), answer
    return answer.result


def ordered(database: Database, in_stock: int) -> tuple[str, int]:
    """An order for ten units that has been started; gives its key and its product's."""
    main.teach()
    with database.transaction() as session:
        files = {path.name: path.read_bytes() for path in BUNDLE.iterdir() if path.suffix in {".bpmn", ".form"}}
        deploy(session, files, known=Known(operation=operations.known))
        chai = product(session)
        if in_stock:
            receive(session, chai, in_stock)
        line = {"product": chai, "quantity": 10, "unit_price": "18.00", "discount": "0.15"}
        order = str(done(session, "sales.create-order", {"party": customer(session), "currency": "DKK", "lines": [line]}, "order")["order"])
        start(session, "order-to-delivery", {"order": order}, company_id=COMPANY)
    run_all(database)
    return order, chai


def receive(session: Session, chai: int, quantity: int) -> None:
    done(session, "inventory.receive-goods", {"lines": [{"product": chai, "quantity": quantity, "unit_cost": "9.00"}]}, f"receive {quantity}")


def finish(database: Database, who: Who, answers: dict[str, object]) -> None:
    with database.transaction() as session:
        task = inbox(session, who=who, whose=Whose.OPEN)[0]
        claim(session, task.key, who=who)
        complete_task(session, task.key, answers, who=who)
    run_all(database)


def status(database: Database, order: str) -> str:
    with database.reading() as session:
        return session.get_one(SalesOrder, int(order)).status


@pytest.mark.usefixtures("moving_clock")
def test_an_order_is_picked_invoiced_paid_and_closed_and_the_books_balance(database: Database) -> None:
    order, chai = ordered(database, in_stock=10)

    finish(database, PICKER, {"picked": [{"product": str(chai), "picked": Decimal(10)}]})
    finish(database, PACKER, {"parcels": Decimal(2), "tracking": "DK123"})
    assert status(database, order) == "invoiced"
    with database.reading() as session:
        shipment = session.scalars(select(Shipment)).one()
        assert (shipment.status, shipment.parcels, shipment.tracking) == ("dispatched", 2, "DK123")
    with database.transaction() as session:
        paid = done(session, "finance.register-payment", {"invoice": invoice_of(session, order), "amount": "153.00"}, "pay")
    run_all(database)

    assert paid["outstanding"] == 0
    assert status(database, order) == "closed"
    with database.reading() as session:
        assert session.scalar(select(func.sum(JournalLine.debit) - func.sum(JournalLine.credit))) == 0


def invoice_of(session: Session, order: str) -> int:
    return session.scalars(select(Invoice.id).where(Invoice.source_id == int(order))).one()


@pytest.mark.usefixtures("moving_clock")
def test_an_order_without_stock_waits_and_goes_on_when_goods_arrive(database: Database) -> None:
    _order, chai = ordered(database, in_stock=0)
    with database.reading() as session:
        assert inbox(session, who=PICKER, whose=Whose.OPEN) == []

    with database.transaction() as session:
        receive(session, chai, 10)
    run_all(database)

    with database.reading() as session:
        assert [task.element_id for task in inbox(session, who=PICKER, whose=Whose.OPEN)] == ["pick"]


@pytest.mark.usefixtures("moving_clock")
def test_only_what_left_is_invoiced_and_the_rest_goes_back_to_stock(database: Database) -> None:
    order, chai = ordered(database, in_stock=10)

    finish(database, PICKER, {"picked": [{"product": str(chai), "picked": Decimal(11)}]})
    finish(database, PICKER, {"picked": [{"product": str(chai), "picked": Decimal(8)}]})
    finish(database, PACKER, {"parcels": Decimal(1)})
    with database.transaction() as session:
        assert session.scalars(select(Invoice.total)).one() == Decimal("122.40")
        done(session, "finance.register-payment", {"invoice": invoice_of(session, order), "amount": "122.40"}, "pay")
    run_all(database)

    assert status(database, order) == "closed"
    with database.reading() as session:
        assert session.execute(select(StockBalance.quantity, StockBalance.reserved)).one() == (2, 0)


@pytest.mark.usefixtures("moving_clock")
def test_a_cancelled_order_gives_stock_and_shipment_back(database: Database) -> None:
    order, _chai = ordered(database, in_stock=10)

    with database.transaction() as session:
        publish(session, "cancel-order", order, {}, company_id=COMPANY)
    run_all(database)

    assert status(database, order) == "cancelled"
    with database.reading() as session:
        assert session.scalars(select(Shipment.status)).one() == "cancelled"
        assert session.scalars(select(StockBalance.reserved)).one() == 0

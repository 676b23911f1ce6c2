"""Do the books balance, never change once posted, and number their invoices without holes?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from erp.accounting.posting import Side, post_entry
from erp.accounting.tables import Invoice, InvoiceLine, JournalEntry, JournalLine
from kit.db import Base, Database
from kit.errors import AppError, Conflict
from kit.messages import Message
from kit.operations import Done, Refused
from tests.erp.stories import COMPANY, call, customer

DAY = date(2026, 3, 2)


def invoice_of(party: int, **more: object) -> dict[str, object]:
    return {"source_id": "77", "party_id": party, "currency": "USD", "lines": [{"quantity": 3, "unit_price": "0.335", "discount": 0}], **more}


def call_and_fail(session: Session, party: int) -> None:
    call(session, "finance.issue-invoice", invoice_of(party), "b")
    raise Conflict("Something else goes wrong.")


@pytest.mark.parametrize("sides", [[Side("1000", Decimal(5)), Side("4000", Decimal(-4))], [], [Side("1000", Decimal(5))]])
def test_the_database_refuses_to_post_what_does_not_balance(database: Database, sides: list[Side]) -> None:
    with pytest.raises(AppError, match="debit equals credit"), database.transaction() as session:
        post_entry(session, COMPANY, DAY, "wrong", sides)


@pytest.mark.parametrize("table", [JournalEntry, JournalLine, Invoice, InvoiceLine])
def test_what_is_posted_is_neither_changed_nor_deleted(database: Database, table: type[Base]) -> None:
    with database.transaction() as session:
        assert isinstance(call(session, "finance.issue-invoice", invoice_of(customer(session))), Done)

    for statement in (update(table).values(version=9), delete(table)):
        with pytest.raises(AppError, match="never changes"), database.transaction() as session:
            session.execute(statement)


def test_invoice_numbers_have_no_hole_after_a_rollback(database: Database) -> None:
    with database.transaction() as session:
        party = customer(session)
        call(session, "finance.issue-invoice", invoice_of(party), "a")
    with pytest.raises(AppError), database.transaction() as session:
        call_and_fail(session, party)
    with database.transaction() as session:
        call(session, "finance.issue-invoice", invoice_of(party), "c")

        assert session.scalars(select(Invoice.number).order_by(Invoice.number)).all() == ["00001", "00002"]


def test_a_line_is_rounded_half_up_and_a_repeat_changes_nothing(database: Database) -> None:
    with database.transaction() as session:
        given = invoice_of(customer(session), freight="2.50")
        first = call(session, "finance.issue-invoice", given)
        again = call(session, "finance.issue-invoice", given)

        assert isinstance(first, Done)
        assert first.result["net"] == Decimal("1.01")
        assert first.result["total"] == Decimal("3.51")
        assert isinstance(again, Done)
        assert again.again
        assert session.scalar(select(func.count()).select_from(Invoice)) == 1


def test_the_last_payment_tells_the_order_that_it_is_paid(database: Database) -> None:
    with database.transaction() as session:
        issued = call(session, "finance.issue-invoice", invoice_of(customer(session)))
        assert isinstance(issued, Done)
        key = issued.result["invoice"]
        call(session, "finance.register-payment", {"invoice": key, "amount": "1.00"}, "p1")
        assert session.scalars(select(Message)).all() == []

        assert isinstance(call(session, "finance.register-payment", {"invoice": key, "amount": "1.00"}, "p2"), Refused)
        call(session, "finance.register-payment", {"invoice": key, "amount": "0.01"}, "p3")

        message = session.scalars(select(Message)).one()
        assert (message.name, message.correlation_key) == ("payment-received", "77")

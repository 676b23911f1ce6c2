"""Does money from the bank find its invoices, and is it taken back without a trace lost?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from erp.accounting.posting import BANK, RECEIVABLES, Side, post_entry
from erp.accounting.queries import paid
from erp.accounting.tables import Account, Allocation, BankLine, Invoice, JournalLine, Payment
from kit.db import Database
from kit.errors import AppError
from kit.messages import Message
from kit.operations import Done, Failed, Refused
from people.companies.tables import Company
from tests.erp.stories import COMPANY, call, customer

DAY = date(2026, 3, 2)


def invoice(session: Session, party: int, amount: str, source: str = "77") -> str:
    given = {"source_id": source, "party_id": party, "currency": "DKK", "lines": [{"quantity": 1, "unit_price": amount}]}
    issued = call(session, "finance.issue-invoice", given, f"invoice {source} {amount}")
    assert isinstance(issued, Done)
    return str(issued.result["invoice"])


def bank_line(session: Session, amount: str, text: str = "", bank_id: str = "B1") -> str:
    given = {"bank_id": bank_id, "booked_on": "2026-03-02", "amount": amount, "currency": "DKK", "text": text}
    taken = call(session, "finance.register-bank-line", given, f"line {bank_id} {amount}")
    assert isinstance(taken, Done)
    return str(taken.result["bank_line"])


def allocate(session: Session, line: str, **more: object) -> Done | Refused | Failed:
    return call(session, "finance.allocate-payment", {"bank_line": line, **more}, f"allocate {line} {more}")


def test_a_number_in_the_text_names_the_invoice_and_the_order_is_told(database: Database) -> None:
    with database.transaction() as session:
        party = customer(session)
        invoice(session, party, "100", "77")
        second = invoice(session, party, "100", "78")

        answer = allocate(session, bank_line(session, "100", "Faktura 00002, tak"))

        assert isinstance(answer, Done)
        assert [(share["invoice"], share["amount"]) for share in answer.result["allocations"]] == [(second, 100)]
        assert session.scalars(select(Message.correlation_key)).all() == ["78"]


def test_the_only_invoice_of_this_amount_is_meant_and_two_are_ambiguous(database: Database) -> None:
    with database.transaction() as session:
        party = customer(session)
        first = invoice(session, party, "100", "77")
        invoice(session, party, "60", "78")
        assert isinstance(allocate(session, bank_line(session, "60")), Done)
        invoice(session, party, "100", "79")

        line = bank_line(session, "100", bank_id="B2")
        unclear = allocate(session, line)
        chosen = allocate(session, line, invoices=[first])

        assert isinstance(unclear, Refused)
        assert unclear.code == "AMBIGUOUS_MATCH"
        assert isinstance(chosen, Done)
        assert isinstance(allocate(session, line, invoices=[first, first]), Refused)


def test_what_is_too_much_stays_unallocated(database: Database) -> None:
    with database.transaction() as session:
        key = invoice(session, customer(session), "100")

        answer = allocate(session, bank_line(session, "130", "00001"))

        assert isinstance(answer, Done)
        assert answer.result["unallocated"] == 30
        assert paid(session, int(key)) == 100


def test_one_payment_is_one_customers(database: Database) -> None:
    with database.transaction() as session:
        keys = [invoice(session, customer(session), "100", source) for source in ("77", "78")]

        answer = allocate(session, bank_line(session, "200"), invoices=keys)

        assert isinstance(answer, Refused)
        assert answer.code == "AMBIGUOUS_MATCH"


def test_a_bank_line_comes_in_once_and_an_outgoing_one_settles_nothing(database: Database) -> None:
    with database.transaction() as session:
        given = {"bank_id": "B1", "booked_on": "2026-03-02", "amount": "-5", "currency": "DKK"}
        first = call(session, "finance.register-bank-line", given, "a")
        again = call(session, "finance.register-bank-line", given, "b")
        other = call(session, "finance.register-bank-line", {**given, "amount": "6"}, "c")

        assert isinstance(first, Done)
        assert isinstance(again, Done)
        assert first.result == again.result
        assert isinstance(other, Failed)
        assert session.scalar(select(func.count()).select_from(BankLine)) == 1
        assert isinstance(allocate(session, str(first.result["bank_line"])), Refused)


def test_a_reversed_payment_opens_its_invoices_and_its_bank_line_again(database: Database) -> None:
    with database.transaction() as session:
        key = invoice(session, customer(session), "100")
        line = bank_line(session, "100")
        done = allocate(session, line)
        assert isinstance(done, Done)

        assert isinstance(call(session, "finance.reverse-payment", {"payment": done.result["payment"]}, "back"), Done)
        assert isinstance(call(session, "finance.reverse-payment", {"payment": done.result["payment"]}, "twice"), Refused)

        assert paid(session, int(key)) == 0
        assert balance(session, BANK) == 0
        assert balance(session, RECEIVABLES) == 100
        assert isinstance(allocate(session, line, invoices=[key]), Done)


def balance(session: Session, code: str) -> Decimal:
    lines = select(func.sum(JournalLine.debit - JournalLine.credit, type_=JournalLine.debit.type)).join(Account, Account.id == JournalLine.account_id)
    return session.scalar(lines.where(Account.code == code)) or Decimal(0)


def test_the_database_allocates_no_more_than_invoice_and_payment_have(database: Database) -> None:
    with database.transaction() as session:
        key = invoice(session, customer(session), "100")
        assert isinstance(allocate(session, bank_line(session, "60"), invoices=[key]), Done)
        payment = session.scalars(select(Payment.id)).one()

    for amount in (Decimal(1), Decimal(-61)):
        with pytest.raises(AppError, match="no more is allocated"), database.transaction() as session:
            session.add(Allocation(company_id=COMPANY, payment_id=payment, invoice_id=int(key), amount=amount))


def test_the_database_posts_nothing_into_locked_books(database: Database) -> None:
    sides = [Side(BANK, Decimal(5)), Side(RECEIVABLES, Decimal(-5))]
    with database.transaction() as session:
        session.add(Company(id=COMPANY, name="Nordlys", lock_date=DAY))

    with pytest.raises(AppError, match="locked"), database.transaction() as session:
        post_entry(session, COMPANY, DAY, "late", sides)
    with database.transaction() as session:
        assert post_entry(session, COMPANY, date(2026, 3, 3), "in time", sides).posted
        assert session.scalars(select(Invoice)).all() == []

"""Is a payment run prepared and approved by two people, written once for verified accounts, and found again at the bank?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from erp.accounting.payables.bank_file import control_sum
from erp.accounting.payables.queries import payables_ledger
from erp.accounting.payables.tables import PaymentRun
from kit.clock import MovingClock
from kit.db import Database
from tests.processes.firm import IBAN, Firm


@pytest.fixture
def firm(database: Database, moving_clock: MovingClock) -> Firm:
    return Firm(database, moving_clock)


def paying(firm: Firm) -> int:
    """A posted invoice, and a payment run up to the treasurer."""
    firm.ordered()
    firm.receive(10)
    firm.register()
    key = firm.start("payment-run", "Anders", due_until=date(2026, 4, 1), our_iban=IBAN)
    firm.do("Anders", "prepare", go_on="send")
    return key


def test_a_run_is_prepared_approved_written_and_reconciled(firm: Firm) -> None:
    account = firm.done("finance.change-bank-account", "Anders", supplier=firm.suppliers[0], iban=IBAN)["bank_account"]
    firm.done("finance.verify-bank-account", "Tora", bank_account=account)
    key = paying(firm)
    firm.do("Tora", "approve_run", approval="approved")
    with firm.database.reading() as session:
        file = session.scalars(select(PaymentRun.bank_file)).one()
        assert file is not None
        assert control_sum(file) == (1, Decimal(5_000))
    line = firm.done("finance.register-bank-line", "Anders", bank_id="B1", booked_on="2026-03-03", amount="-5000", currency="DKK")["bank_line"]

    firm.do("Anders", "reconcile", bank_line=str(line))

    assert firm.troubles() == []
    assert firm.state(key) == "COMPLETED"
    with firm.database.reading() as session:
        assert session.scalars(select(PaymentRun.status)).one() == "reconciled"
        assert payables_ledger(session, firm.company) == 0


def test_an_account_that_nobody_verified_is_verified_by_another_person_before_the_file(firm: Firm) -> None:
    account = firm.done("finance.change-bank-account", "Tora", supplier=firm.suppliers[0], iban=IBAN)["bank_account"]
    paying(firm)
    firm.do("Tora", "approve_run", approval="approved")

    firm.do("Tora", "verify", bank_account=str(account))
    assert firm.all_tasks() == ["verify"], "Tora changed it herself"
    firm.do("Mette", "verify", bank_account=str(account))

    assert firm.all_tasks() == ["reconcile"]


def test_the_treasurer_sends_a_run_back_and_it_is_dropped(firm: Firm) -> None:
    key = paying(firm)
    firm.do("Tora", "approve_run", approval="back", approval_note="Too early")

    firm.do("Anders", "prepare", go_on="drop")

    assert firm.state(key) == "COMPLETED"
    with firm.database.reading() as session:
        assert session.scalars(select(PaymentRun.status)).one() == "void"


def test_who_prepared_a_run_cannot_approve_it(firm: Firm) -> None:
    firm.ordered()
    firm.receive(10)
    firm.register()
    firm.start("payment-run", "Mette", due_until=date(2026, 4, 1), our_iban=IBAN)
    firm.do("Anders", "prepare", go_on="send")

    firm.do("Mette", "approve_run", approval="approved")

    assert firm.all_tasks() == ["approve_run"]


def test_nothing_due_is_nothing_to_pay(firm: Firm) -> None:
    assert firm.state(firm.start("payment-run", "Anders", due_until=date(2026, 4, 1), our_iban=IBAN)) == "COMPLETED"

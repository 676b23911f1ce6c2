"""Is a supplier's invoice paid once, only for what came, at the price agreed, by two people, to a verified account?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree
from sqlalchemy import select

from erp.accounting.payables.bank_file import NAMESPACE, control_sum
from erp.accounting.payables.queries import payables_ledger
from erp.accounting.payables.tables import BankAccount, MatchResult, PaymentRun, PaymentRunItem, SupplierInvoice
from erp.accounting.posting import BANK, EXPENSES, GOODS_RECEIVED, INPUT_VAT, PAYABLES, PAYMENTS_OUT, PRICE_VARIANCE, STOCK
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import AppError
from tests.erp.buying import IBAN, OTHER_IBAN, Buying


@pytest.fixture
def buying(database: Database, moving_clock: MovingClock) -> Iterator[Buying]:
    with database.transaction() as session:
        yield Buying(session)


def received(buying: Buying, quantity: int = 10, price: str = "400") -> str:
    order = buying.order(quantity, price)
    buying.receive(order, quantity)
    return order


def test_F17_goods_that_were_ordered_received_and_invoiced_post_themselves(buying: Buying) -> None:  # noqa: N802  the function's id
    invoice = buying.invoice(received(buying), 10)

    assert buying.match(invoice) == "OK"
    buying.done("finance.post-supplier-invoice", "Anders", invoice=invoice)

    said: dict[str, object] = {code: buying.balance(code) for code in (STOCK, GOODS_RECEIVED, INPUT_VAT, PAYABLES, PRICE_VARIANCE)}
    assert said == {STOCK: 4_000, GOODS_RECEIVED: 0, INPUT_VAT: 1_000, PAYABLES: -5_000, PRICE_VARIANCE: 0}


@pytest.mark.parametrize(
    ("quantity", "price", "code"),
    [
        (10, "408.00", "OK"),  # two per cent
        (10, "409.99", "OK"),  # more, but not 100 in all
        (10, "410.01", "PRICE_VARIANCE"),
        (10, "380.00", "PRICE_VARIANCE"),
        (11, "400.00", "QTY_VARIANCE"),
        (9, "400.00", "QTY_VARIANCE"),
    ],
)
def test_price_may_differ_a_little_and_quantity_not_at_all(buying: Buying, quantity: int, price: str, code: str) -> None:
    assert buying.match(buying.invoice(received(buying), quantity, price)) == code


def test_tax_is_exact(buying: Buying) -> None:
    line = {"product": buying.chair, "quantity": 10, "unit_price": 400, "tax_rate": "0.12"}

    invoice = buying.invoice(received(buying), 10, lines=[line])

    assert buying.match(invoice) == "TAX_VARIANCE"
    assert buying.session.scalars(select(MatchResult.difference)).one() == -520


def test_without_an_order_or_before_the_goods_it_does_not_match(buying: Buying) -> None:
    assert buying.match(buying.invoice(None, 10, number="F-1")) == "NO_ORDER"
    assert buying.match(buying.invoice(buying.order(), 10, number="F-2")) == "NO_RECEIPT"
    foreign = buying.order(supplier=buying.odder)
    assert buying.match(buying.invoice(foreign, 10, number="F-3")) == "NO_ORDER"


def test_what_is_received_is_charged_once(buying: Buying) -> None:
    order = received(buying)
    assert buying.match(buying.invoice(order, 10, number="F-1")) == "OK"

    assert buying.match(buying.invoice(order, 10, number="F-2")) == "NO_RECEIPT"


def test_an_invoice_that_differs_is_posted_only_after_somebody_accepts_it_with_a_reason(buying: Buying) -> None:
    invoice = buying.invoice(received(buying), 10, "450")
    assert buying.match(invoice) == "PRICE_VARIANCE"
    assert buying.refused("finance.post-supplier-invoice", "Anders", invoice=invoice) == "UNRESOLVED_MATCH"

    buying.done("finance.resolve-variance", "Rie", invoice=invoice, decision="accept", reason="Agreed on the phone")
    buying.done("finance.post-supplier-invoice", "Anders", invoice=invoice)

    assert buying.balances(PRICE_VARIANCE, GOODS_RECEIVED, PAYABLES) == (500, 0, -5_625)
    kept = buying.session.scalars(select(MatchResult)).one()
    assert (kept.resolution, kept.reason, kept.resolved_by) == ("accept", "Agreed on the phone", buying.people["Rie"])


def test_a_refused_invoice_stays_unposted_and_its_number_comes_again_once_it_is_void(buying: Buying) -> None:
    order = received(buying)
    invoice = buying.invoice(order, 12)
    buying.match(invoice)
    buying.done("finance.resolve-variance", "Rie", invoice=invoice, decision="refuse", reason="Only ten came")
    assert buying.refused("finance.post-supplier-invoice", "Anders", invoice=invoice) == "UNRESOLVED_MATCH"

    buying.done("finance.void-supplier-invoice", "Anders", invoice=invoice)

    assert buying.match(buying.invoice(order, 10)) == "OK"


def test_a_service_is_an_expense(buying: Buying) -> None:
    line = {"product": buying.cleaning, "quantity": 1, "unit_price": 800}
    invoice = buying.invoice(None, 1, lines=[line])
    buying.match(invoice)
    buying.done("finance.resolve-variance", "Rie", invoice=invoice, decision="accept", reason="Standing agreement")
    buying.done("finance.post-supplier-invoice", "Anders", invoice=invoice)

    assert buying.balances(EXPENSES, PAYABLES) == (800, -1_000)


def test_one_number_of_one_supplier_comes_in_once_and_its_vat_must_fit(buying: Buying) -> None:
    order = received(buying)
    buying.invoice(order, 10)
    line = {"product": buying.chair, "quantity": 10, "unit_price": 400}
    given = {"order": order, "lines": [line]}

    again = buying.refused("finance.register-supplier-invoice", "Anders", supplier=buying.ikast, number=" F-1 ", **given)
    wrong = buying.refused("finance.register-supplier-invoice", "Anders", supplier=buying.ikast, number="F-2", tax="1000.05", **given)

    assert (again, wrong) == ("DUPLICATE_INVOICE", "VAT_INVALID")
    buying.done("finance.register-supplier-invoice", "Anders", supplier=buying.odder, number="F-1", **given)


def test_a_credit_note_settles_what_went_back(buying: Buying) -> None:
    order = received(buying)
    invoice = buying.invoice(order, 10)
    buying.match(invoice)
    buying.done("finance.post-supplier-invoice", "Anders", invoice=invoice)
    back = {"product": buying.chair, "quantity": 4, "reason": "Wrong colour"}
    buying.done("purchasing.return-to-supplier", "Bo", purchase_order=order, lines=[back])
    assert buying.balance(GOODS_RECEIVED) == 1_600

    note = buying.invoice(order, -4, number="K-1")
    assert buying.match(note) == "OK"
    buying.done("finance.post-supplier-invoice", "Anders", invoice=note)

    assert buying.balances(GOODS_RECEIVED, PAYABLES) == (0, -3_000)
    assert payables_ledger(buying.session, buying.company) == 3_000


def proposed(buying: Buying) -> dict[str, object]:
    return buying.done("finance.propose-payments", "Anders", due_until="2026-06-01")


def test_F25_the_payment_sheet_sums_to_the_bank_files_control_sum(buying: Buying) -> None:  # noqa: N802  the function's id
    buying.bank(buying.ikast)
    buying.bank(buying.odder, OTHER_IBAN)
    for number, supplier in (("F-1", buying.ikast), ("F-2", buying.ikast), ("F-3", buying.odder)):
        buying.posted(number, 10, supplier)
    run = proposed(buying)
    buying.done("finance.approve-payments", "Tora", run=run["run"])

    buying.done("finance.write-bank-file", "Tora", run=run["run"], iban=IBAN)

    file = buying.session.scalars(select(PaymentRun.bank_file)).one()
    assert file is not None
    items = run["items"]
    assert isinstance(items, list)
    assert control_sum(file) == (2, sum(item["amount"] for item in items)) == (2, 15_000)
    transfers = etree.fromstring(file.encode()).findall(f".//{{{NAMESPACE}}}InstdAmt")
    assert [(each.get("Ccy"), each.text) for each in transfers] == [("DKK", "10000.00"), ("DKK", "5000.00")]
    assert buying.balances(PAYABLES, PAYMENTS_OUT) == (0, -15_000)
    assert payables_ledger(buying.session, buying.company) == 0


def test_nobody_approves_the_run_they_prepared_and_an_invoice_is_in_one_run(buying: Buying) -> None:
    buying.posted("F-1")
    run = proposed(buying)

    assert buying.refused("finance.approve-payments", "Anders", run=run["run"]) == "SAME_PERSON"
    assert buying.refused("finance.propose-payments", "Anders", due_until="2026-06-01") == "NOTHING_TO_PAY"
    buying.done("finance.void-payments", "Anders", run=run["run"])

    assert proposed(buying)["total"] == 5_000


def test_no_money_goes_to_an_account_that_only_its_changer_has_seen(buying: Buying) -> None:
    buying.bank(buying.ikast)
    buying.posted("F-1")
    run = proposed(buying)
    buying.done("finance.approve-payments", "Tora", run=run["run"])
    changed = buying.done("finance.change-bank-account", "Anders", supplier=buying.ikast, iban=OTHER_IBAN)["bank_account"]

    assert buying.refused("finance.write-bank-file", "Tora", run=run["run"], iban=IBAN) == "BANK_UNVERIFIED"
    assert buying.refused("finance.verify-bank-account", "Anders", bank_account=changed) == "SAME_PERSON"
    buying.done("finance.verify-bank-account", "Tora", bank_account=changed)

    assert buying.done("finance.write-bank-file", "Tora", run=run["run"], iban=IBAN)["total"] == 5_000
    assert buying.session.scalars(select(BankAccount.iban).filter_by(in_use=True)).one() == OTHER_IBAN


def test_a_bad_iban_is_refused(buying: Buying) -> None:
    assert buying.refused("finance.change-bank-account", "Anders", supplier=buying.ikast, iban="DK5000400440116244") == "IBAN_INVALID"


def test_a_run_is_reconciled_by_the_line_that_paid_all_of_it(buying: Buying) -> None:
    buying.bank(buying.ikast)
    buying.posted("F-1")
    run = proposed(buying)["run"]
    buying.done("finance.approve-payments", "Tora", run=run)
    buying.done("finance.write-bank-file", "Tora", run=run, iban=IBAN)
    lines = [
        buying.done("finance.register-bank-line", "Anders", bank_id=f"B{amount}", booked_on="2026-03-03", amount=amount, currency="DKK")["bank_line"]
        for amount in (-4_999, -5_000)
    ]

    assert buying.refused("finance.reconcile-payments", "Anders", run=run, bank_line=lines[0]) == "AMBIGUOUS_MATCH"
    buying.done("finance.reconcile-payments", "Anders", run=run, bank_line=lines[1])

    assert buying.balances(BANK, PAYMENTS_OUT, PAYABLES) == (-5_000, 0, 0)


def test_a_suppliers_credit_comes_off_its_payment_and_alone_it_waits(buying: Buying) -> None:
    note = buying.invoice(None, -1, number="K-1", price="100")
    buying.match(note)
    buying.done("finance.resolve-variance", "Rie", invoice=note, decision="accept", reason="Bonus")
    buying.done("finance.post-supplier-invoice", "Anders", invoice=note)
    assert buying.refused("finance.propose-payments", "Anders", due_until="2026-06-01") == "NOTHING_TO_PAY"

    buying.posted("F-1")

    assert proposed(buying)["total"] == 4_875


def test_the_database_keeps_what_is_posted_and_what_the_bank_was_told(database: Database, moving_clock: MovingClock) -> None:
    with database.transaction() as session:
        buying = Buying(session)
        buying.bank(buying.ikast)
        buying.posted("F-1")
        run = proposed(buying)["run"]
        buying.done("finance.approve-payments", "Tora", run=run)
        buying.done("finance.write-bank-file", "Tora", run=run, iban=IBAN)

    with pytest.raises(AppError, match="never changes"), database.transaction() as session:
        session.scalars(select(SupplierInvoice)).one().total = Decimal(1)
    with pytest.raises(AppError, match="never changes"), database.transaction() as session:
        session.scalars(select(PaymentRunItem)).one().amount = Decimal(1)
    with pytest.raises(AppError, match="never changes"), database.transaction() as session:
        session.scalars(select(PaymentRun)).one().total = Decimal(1)
    with database.reading() as session:
        company, invoice, party = session.execute(select(PaymentRunItem.company_id, PaymentRunItem.invoice_id, PaymentRunItem.party_id)).one()
    with database.transaction() as session:
        other = PaymentRun(company_id=company, number="X", pay_on=date(2026, 3, 2), currency="DKK", total=Decimal(1))
        session.add(other)
    with pytest.raises(AppError, match="one payment run only"), database.transaction() as session:
        session.add(PaymentRunItem(company_id=company, run_id=other.id, invoice_id=invoice, party_id=party, amount=Decimal(1)))

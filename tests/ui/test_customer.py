"""Does the customer card tell everything about a customer once, in order, and only to whoever may know it?"""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

import engine
import records
from crm.sales.deals.tables import Deal
from crm.sales.dialogue.tables import Interaction
from crm.sales.quotes.tables import Quote
from crm.service.tables import Ticket
from erp.parties.tables import Contact, Party
from erp.products.tables import Product
from kit import links
from kit.clock import MovingClock
from kit.money import show
from processes.words import teach
from tests.crm.stories import done, pipeline
from tests.ui.conftest import HERE, Browser, Office


@pytest.fixture
def customer(office: Office, moving_clock: MovingClock) -> int:
    """A customer with one happening of each source, a day apart: mail, deal, order, goods, invoice, payment, process."""
    teach()
    company = office.house.north
    with office.database.transaction() as session:
        party = Party(company_id=company, name="Bech Byg", email="ida@bech.example")
        chai = Product(company_id=company, sku="CHAI", name="Chai", unit_price=Decimal(18))
        session.add_all([party, chai])
        session.flush()
        key, line = party.id, {"product": chai.id, "quantity": 2, "unit_price": "18", "unit_cost": "9"}
        pipeline(session, company)

        def later(operation: str, **given: object) -> dict[str, object]:
            moving_clock.advance(timedelta(days=1))
            return done(session, operation, given, company=company)

        later("crm.log-interaction", party=key, kind="mail", direction="in", subject="Prices", text="What does it cost?")
        later("crm.open-deal", name="Winter stock", party=key)
        later("crm.open-ticket", party=key, subject="Broken shelf")
        order = later("sales.create-order", party=key, currency="DKK", lines=[line])["order"]
        for each in ("inventory.receive-goods", "inventory.reserve", "inventory.issue-goods"):
            done(session, each, {"source_id": order, "lines": [line]}, company=company)
        invoice = later("sales.invoice-order", source_id=order)["invoice"]
        later("finance.register-payment", invoice=invoice, amount="20")
        moving_clock.advance(timedelta(days=1))
        engine.deploy(session, {path.name: path.read_bytes() for path in HERE.glob("counting.*")})
        links.link(session, engine.start(session, "counting", {}, company_id=company), "customer", key)
        return key


def told(page: str) -> list[str]:
    """The names of the timeline's steps, newest first."""
    return re.findall(r'class="step-name"[^>]*>([^<]+)<', page)


def jonas(office: Office) -> Browser:
    return office.browser(office.person("Jonas", "sales"))


def test_F03_one_happening_of_each_source_is_told_once_and_in_order(office: Office, customer: int) -> None:  # noqa: N802  the function's id
    page = jonas(office).see(f"/customers/{customer}")

    assert [name.partition(" ")[0] for name in reversed(told(page))] == ["Mail", "Winter", "Ticket", "Order", "Invoice", "Payment", "Stock"]


@pytest.mark.parametrize(
    ("show_only", "tables"),
    [
        ("talk", ["interaction"]),
        ("order", ["sales_order"]),
        ("invoice", ["invoice", "payment"]),
        ("deal", ["deal_stage_event"]),
        ("ticket", ["ticket"]),
    ],
)
def test_F07_what_a_tab_shows_is_as_many_as_the_tables_hold(  # noqa: N802  the function's id
    office: Office, customer: int, show_only: str, tables: list[str]
) -> None:
    page = jonas(office).see(f"/customers/{customer}?show={show_only}")

    with office.database.reading() as session:
        assert len(told(page)) == sum(session.scalar(text(f"SELECT COUNT(*) FROM {table}")) or 0 for table in tables)


def test_F02_the_cards_totals_equal_the_sums_of_the_tables(office: Office, customer: int) -> None:  # noqa: N802  the function's id
    page = jonas(office).see(f"/customers/{customer}")

    with office.database.reading() as session:
        assert f"<dd>{show(summed(session, 'total', 'invoice'), 'DKK')}</dd>" in page
        assert f"<dd>{show(summed(session, 'amount', 'payment'), 'DKK')}</dd>" in page
        owed = summed(session, "total", "invoice") - summed(session, "amount", "allocation")
        assert f"<dd>{show(owed, 'DKK')}</dd>" in page


def summed(session: Session, column: str, table: str) -> Decimal:
    return Decimal(session.scalar(text(f"SELECT SUM({column}) FROM {table}")) or 0).scaleb(-4)


def test_a_conversation_is_written_down_on_the_card(office: Office, customer: int) -> None:
    browser = jonas(office)

    sent = browser.send(f"/customers/{customer}/said", kind="call", direction="out", subject="Thanks", text="They <i>like</i> it")

    assert sent[:2] == (303, f"/customers/{customer}")
    page = browser.see(f"/customers/{customer}?show=talk")
    assert told(page)[0] == "Call from us"
    assert "Thanks: They &lt;i&gt;like&lt;/i&gt; it" in page
    assert browser.send(f"/customers/{customer}/said", kind="smoke", direction="out")[0] == 400


def test_what_a_colleague_keeps_to_themselves_is_not_told(office: Office, customer: int) -> None:
    with office.database.transaction() as session:
        said = session.query(Interaction).one()
        said.visibility, said.created_by = "author", office.house.lise

    assert "Prices" not in jonas(office).see(f"/customers/{customer}")
    assert "Prices" in office.browser(office.house.lise).see(f"/customers/{customer}")


def test_a_merged_customer_is_read_where_it_stands(office: Office, customer: int) -> None:
    with office.database.transaction() as session:
        keep = Party(company_id=office.house.north, name="Bech Byg ApS")
        person = Party(company_id=office.house.north, name="Ida Bech", kind="person")
        session.add_all([keep, person])
        session.flush()
        session.add(Contact(company_id=office.house.north, person_id=person.id, organisation_id=customer, title="Buyer"))
        done(session, "crm.merge-parties", {"keep": keep.id, "drop": customer}, company=office.house.north)
        key = keep.id
    browser = jonas(office)

    assert browser.client.get(f"/customers/{customer}").headers["Location"] == f"/customers/{key}"
    page = browser.see(f"/customers/{key}")
    assert "Ida Bech" in page
    assert {"Mail from them", "Payment"} <= set(told(page))


def test_another_companys_customer_is_not_there(office: Office, customer: int) -> None:
    with office.database.transaction() as session:
        session.get_one(Party, customer).company_id = office.house.south
    browser = jonas(office)

    assert browser.client.get(f"/customers/{customer}").status_code == 404
    assert browser.send(f"/customers/{customer}/said", kind="call", direction="out")[0] == 404


def test_a_process_is_started_about_the_customer(office: Office, customer: int) -> None:
    browser = jonas(office)
    assert f"/processes/counting/start?about=customer%3A{customer}" in browser.see(f"/customers/{customer}")
    assert "Bech Byg" in browser.see(f"/processes/counting/start?about=customer%3A{customer}")

    address = browser.send("/processes/counting/start", about=f"customer:{customer}")[1]

    with office.database.reading() as session:
        assert int(address.rpartition("/")[2]) in links.instances_of(session, "customer", customer)
    assert browser.send("/processes/counting/start", about="customer:77")[0] == 303


def test_lists_lead_to_the_card(office: Office, customer: int) -> None:
    assert f'href="/customers/{customer}"' in jonas(office).see("/records/parties")
    assert records.get("customer").path == "parties"


def test_an_open_ticket_stands_on_the_card_with_its_clock(office: Office, customer: int) -> None:
    page = jonas(office).see(f"/customers/{customer}")

    assert "Broken shelf" in page.split("Open tickets")[1]
    assert "Due " in page.split("Open tickets")[1]


def test_the_answer_to_a_quote_is_written_down_on_the_card(office: Office, customer: int) -> None:
    company = office.house.north
    with office.database.transaction() as session:
        deal = session.query(Deal).one().id
        line = {"product": session.query(Product).one().id, "quantity": 5}
        quote = done(session, "sales.price-quote", {"deal": deal, "lines": [line]}, company=company)["quote"]
        done(session, "sales.issue-quote", {"quote": quote}, company=company)
    browser = jonas(office)
    assert "Quotes that wait for an answer" in browser.see(f"/customers/{customer}")

    address = f"/customers/{customer}/quotes/{quote}/answer"
    assert browser.send(address, answer="perhaps")[0] == 400
    assert browser.send(address, answer="accepted", text="Gladly")[0] == 303

    with office.database.reading() as session:
        assert session.get_one(Quote, quote).status == "accepted"
    assert "Quotes that wait for an answer" not in browser.see(f"/customers/{customer}")
    status, _address, page = browser.send(address, answer="declined")
    assert (status, "does not wait for an answer" in page) == (409, True)


def test_a_customers_word_turns_a_ticket(office: Office, customer: int) -> None:
    company, browser = office.house.north, jonas(office)
    with office.database.transaction() as session:
        ticket = session.query(Ticket).one().id
        done(session, "crm.answer-ticket", {"ticket": ticket, "text": "Which one?", "awaits": True}, company=company)
    assert "The customer has answered" in browser.see(f"/customers/{customer}")

    assert browser.send(f"/customers/{customer}/tickets/{ticket}", verb="resume")[0] == 303
    with office.database.transaction() as session:
        assert session.get_one(Ticket, ticket).state == "open"
        done(session, "crm.solve-ticket", {"ticket": ticket, "solution": "Sent"}, company=company)
    assert "It was not solved" in browser.see(f"/customers/{customer}")
    assert browser.send(f"/customers/{customer}/tickets/{ticket}", verb="reopen")[0] == 303

    assert browser.send(f"/customers/{customer}/tickets/{ticket}", verb="burn")[0] == 400
    assert browser.send(f"/customers/{customer}/tickets/{ticket}", verb="reopen")[0] == 409

"""Is a quote priced exactly, never changed once issued, and does it become an order without a field typed again?"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from crm.sales.deals.tables import Deal
from crm.sales.quotes.tables import Quote, QuoteLine
from erp.parties.tables import Party, PartyCompany
from erp.products.tables import Product
from erp.sales.tables import SalesOrder, SalesOrderLine
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import AppError
from kit.messages import Message
from tests.crm.stories import deal, done, refused
from tests.erp.stories import customer

COPIED = "company_id, created_at, version, quote_id, product_id, quantity, unit_price, discount, unit_cost, net"
COPY_A_LINE = f"INSERT INTO quote_line (id, position, {COPIED}) SELECT id + 1, 2, {COPIED} FROM quote_line"


def product(session: Session, sku: str, price: str, cost: str = "0") -> int:
    made = Product(company_id=1, sku=sku, name=sku.title(), unit_price=Decimal(price), cost=Decimal(cost))
    session.add(made)
    session.flush()
    return made.id


def priced(session: Session, key: int, *lines: dict[str, object], **terms: object) -> dict[str, object]:
    return done(session, "sales.price-quote", {"deal": key, "lines": list(lines), **terms})


def test_a_quote_is_priced_line_by_line_with_both_discounts(database: Database) -> None:
    with database.transaction() as session:
        key = deal(session, customer(session))
        chai, tofu = product(session, "CHAI", "18", "9"), product(session, "TOFU", "23.25", "12.50")

        found = priced(
            session, key, {"product": chai, "quantity": 10, "discount": "0.10"}, {"product": tofu, "quantity": 3, "unit_price": "20"}, discount="0.05"
        )

        # 10 × 18 × 0.9 × 0.95 = 153.90; 3 × 20 × 0.95 = 57.00; cost 90 + 37.50
        assert (found["net"], found["margin"]) == (Decimal("210.90"), Decimal("0.3954"))
        assert found["discount"] == Decimal("0.1213")
        assert session.get_one(Deal, key).amount == Decimal("210.90")
        assert [line.discount for line in session.scalars(select(QuoteLine).order_by(QuoteLine.position))] == [Decimal("0.145"), Decimal("0.05")]


def test_a_line_without_a_price_or_below_its_cost_is_refused(database: Database) -> None:
    with database.transaction() as session:
        key = deal(session, customer(session))
        free, chai = product(session, "FREE", "0"), product(session, "CHAI", "18", "9")

        assert refused(session, "sales.price-quote", {"deal": key, "lines": [{"product": free, "quantity": 1}]}) == "PRICE_MISSING"
        assert refused(session, "sales.price-quote", {"deal": key, "lines": [{"product": 77, "quantity": 1}]}) == "PRICE_MISSING"
        assert refused(session, "sales.price-quote", {"deal": key, "lines": [{"product": chai, "quantity": 1, "discount": "0.6"}]}) == "BELOW_FLOOR"
        assert session.scalars(select(Quote)).all() == []


def test_a_new_revision_keeps_the_number_and_ends_the_one_before(database: Database) -> None:
    with database.transaction() as session:
        key = deal(session, customer(session))
        chai = product(session, "CHAI", "18")
        first = priced(session, key, {"product": chai, "quantity": 1})["quote"]
        number = done(session, "sales.issue-quote", {"quote": first})["number"]

        priced(session, key, {"product": chai, "quantity": 2})
        again = priced(session, key, {"product": chai, "quantity": 3})["quote"]
        issued = done(session, "sales.issue-quote", {"quote": again})

        assert (issued["number"], issued["revision"]) == (number, 2)
        states = session.execute(select(Quote.number, Quote.revision, Quote.status).order_by(Quote.id)).all()
        assert [tuple(row) for row in states] == [(number, 1, "superseded"), (None, 2, "withdrawn"), (number, 2, "issued")]
        done(session, "sales.withdraw-quote", {"quote": again})
        third = priced(session, key, {"product": chai, "quantity": 4})
        assert third["revision"] == 3


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE quote SET net = 1",
        "UPDATE quote SET terms = 'better'",
        "UPDATE quote SET status = 'draft'",
        "DELETE FROM quote",
        "UPDATE quote_line SET quantity = 1",
        "DELETE FROM quote_line",
        COPY_A_LINE,
    ],
)
def test_an_issued_revision_never_changes(database: Database, change: str) -> None:
    with database.transaction() as session:
        quote = priced(session, deal(session, customer(session)), {"product": product(session, "CHAI", "18"), "quantity": 1})["quote"]
        done(session, "sales.issue-quote", {"quote": quote})

    with pytest.raises((DBAPIError, AppError)), database.transaction() as session:
        session.execute(text(change))


def test_an_answer_is_told_to_whoever_waits_and_taken_back(database: Database, moving_clock: MovingClock) -> None:
    with database.transaction() as session:
        quote = priced(session, deal(session, customer(session)), {"product": product(session, "CHAI", "18"), "quantity": 1})["quote"]
        assert refused(session, "sales.answer-quote", {"quote": quote, "answer": "accepted"}) == "QUOTE_STATE"
        done(session, "sales.issue-quote", {"quote": quote})

        done(session, "sales.answer-quote", {"quote": quote, "answer": "changes", "text": "Less"})
        done(session, "sales.answer-quote", {"quote": quote, "answer": "declined", "text": "Too dear"})

        assert [message.name for message in session.scalars(select(Message).order_by(Message.id))] == ["quote-changes-wanted", "quote-declined"]
        done(session, "sales.reopen-quote", {"quote": quote})
        moving_clock.advance(timedelta(days=31))
        assert refused(session, "sales.answer-quote", {"quote": quote, "answer": "accepted"}) == "QUOTE_STATE"
        done(session, "sales.answer-quote", {"quote": quote, "answer": "expired"})
        assert session.scalars(select(Quote.status)).one() == "expired"


def test_F19_a_won_deal_becomes_an_order_and_every_field_is_the_quotes(database: Database) -> None:  # noqa: N802  the function's id
    with database.transaction() as session:
        party = Party(company_id=1, name="Bech Byg")
        session.add(party)
        session.flush()
        key = deal(session, party.id)
        chai, tofu = product(session, "CHAI", "18"), product(session, "TOFU", "23.25")
        lines = ({"product": chai, "quantity": "2.5", "discount": "0.10"}, {"product": tofu, "quantity": 3, "unit_price": "20"})
        quote = priced(session, key, *lines, discount="0.05", required_date="2026-05-01", payment_days=14)["quote"]
        done(session, "sales.issue-quote", {"quote": quote})
        assert refused(session, "sales.order-quote", {"quote": quote}) == "NO_ACCEPTED_QUOTE"
        done(session, "sales.answer-quote", {"quote": quote, "answer": "accepted"})

        made = done(session, "sales.order-quote", {"quote": quote})

        order, offer = session.get_one(SalesOrder, made["order"]), session.get_one(Quote, quote)
        came_from = {
            "number": order.number == made["number"],
            "party_id": order.party_id == offer.party_id == party.id,
            "order_date": order.order_date is not None,
            "required_date": order.required_date == offer.required_date,
            "currency": order.currency == offer.currency,
            "freight": order.freight == 0,
            "status": order.status == "open",
        }
        own = {"id", "company_id", "created_at", "created_by", "version"}
        assert {column.key for column in SalesOrder.__table__.columns} - own == set(came_from)
        assert all(came_from.values()), came_from
        carried = ("product_id", "quantity", "unit_price", "discount")
        offered, ordered = (
            session.execute(select(*(getattr(table, name) for name in carried)).order_by(table.id)).all() for table in (QuoteLine, SalesOrderLine)
        )
        assert offered == ordered
        assert {column.key for column in SalesOrderLine.__table__.columns} - own - {"order_id", "cancelled"} == set(carried)
        terms = session.scalars(select(PartyCompany)).one()
        assert (terms.is_customer, terms.payment_days) == (True, 14)
        assert refused(session, "sales.reopen-quote", {"quote": quote}) == "QUOTE_STATE"

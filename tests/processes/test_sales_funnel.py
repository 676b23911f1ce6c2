"""Does a sale take each path that its manager would ask about?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from crm.sales.deals.tables import Deal
from crm.sales.dialogue.tables import Interaction, Objection
from crm.sales.leads.tables import Lead
from crm.sales.quotes.tables import Contract, Quote, QuoteLine
from erp.parties.tables import Party
from erp.sales.tables import SalesOrder, SalesOrderLine
from kit.clock import MovingClock
from kit.db import Database
from kit.messages import Message, publish
from people.notices.tables import Notice
from tests.processes.funnel import FORM, Funnel
from worker.embedded import run_all


@pytest.fixture
def funnel(database: Database, moving_clock: MovingClock) -> Funnel:
    return Funnel.opened(database, moving_clock)


def test_a_lead_is_scored_assigned_and_waits_for_whoever_has_it(funnel: Funnel) -> None:
    funnel.begins(source="referral", cvr="DK 12345674")

    lead = funnel.lead()
    # 30 for the referral, 20 for 60 employees, 20 for 50,000, 10 for the CVR number, 5 for the telephone
    assert (lead.score, lead.grade, lead.state, lead.owner_id) == (85, "A", "assigned", funnel.anna)
    assert funnel.open_tasks() == ["make_contact"]


def test_a_lead_comes_in_by_message(funnel: Funnel) -> None:
    with funnel.database.transaction() as session:
        publish(session, "lead-received", "", {"name": "Ida Bech", "email": "ida@bech.example"}, company_id=1)
    run_all(funnel.database)

    assert funnel.open_tasks() == ["make_contact"]
    assert (funnel.lead().source, funnel.lead().grade) == ("web", "C")


def test_a_deal_is_won_and_becomes_an_order_and_no_field_of_it_was_typed_twice(funnel: Funnel) -> None:
    funnel.to_the_quote()
    assert funnel.stage() == "proposal"
    funnel.quotes(quantity=100, discount=5, required_date=date(2026, 5, 1), payment_days=Decimal(14), terms="Free delivery")
    assert (funnel.stage(), funnel.open_tasks()) == ("negotiation", [])

    funnel.does("sales.answer-quote", quote=funnel.quote().id, answer="accepted")

    assert (funnel.ended_at(), funnel.stage()) == ("order_received", "won")
    with funnel.database.reading() as session:
        order, line = session.scalars(select(SalesOrder)).one(), session.scalars(select(SalesOrderLine)).one()
        lead, deal, quote = session.scalars(select(Lead)).one(), session.scalars(select(Deal)).one(), session.scalars(select(Quote)).one()
        party = session.get_one(Party, order.party_id)
        offered = session.scalars(select(QuoteLine)).one()
        came_from = {
            "the customer's name, from the lead's form": (party.name, FORM["organisation"]),
            "the customer's address, from the lead's form": (party.email, lead.email),
            "the customer's telephone, from the lead's form": (party.phone, FORM["phone"]),
            "the order's customer, from the deal": (order.party_id, deal.party_id),
            "the order's currency, from the quote": (order.currency, quote.currency),
            "the wished day, from the quote's form": (order.required_date, date(2026, 5, 1)),
            "the product, from the quote's form": (line.product_id, funnel.products["CHAI"]),
            "the quantity, from the quote's form": (line.quantity, Decimal(100)),
            "the price, from the product": (line.unit_price, Decimal(18)),
            "the discount, from the quote's form": (line.discount, Decimal("0.05")),
            "the line, from the quote's": ((line.product_id, line.quantity, line.discount), (offered.product_id, offered.quantity, offered.discount)),
            "the deal's amount, from the quote": (deal.amount, Decimal(1710)),
            "the deal's need, from Discovery": (deal.need, "Paint for the winter"),
            "the deal's order": (deal.order_id, order.id),
        }
        assert {name: pair for name, pair in came_from.items() if pair[0] != pair[1]} == {}
        told = session.scalars(select(Message).filter_by(name="order-received")).one()
        assert (told.correlation_key, told.variables) == (str(order.id), {"order": str(order.id)})


def test_what_is_said_in_the_process_stands_on_the_card(funnel: Funnel) -> None:
    funnel.begins()
    funnel.finishes("make_contact", kind="call", text="Rang them up")
    assert funnel.lead().answered_at == funnel.clock.now()
    funnel.finishes("qualify", outcome="convert", need="Paint")

    funnel.finishes("discovery", need="Paint", notes="Met them", objection="price", objection_text="Too dear")

    with funnel.database.reading() as session:
        assert [(one.kind, one.direction, one.text) for one in session.scalars(select(Interaction).order_by(Interaction.id))] == [
            ("call", "out", "Rang them up"),
            ("meeting", "none", "Met them"),
        ]
        assert [(one.kind, one.text) for one in session.scalars(select(Objection))] == [("price", "Too dear")]


def test_a_declined_quote_is_lost_for_a_reason(funnel: Funnel) -> None:
    funnel.to_the_quote()
    funnel.quotes()
    funnel.does("sales.answer-quote", quote=funnel.quote().id, answer="declined", text="Too dear")
    assert funnel.open_tasks() == ["record_loss"]

    funnel.finishes("record_loss", reason="price", competitor="Polar", contact_again_on=date(2026, 9, 1))

    deal = funnel.deal()
    assert (funnel.ended_at(), deal.status, deal.lost_reason, deal.competitor) == ("lost", "lost", "price", "Polar")


def test_a_lead_is_disqualified_for_a_reason(funnel: Funnel) -> None:
    funnel.begins()
    funnel.finishes("make_contact", kind="mail", text="Wrote to them")

    funnel.finishes("qualify", outcome="disqualify", reason="Too small")

    assert (funnel.ended_at(), funnel.lead().state, funnel.lead().reason) == ("disqualified", "disqualified", "Too small")


def test_a_nurtured_lead_comes_back_after_ninety_days_and_again(funnel: Funnel) -> None:
    funnel.begins()
    funnel.finishes("make_contact", kind="mail", text="Wrote to them")
    for _time in range(2):
        funnel.finishes("qualify", outcome="nurture")
        assert (funnel.lead().state, funnel.open_tasks()) == ("nurtured", [])
        funnel.waits(days=89)
        assert funnel.open_tasks() == []
        funnel.waits(days=1, minutes=1)
        assert funnel.open_tasks() == ["qualify"]

    funnel.finishes("qualify", outcome="convert")

    assert (funnel.lead().state, funnel.open_tasks()) == ("converted", ["discovery"])


def test_a_quote_is_revised_until_it_is_accepted(funnel: Funnel) -> None:
    funnel.to_the_quote()
    funnel.quotes(quantity=100)
    first = funnel.quote()
    funnel.does("sales.answer-quote", quote=first.id, answer="changes", text="Half of it")
    assert funnel.open_tasks() == ["prepare_quote"]

    funnel.quotes(quantity=50)
    funnel.does("sales.answer-quote", quote=funnel.quote().id, answer="accepted")

    with funnel.database.reading() as session:
        found = session.execute(select(Quote.number, Quote.revision, Quote.status, Quote.net).order_by(Quote.revision)).all()
        assert [tuple(row) for row in found] == [(first.number, 1, "superseded", 1800), (first.number, 2, "accepted", 900)]
    assert funnel.ended_at() == "order_received"


def test_a_quote_that_nobody_answers_is_reminded_of_and_expires(funnel: Funnel) -> None:
    funnel.to_the_quote()
    funnel.quotes()
    reminders = []
    for days in (6, 2, 14, 7):
        funnel.waits(days=days)
        with funnel.database.reading() as session:
            reminders.append(len(session.scalars(select(Notice.id).filter_by(user_id=funnel.anna)).all()))
    assert reminders == [0, 1, 2, 2]
    assert funnel.quote().status == "issued"

    funnel.waits(days=2)

    assert (funnel.quote().status, funnel.open_tasks()) == ("expired", ["record_loss"])


def test_a_known_customer_is_recognised_and_two_rows_of_one_are_merged(funnel: Funnel) -> None:
    with funnel.database.transaction() as session:
        rows = [Party(company_id=1, name="Bech Byg", email="ida@bech.example"), Party(company_id=1, name="Bech Byg ApS", phone="2122 2324")]
        session.add_all(rows)
        session.flush()
        keep, drop = (row.id for row in rows)
    funnel.begins()
    assert funnel.open_tasks() == ["merge"]

    funnel.finishes("merge", party=str(keep), drop=str(drop))
    funnel.finishes("make_contact", kind="call", text="Rang them up")
    funnel.finishes("qualify", outcome="convert")

    with funnel.database.reading() as session:
        assert session.get_one(Party, drop).merged_into == keep
        assert session.get_one(Party, keep).phone == "2122 2324"
        assert session.scalars(select(Deal.party_id)).one() == keep


def test_two_customers_with_different_numbers_are_not_merged(funnel: Funnel) -> None:
    with funnel.database.transaction() as session:
        rows = [
            Party(company_id=1, name="Bech Byg ApS", email="ida@bech.example", cvr="12345674"),
            Party(company_id=1, name="Bech Byg ApS", cvr="10000009"),
        ]
        session.add_all(rows)
        session.flush()
        keep, drop = (str(row.id) for row in rows)
    funnel.begins()

    funnel.finishes("merge", party=keep, drop=drop)

    assert funnel.open_tasks() == ["merge"]


def test_somebody_surely_known_does_not_become_a_second_customer(funnel: Funnel) -> None:
    funnel.begins()
    funnel.finishes("make_contact", kind="call", text="Rang them up")
    with funnel.database.transaction() as session:
        known = Party(company_id=1, name="Bech Byg", email="ida@bech.example")
        session.add(known)
        session.flush()
        key = known.id
    funnel.finishes("qualify", outcome="convert")
    assert funnel.open_tasks() == ["which_customer"]

    funnel.finishes("which_customer", party=str(key))

    assert (funnel.deal().party_id, funnel.open_tasks()) == (key, ["discovery"])


def test_a_lead_whom_nobody_can_reach_is_mended(funnel: Funnel) -> None:
    funnel.begins(email=None, phone="12")
    assert funnel.open_tasks() == ["mend_contact"]

    funnel.finishes("mend_contact", phone="21222324")

    assert funnel.lead().phone == "+4521222324"


def test_the_manager_hears_after_four_working_hours_and_another_seller_gets_it_after_eight(funnel: Funnel) -> None:
    funnel.begins()  # Monday 10 o'clock in Copenhagen; people work from 8 to 16
    assert funnel.lead().owner_id == funnel.anna

    funnel.waits(hours=3, minutes=59)
    assert managers_notices(funnel) == 0
    funnel.waits(minutes=2)
    assert managers_notices(funnel) == 1
    funnel.waits(hours=12)  # the night does not count
    assert (funnel.lead().owner_id, managers_notices(funnel)) == (funnel.anna, 1)
    funnel.waits(hours=8)

    assert (funnel.lead().owner_id, funnel.open_tasks()) == (funnel.bent, ["make_contact"])


def managers_notices(funnel: Funnel) -> int:
    with funnel.database.reading() as session:
        return len(session.scalars(select(Notice.id).filter_by(role="sales-manager")).all())


def test_an_answer_that_is_written_down_elsewhere_stops_the_clock(funnel: Funnel) -> None:
    funnel.begins()

    funnel.does("crm.log-interaction", lead=funnel.lead().id, kind="call", direction="out", text="Rang from the car")
    funnel.waits(days=2)

    assert (funnel.open_tasks(), managers_notices(funnel)) == (["qualify"], 0)


@pytest.mark.parametrize(("verdict", "then"), [("approved", []), ("rejected", ["prepare_quote"]), ("changes", ["prepare_quote"])])
def test_a_large_discount_asks_for_approval(funnel: Funnel, verdict: str, then: list[str]) -> None:
    funnel.to_the_quote()
    funnel.quotes(discount=20)
    assert funnel.open_tasks() == ["give_verdict"]

    funnel.finishes("give_verdict", by=funnel.mona, verdict=verdict, **({} if verdict == "approved" else {"reason": "Too much"}))

    assert funnel.open_tasks() == then
    assert funnel.quote().status == ("issued" if verdict == "approved" else "draft")


def test_a_low_margin_asks_for_approval_and_a_sale_below_cost_is_not_priced(funnel: Funnel) -> None:
    funnel.to_the_quote()
    funnel.quotes("TOFU", discount=50)
    assert funnel.open_tasks() == ["prepare_quote"]

    funnel.quotes("TOFU")  # 23.25 for what cost 20: 14 %

    assert funnel.open_tasks() == ["give_verdict"]


def test_a_large_deal_is_won_when_its_contract_is_signed(funnel: Funnel) -> None:
    funnel.to_the_quote()
    funnel.quotes("SILO", quantity=2)
    funnel.does("sales.answer-quote", quote=funnel.quote().id, answer="accepted")
    assert (funnel.open_tasks(), funnel.stage()) == (["sign"], "negotiation")

    funnel.finishes("sign", signed_by="Ida Bech")

    with funnel.database.reading() as session:
        contract = session.scalars(select(Contract)).one()
        assert (contract.state, contract.signed_by, contract.value) == ("signed", "Ida Bech", Decimal(120000))
    assert funnel.ended_at() == "order_received"


def test_a_lead_that_nobody_can_take_is_given_to_somebody_by_the_manager(database: Database, moving_clock: MovingClock) -> None:
    funnel = Funnel.opened(database, moving_clock, sellers=False)
    funnel.begins()
    assert funnel.open_tasks() == ["name_seller"]

    anna = funnel.hires("Anna")
    funnel.finishes("name_seller", owner=str(anna))

    assert funnel.lead().owner_id == anna

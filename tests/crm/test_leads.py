"""Is somebody new recognised, scored, given to whoever has least to do, and turned into a customer with a deal?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.sales.deals.tables import Deal
from crm.sales.leads.contacting import cvr_of, email_of, phone_of
from crm.sales.leads.tables import Lead
from erp.parties.tables import Contact, Party
from kit.db import Database
from kit.operations import BusinessError
from tests.crm.stories import LEAD, deal, done, pipeline, refused, seller


def lead(session: Session, **facts: object) -> str:
    return str(done(session, "crm.register-lead", {**LEAD, **facts})["lead"])


@pytest.mark.parametrize(
    ("written", "kept"), [("21 22 23 24", "+4521222324"), ("0045 21222324", "+4521222324"), ("+46 8 123 456", "+468123456"), ("", None)]
)
def test_a_telephone_number_is_kept_in_one_way(written: str, kept: str | None) -> None:
    assert phone_of(written) == kept


@pytest.mark.parametrize("read", [lambda: phone_of("12"), lambda: phone_of("+45 hallo"), lambda: email_of("ida@bech"), lambda: cvr_of("12345678")])
def test_what_reaches_nobody_is_refused(read: object) -> None:
    with pytest.raises(BusinessError):
        read()  # type: ignore[operator]  # a lambda


def test_a_cvr_number_is_kept_by_its_digits() -> None:
    assert cvr_of("DK 12 34 56 74") == "12345674"


def test_a_lead_that_nobody_can_reach_is_refused(database: Database) -> None:
    with database.transaction() as session:
        assert refused(session, "crm.register-lead", {"name": "Ida Bech"}) == "INVALID_CONTACT"
        assert refused(session, "crm.register-lead", {**LEAD, "email": "nowhere"}) == "INVALID_CONTACT"
        assert session.scalars(select(Lead)).all() == []


@pytest.mark.parametrize("facts", [{"cvr": "12345674"}, {"email": "ida@bech.example"}])
def test_F05_the_same_number_or_address_twice_is_refused_or_told(database: Database, facts: dict[str, str]) -> None:  # noqa: N802  the function's id
    with database.transaction() as session:
        session.add(Party(company_id=1, name="Bech Byg", **facts))
        session.add(Party(company_id=2, name="Bech Byg", **facts))
        session.flush()

        assert refused(session, "crm.register-lead", {**LEAD, **facts}) == "POSSIBLE_DUPLICATE"
        told = done(session, "crm.register-lead", {**LEAD, **facts, "known": "tell"})["candidates"]

        assert isinstance(told, list)
        assert [(one["name"], one["sure"]) for one in told] == [("Bech Byg", True)]
        assert refused(session, "crm.convert-lead", {"lead": session.scalars(select(Lead.id)).one()}) == "DUPLICATE_PARTY"


def test_a_name_or_a_telephone_alone_is_only_told(database: Database) -> None:
    with database.transaction() as session:
        session.add_all([Party(company_id=1, name="bech byg aps"), Party(company_id=1, name="B", phone="2122 2324")])
        session.flush()

        told = done(session, "crm.register-lead", LEAD)["candidates"]

        assert isinstance(told, list)
        assert [(one["name"], one["sure"]) for one in told] == [("B", False), ("bech byg aps", False)]


def test_a_lead_goes_to_whoever_has_least_to_do_and_then_to_another(database: Database) -> None:
    with database.transaction() as session:
        key = lead(session)
        assert refused(session, "crm.assign-lead", {"lead": key}) == "NO_OWNER"
        anna, bent = seller(session, "Anna"), seller(session, "Bent")
        seller(session, "Carl", company=2)
        deal(session, _party(session), owner=anna)

        first = done(session, "crm.assign-lead", {"lead": key})
        second = done(session, "crm.assign-lead", {"lead": key, "another": True})

        assert (first["owner"], first["before"]) == (bent, None)
        assert (second["owner"], second["before"]) == (anna, bent)
        done(session, "crm.unassign-lead", {"lead": key, "before": second["before"]})
        assert session.get_one(Lead, int(key)).owner_id == bent


def test_the_only_seller_is_nobody_else(database: Database) -> None:
    with database.transaction() as session:
        seller(session, "Anna")
        key = lead(session)
        done(session, "crm.assign-lead", {"lead": key})

        assert refused(session, "crm.assign-lead", {"lead": key, "another": True}) == "NO_OWNER"


def test_a_lead_becomes_a_customer_a_contact_and_a_deal_and_is_a_lead_again(database: Database) -> None:
    with database.transaction() as session:
        pipeline(session)
        key = lead(session, title="Buyer")

        made = done(session, "crm.convert-lead", {"lead": key, "amount": "60000", "need": "Paint", "expected_close": "2026-05-01"})

        party, person = session.get_one(Party, made["party"]), session.get_one(Party, made["contact"])
        assert (party.name, party.kind, party.email, party.phone) == ("Bech Byg ApS", "organisation", "ida@bech.example", "+4521222324")
        assert (person.name, person.kind) == ("Ida Bech", "person")
        assert session.scalars(select(Contact.title)).one() == "Buyer"
        opened = session.get_one(Deal, made["deal"])
        assert (opened.amount, opened.need, opened.lead_id, opened.contact_id) == (Decimal(60000), "Paint", int(key), person.id)
        assert refused(session, "crm.disqualify-lead", {"lead": key, "reason": "none"}) == "LEAD_CLOSED"
        done(session, "crm.unconvert-lead", {"lead": key})
        assert (opened.status, session.get_one(Lead, int(key)).state) == ("void", "new")


def test_a_conversion_whose_deal_has_gone_on_stands(database: Database) -> None:
    with database.transaction() as session:
        pipeline(session)
        key = lead(session)
        made = done(session, "crm.convert-lead", {"lead": key})
        done(session, "crm.move-deal", {"deal": made["deal"], "stage": "proposal"})

        assert refused(session, "crm.unconvert-lead", {"lead": key}) == "STAGE_RULE"


def test_a_matched_lead_is_converted_without_a_second_party(database: Database) -> None:
    with database.transaction() as session:
        pipeline(session)
        known = _party(session, name="Bech Byg", email="ida@bech.example")
        key = lead(session, known="tell")
        done(session, "crm.match-lead", {"lead": key, "party": known})

        made = done(session, "crm.convert-lead", {"lead": key})

        assert made["party"] == known
        assert session.scalars(select(Party.name).where(Party.kind == "organisation")).all() == ["Bech Byg"]


def test_a_lead_is_put_away_for_a_reason_and_taken_up_again(database: Database) -> None:
    with database.transaction() as session:
        key = lead(session)

        assert refused(session, "crm.disqualify-lead", {"lead": key, "reason": " "}) == "REASON_REQUIRED"
        done(session, "crm.nurture-lead", {"lead": key, "until": "2026-06-01"})
        done(session, "crm.disqualify-lead", {"lead": key, "reason": "Too small"})
        assert session.get_one(Lead, int(key)).state == "disqualified"
        done(session, "crm.resume-lead", {"lead": key})

        found = session.get_one(Lead, int(key))
        assert (found.state, found.reason, found.nurture_until) == ("new", "", None)


def _party(session: Session, **facts: object) -> int:
    made = Party(company_id=1, **{"name": "Alfreds", **facts})
    session.add(made)
    session.flush()
    return made.id

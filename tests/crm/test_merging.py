"""Do two rows become one party that has everything of both, and two again?"""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

import records
from crm.sales.deals.queries import deals_of
from crm.sales.leads.tables import PartyMerge
from erp.parties.queries import family, standing
from erp.parties.tables import Party
from erp.sales.customer_totals import customer_totals
from kit.db import Database
from kit.errors import AppError
from people.access import Who
from tests.crm.stories import deal, done, refused
from tests.erp.stories import product

WHO = Who(1, "Sara", 1, permissions=frozenset({"record.read"}))


def party(session: Session, **facts: object) -> int:
    made = Party(company_id=1, **{"name": "Bech Byg", **facts})
    session.add(made)
    session.flush()
    return made.id


def test_the_kept_party_gets_what_it_lacks_and_speaks_for_both(database: Database) -> None:
    with database.transaction() as session:
        keep, drop = party(session, email="ida@bech.example"), party(session, email="info@bech.example", cvr="12345674", phone="+4521222324")
        line = {"product": product(session), "quantity": 2, "unit_price": "18"}
        done(session, "sales.create-order", {"party": drop, "currency": "DKK", "lines": [line]})
        old = deal(session, drop)

        merged = done(session, "crm.merge-parties", {"keep": keep, "drop": drop})

        kept = session.get_one(Party, keep)
        assert (kept.email, kept.cvr, kept.phone) == ("ida@bech.example", "12345674", "+4521222324")
        assert (standing(session, drop), family(session, keep)) == (keep, sorted([keep, drop]))
        assert [one.open_orders for one in customer_totals(session, 1, keep)] == [1]
        assert [one.id for one in deals_of(session, 1, keep)] == [old]
        assert [line.id for line in records.list_page(session, WHO, records.get("customer")).lines] == [keep]
        done(session, "crm.unmerge-parties", {"merge": merged["merge"]})
        dropped = session.get_one(Party, drop)
        assert (dropped.merged_into, dropped.cvr, kept.cvr) == (None, "12345674", None)
        assert customer_totals(session, 1, keep) == []
        assert refused(session, "crm.unmerge-parties", {"merge": merged["merge"]}) == "MERGE_CONFLICT"


def test_two_cvr_numbers_are_two_parties(database: Database) -> None:
    with database.transaction() as session:
        keep, drop = party(session, cvr="12345674"), party(session, cvr="10000009")

        assert refused(session, "crm.merge-parties", {"keep": keep, "drop": drop}) == "MERGE_CONFLICT"
        assert refused(session, "crm.merge-parties", {"keep": keep, "drop": keep}) == "MERGE_CONFLICT"
        assert refused(session, "crm.merge-parties", {"keep": keep, "drop": party(session, kind="person")}) == "MERGE_CONFLICT"


def test_a_merged_party_is_not_merged_again(database: Database) -> None:
    with database.transaction() as session:
        keep, drop, third = party(session), party(session), party(session)
        done(session, "crm.merge-parties", {"keep": keep, "drop": drop})

        assert refused(session, "crm.merge-parties", {"keep": third, "drop": drop}) == "MERGE_CONFLICT"
        done(session, "crm.merge-parties", {"keep": third, "drop": keep})
        assert standing(session, drop) == third


def test_a_merge_is_never_rewritten(database: Database) -> None:
    with database.transaction() as session:
        keep, drop = party(session), party(session)
        merged = done(session, "crm.merge-parties", {"keep": keep, "drop": drop})
    with pytest.raises((DBAPIError, AppError), match="never changed"), database.transaction() as session:
        session.get_one(PartyMerge, merged["merge"]).kept_id = drop

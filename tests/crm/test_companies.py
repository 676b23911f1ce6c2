"""Does no operation of the CRM reach into another company?"""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from crm.marketing.tables import Campaign
from erp.parties.tables import Party
from kit.clock import now
from kit.db import Database
from kit.operations import Failed
from tests.crm.stories import LEAD, call, deal, done, pipeline

TABLES = ("lead", "deal", "interaction", "objection", "ticket", "consent_event", "party_merge")


@pytest.fixture
def theirs(database: Database) -> dict[str, int]:
    """What company 1 has; company 2 has a pipeline and a lead of its own."""
    with database.transaction() as session:
        party = Party(company_id=1, name="Bech Byg")
        campaign = Campaign(company_id=1, code="FAIR", name="Fair", starts_on=now().date())
        session.add_all([party, campaign])
        session.flush()
        lead = int(str(done(session, "crm.register-lead", LEAD)["lead"]))
        found = {"party": party.id, "lead": lead, "deal": deal(session, party.id), "campaign": campaign.id}
        pipeline(session, company=2)
        own = done(session, "crm.register-lead", {**LEAD, "email": "own@x.example", "phone": None}, company=2)["lead"]
        return {**found, "own_lead": int(str(own))}


def counted(session: Session) -> list[int]:
    return [session.scalar(text(f"SELECT COUNT(*) FROM {table}")) or 0 for table in TABLES]


@pytest.mark.parametrize(
    ("operation", "given"),
    [
        ("crm.open-deal", {"name": "Theirs", "party": "party"}),
        ("crm.register-lead", {"name": "Ida", "email": "a@b.example", "campaign": "campaign"}),
        ("crm.match-lead", {"lead": "own_lead", "party": "party"}),
        ("crm.convert-lead", {"lead": "lead"}),
        ("crm.move-deal", {"deal": "deal", "stage": "proposal"}),
        ("crm.lose-deal", {"deal": "deal", "reason": "price"}),
        ("crm.log-interaction", {"party": "party", "kind": "note"}),
        ("crm.log-interaction", {"lead": "lead", "kind": "note"}),
        ("crm.log-interaction", {"deal": "deal", "kind": "note", "objection": {"kind": "price"}}),
        ("crm.record-consent", {"party": "party", "channel": "mail", "given": True}),
        ("crm.open-ticket", {"party": "party", "subject": "Theirs"}),
        ("crm.draw-up-contract", {"deal": "deal"}),
        ("sales.price-quote", {"deal": "deal", "lines": [{"product": 1, "quantity": 1}]}),
    ],
)
def test_another_companys_rows_are_not_found(database: Database, theirs: dict[str, int], operation: str, given: dict[str, object]) -> None:
    asked = {name: theirs.get(str(value), value) if isinstance(value, str) else value for name, value in given.items()}
    with database.transaction() as session:
        before = counted(session)

        outcome = call(session, operation, asked, "reaching over", company=2)

        assert isinstance(outcome, Failed), outcome
        assert outcome.status == 404
        assert counted(session) == before

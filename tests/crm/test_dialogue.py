"""Is what was said kept, answered in time, and never used against a person's will?"""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from crm.sales.dialogue.tables import Interaction, Objection
from crm.sales.leads.tables import Lead
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import AppError
from kit.messages import Message
from tests.crm.stories import LEAD, deal, done, refused
from tests.erp.stories import customer


def test_marketing_goes_out_only_with_consent_to_its_channel(database: Database) -> None:
    with database.transaction() as session:
        party = customer(session)
        mail = {"party": party, "kind": "mail", "direction": "out", "marketing": True, "text": "Spring sale"}
        assert refused(session, "crm.log-interaction", mail) == "NO_CONSENT"

        done(session, "crm.record-consent", {"party": party, "channel": "sms", "given": True})
        assert refused(session, "crm.log-interaction", {**mail, "subject": "again"}) == "NO_CONSENT"
        done(session, "crm.record-consent", {"party": party, "channel": "mail", "given": True, "source": "Fair"})
        done(session, "crm.log-interaction", {**mail, "subject": "asked"})
        done(session, "crm.record-consent", {"party": party, "channel": "mail", "given": False})

        assert refused(session, "crm.log-interaction", {**mail, "subject": "late"}) == "NO_CONSENT"
        done(session, "crm.log-interaction", {**mail, "marketing": False})


@pytest.mark.parametrize("change", ["UPDATE consent_event SET given = NOT given", "DELETE FROM consent_event"])
def test_a_consent_is_only_ever_added_to(database: Database, change: str) -> None:
    with database.transaction() as session:
        done(session, "crm.record-consent", {"party": customer(session), "channel": "mail", "given": True})

    with pytest.raises((DBAPIError, AppError)), database.transaction() as session:
        session.execute(text(change))


def test_the_first_word_that_goes_out_answers_a_lead(database: Database, moving_clock: MovingClock) -> None:
    with database.transaction() as session:
        lead = done(session, "crm.register-lead", LEAD)["lead"]
        done(session, "crm.log-interaction", {"lead": lead, "kind": "mail", "direction": "in", "text": "Hello?"})
        assert session.get_one(Lead, lead).answered_at is None

        for number in range(2):
            done(session, "crm.log-interaction", {"lead": lead, "kind": "call", "direction": "out", "subject": f"Call {number}"})

        assert session.get_one(Lead, lead).answered_at == moving_clock.now()
        assert [message.name for message in session.scalars(select(Message))] == ["lead-answered"]


def test_an_objection_is_kept_with_the_stage_in_which_it_was_raised(database: Database) -> None:
    with database.transaction() as session:
        party = customer(session)
        key = deal(session, party)
        done(session, "crm.move-deal", {"deal": key, "stage": "proposal"})

        logged = done(session, "crm.log-interaction", {"deal": key, "kind": "meeting", "objection": {"kind": "price", "text": "Too dear"}})
        done(session, "crm.move-deal", {"deal": key, "stage": "discovery"})

        raised = session.get_one(Objection, logged["objection"])
        assert (raised.deal_id, raised.party_id) == (key, party)
        assert session.scalar(text("SELECT code FROM stage WHERE id = :id"), {"id": raised.stage_id}) == "proposal"


def test_what_must_not_stand_is_taken_out_and_that_it_was_said_stays(database: Database) -> None:
    with database.transaction() as session:
        logged = done(session, "crm.log-interaction", {"party": customer(session), "kind": "note", "text": "He is ill", "subject": "Health"})

        done(session, "crm.redact-interaction", {"interaction": logged["interaction"]})

        found = session.scalars(select(Interaction)).one()
        assert (found.kind, found.text, found.subject) == ("note", "", "Redacted")
        assert found.redacted_at is not None
        assert refused(session, "crm.log-interaction", {"kind": "note"}) == "NOBODY"

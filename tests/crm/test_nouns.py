"""Is every record of the CRM whole: all on its form, listed, found, and written only where it may be?"""

from __future__ import annotations

import pytest

import crm.announced  # noqa: F401  it announces the nouns
import erp.announced  # noqa: F401  its records are picked on the forms
import forms
import people.access  # noqa: F401  colleagues are picked on the forms
import records
from kit import references
from kit.db import Database
from kit.errors import Forbidden, Invalid
from people.access import Who
from records import Noun
from tests.crm.stories import LEAD, done, pipeline
from tests.erp.stories import customer

NOUNS = [noun for noun in records.all_nouns() if noun.table.__module__.startswith("crm.")]
WHO = Who(1, "Sara", 1, permissions=frozenset({"record.read", "record.write"}))
OTHER = Who(2, "Ole", 1, permissions=frozenset({"record.read", "record.write"}))
STRANGER = Who(3, "Sten", 2, permissions=frozenset({"record.read", "record.write"}))


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
def test_every_column_has_a_label_and_stands_on_the_form_or_is_hidden(noun: Noun) -> None:
    asked = {name for name, _component in forms.fields_of(records.document_of(noun))}

    missing = [name for name, field in records.fields_of(noun).items() if not field.hidden and name not in asked]

    assert records.problems(noun) == []
    assert missing == []


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
def test_every_picker_on_a_form_exists(noun: Noun) -> None:
    wanted = {component.reference for _name, component in forms.fields_of(records.document_of(noun)) if component.reference}

    assert [name for name in sorted(wanted) if not references.known(name)] == []


@pytest.mark.parametrize("name", ["deal_step", "quote", "contract", "interaction", "consent"])
def test_what_operations_write_is_not_written_by_hand(database: Database, name: str) -> None:
    with database.transaction() as session, pytest.raises(Forbidden):
        records.create(session, WHO, records.get(name), {})


def test_a_deal_written_by_hand_begins_in_the_first_stage_with_its_first_step(database: Database) -> None:
    with database.transaction() as session:
        pipeline(session)
        made = records.create(session, WHO, records.get("deal"), {"name": "Winter stock", "party_id": str(customer(session)), "currency": "DKK"})

        shown = records.card(session, WHO, records.get("deal"), made.id)

        assert shown.values["status"] == "open"
        assert isinstance(shown.values["steps"], list)
        assert [step["to_id"] for step in shown.values["steps"]] == [shown.values["stage_id"]]


def test_a_lead_written_by_hand_must_be_reachable_and_new(database: Database) -> None:
    noun = records.get("lead")
    with database.transaction() as session:
        records.create(
            session, WHO, records.get("customer"), {"name": "Bech Byg ApS", "kind": "organisation", "email": "ida@bech.example", "language": "da"}
        )
        with pytest.raises(Invalid, match="marked fields") as unreachable:
            records.create(session, WHO, noun, {"name": "Ida", "source": "web"})
        with pytest.raises(Invalid) as known:
            records.create(session, WHO, noun, {"name": "Ida", "email": "IDA@bech.example", "source": "web"})

        assert "email" in unreachable.value.fields
        assert "Bech Byg" in known.value.fields["email"]


def test_what_an_author_keeps_to_themselves_nobody_else_finds(database: Database) -> None:
    with database.transaction() as session:
        party = customer(session)
        for visibility in ("company", "author"):
            done(
                session,
                "crm.log-interaction",
                {"party": party, "kind": "note", "text": "x", "subject": f"For the {visibility}", "visibility": visibility},
            )
        session.flush()
        noun = records.get("interaction")

        assert len(records.list_page(session, WHO, noun).lines) == 1
        assert records.list_page(session, STRANGER, noun).lines == ()
        assert [hit.title for hit in records.find(session, OTHER, "For the author")] == []


def test_a_lead_shows_only_what_its_reader_may_hear(database: Database) -> None:
    with database.transaction() as session:
        lead = done(session, "crm.register-lead", LEAD)["lead"]
        done(session, "crm.log-interaction", {"lead": lead, "kind": "note", "subject": "Mine alone", "visibility": "author"})
        done(session, "crm.log-interaction", {"lead": lead, "kind": "note", "subject": "For all"})

        shown = records.card(session, OTHER, records.get("lead"), int(str(lead))).values["interactions"]

        assert isinstance(shown, list)
        assert [said["subject"] for said in shown] == ["For all"]


def test_another_company_sees_no_lead_and_no_deal(database: Database) -> None:
    with database.transaction() as session:
        pipeline(session)
        lead = done(session, "crm.register-lead", LEAD)["lead"]
        done(session, "crm.convert-lead", {"lead": lead})

        assert all(records.list_page(session, STRANGER, noun).lines == () for noun in NOUNS)
        assert records.find(session, STRANGER, "Bech") == []

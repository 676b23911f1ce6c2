"""Are records made and changed by their form's answers, and never over somebody else's change?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import records
from kit.audit import AuditEvent
from kit.db import Database
from kit.errors import Forbidden, Invalid, NotFound
from records import Noun, StaleEdit
from tests.records.toolshed import ANNE, BOSS, STRANGER, Tool, ToolCompany

HAMMER: dict[str, object] = {
    "code": "H1", "name": "Hammer", "price": Decimal("12.50"), "weight": Decimal("0.8"), "bought": "2024-02-29",
    "checked": "2024-07-01T12:00", "terms": {"rent": 2, "shelf": "A3"},
}  # fmt: skip


def test_a_record_is_made_of_answers(session: Session, tool: Noun) -> None:
    made = records.create(session, BOSS, tool, HAMMER)

    assert made.title == "Hammer"
    assert made.version == 1
    assert made.values == {
        "id": str(made.id), "code": "H1", "name": "Hammer", "kind": "hand", "price": Decimal("12.5"), "weight": Decimal("0.8"), "count": 1,
        "sharp": False, "bought": date(2024, 2, 29), "checked": datetime(2024, 7, 1, 10, tzinfo=UTC), "notes": None, "tags": None,
        "twin_id": None, "department_id": None, "terms": {"rent": Decimal(2), "shelf": "A3"}, "loans": [],
    }  # fmt: skip


def test_what_was_made_is_there_in_the_next_transaction(shed: Database, tool: Noun) -> None:
    with shed.transaction() as session:
        made = records.create(session, BOSS, tool, HAMMER)

    with shed.reading() as session:
        assert records.card(session, BOSS, tool, made.id).values == made.values


WRONG: list[tuple[dict[str, object], dict[str, str]]] = [
    ({}, {"name": "Fill this in."}),
    ({"name": "x" * 31}, {"name": "Write at most 30 characters."}),
    ({"name": "A", "code": "x" * 11}, {"code": "Write at most 10 characters."}),
    ({"name": "A", "kind": "magic"}, {"kind": "Choose one of the options."}),
    ({"name": "A", "price": Decimal("0.0000001")}, {"price": "Write at most 6 decimals."}),
    ({"name": "A", "weight": Decimal("9" * 20)}, {"weight": "This number is too large to be kept."}),
    ({"name": "A", "twin_id": "4711"}, {"twin_id": "Choose one that exists and that you may see."}),
    ({"name": "A", "terms": {"rent": "much"}}, {"terms.rent": "Write a number, for example 1,234.5."}),
    ({"name": "Saw"}, {"sharp": "A saw must be sharp."}),
]


def test_a_wrong_answer_makes_no_record(session: Session, tool: Noun) -> None:
    for raw, fields in WRONG:
        with pytest.raises(Invalid) as refused:
            records.create(session, BOSS, tool, raw)

        assert refused.value.fields == fields
    assert session.scalars(select(Tool)).all() == []


def test_a_code_is_used_once_in_a_company(session: Session, tool: Noun) -> None:
    records.create(session, BOSS, tool, HAMMER)
    records.create(session, STRANGER, tool, HAMMER)

    with pytest.raises(Invalid) as refused:
        records.create(session, BOSS, tool, HAMMER)

    assert refused.value.fields == {"code": "There is already a tool with Code H1."}


def test_a_change_makes_a_new_version(session: Session, tool: Noun) -> None:
    made = records.create(session, BOSS, tool, HAMMER)

    changed = records.change(session, BOSS, tool, made.id, made.version, {"name": "Big hammer"})

    assert (changed.version, changed.values["name"], changed.values["code"]) == (2, "Big hammer", "H1")


def test_a_change_of_a_part_is_a_new_version_too(session: Session, tool: Noun) -> None:
    made = records.create(session, BOSS, tool, HAMMER)

    changed = records.change(session, BOSS, tool, made.id, made.version, {"terms": {"shelf": "B1"}})

    assert (changed.version, changed.values["terms"]) == (2, {"rent": Decimal(2), "shelf": "B1"})


def test_what_changes_nothing_leaves_the_version(session: Session, tool: Noun) -> None:
    made = records.create(session, BOSS, tool, HAMMER)

    assert records.change(session, BOSS, tool, made.id, made.version, {"price": Decimal("12.500")}).version == 1


def test_a_stale_edit_is_refused_with_the_difference(session: Session, tool: Noun) -> None:
    made = records.create(session, BOSS, tool, HAMMER)
    records.change(session, BOSS, tool, made.id, 1, {"name": "Sledge", "weight": Decimal(4)})

    with pytest.raises(StaleEdit) as refused:
        records.change(session, BOSS, tool, made.id, 1, {"name": "Mallet", "weight": Decimal(4), "code": "H1"})

    assert refused.value.status == 409
    assert refused.value.fields == {"name": "Now: “Sledge”. You wrote: “Mallet”."}
    assert [(item.label, item.now, item.wanted) for item in refused.value.differences] == [("Name", "Sledge", "Mallet")]
    assert records.card(session, BOSS, tool, made.id).values["name"] == "Sledge"


def test_every_write_leaves_an_audit_row(session: Session, tool: Noun) -> None:
    made = records.create(session, BOSS, tool, {"name": "Axe"})
    records.change(session, BOSS, tool, made.id, 1, {"price": Decimal("3.5"), "bought": "2024-01-01"})

    events = session.scalars(select(AuditEvent).where(AuditEvent.entity_id == made.id).order_by(AuditEvent.id)).all()

    assert [(event.action, event.actor, event.company_id) for event in events] == [("record.create", 2, 10), ("record.change", 2, 10)]
    assert events[1].detail == {"changes": {"price": [Decimal(0), Decimal("3.5")], "bought": [None, "2024-01-01"]}}


def test_another_company_has_no_such_record(session: Session, tool: Noun) -> None:
    made = records.create(session, BOSS, tool, HAMMER)

    with pytest.raises(NotFound):
        records.card(session, STRANGER, tool, made.id)
    with pytest.raises(NotFound):
        records.change(session, STRANGER, tool, made.id, 1, {"name": "Stolen"})


def test_nothing_is_done_without_permission(session: Session, tool: Noun) -> None:
    nobody = ANNE.__class__(user_id=9, name="Nobody", company_id=10, level=5)

    with pytest.raises(Forbidden):
        records.create(session, nobody, tool, HAMMER)
    with pytest.raises(Forbidden):
        records.list_page(session, nobody, tool)


def test_a_hidden_field_cannot_be_written(session: Session, tool: Noun) -> None:
    made = records.create(session, BOSS, tool, HAMMER)

    changed = records.change(session, ANNE, tool, made.id, 1, {"name": "Tool", "price": 0, "terms": {"rent": 0, "shelf": "Z"}})

    assert "price" not in changed.values
    seen = records.card(session, BOSS, tool, made.id).values
    assert (seen["name"], seen["price"], seen["terms"]) == ("Tool", Decimal("12.5"), {"rent": Decimal(2), "shelf": "Z"})


def test_a_part_that_was_never_kept_begins_with_its_first_change(session: Session, tool: Noun) -> None:
    bare = Tool(company_id=10, name="Old", code="O")
    session.add(bare)
    session.flush()

    changed = records.change(session, BOSS, tool, bare.id, 1, {"terms": {"shelf": "C1"}})

    assert changed.values["terms"] == {"rent": None, "shelf": "C1"}
    assert session.scalars(select(ToolCompany.company_id).where(ToolCompany.tool_id == bare.id)).all() == [10]

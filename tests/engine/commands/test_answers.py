"""Does the form stand between what a person sends and what the process gets?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import simplejson
from sqlalchemy import select

import engine
from engine.tables import ElementInstance, FormDefinition, ProcessInstance
from kit.db import Database
from kit.errors import Conflict, Forbidden, Invalid
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import CLERK, MANAGER, OPERATOR
from tests.engine.commands.stories import open_task, state_of

FIELDS: list[dict[str, object]] = [
    {"id": "f_amount", "type": "number", "key": "amount", "label": "Amount", "decimalDigits": 2, "validate": {"required": True, "min": 1}},
    {"id": "f_day", "type": "datetime", "subtype": "date", "dateLabel": "Day", "key": "day"},
    {"id": "f_seen", "type": "textfield", "key": "seen", "label": "Seen", "readonly": True},
    {"id": "f_why", "type": "textfield", "key": "why", "label": "Why", "conditional": {"hide": "=amount < 100"}},
]


def form(form_id: str, *fields: dict[str, object]) -> bytes:
    return simplejson.dumps({"id": form_id, "type": "default", "schemaVersion": 18, "components": [*fields]}).encode()


def model(binding: str | None = None) -> bytes:
    named = drawing.element("zeebe:formDefinition", {"formId": "check", "bindingType": binding})
    return drawing.draw(
        "checking", drawing.start(), drawing.user("check", named, role="manager"), drawing.end(), drawing.flows("start > check > end")
    ).encode()


def begun(database: Database, **variables: object) -> int:
    with database.transaction() as session:
        engine.deploy(session, {"checking.bpmn": model(), "check.form": form("check", *FIELDS)})
        return engine.start(session, "checking", variables, company_id=7)


def complete(database: Database, instance: int, answers: dict[str, object]) -> dict[str, object]:
    with database.transaction() as session:
        engine.complete_task(session, open_task(database, instance), answers, who=MANAGER)
    with database.reading() as session:
        return engine.instance(session, instance, who=OPERATOR).variables


def test_answers_are_typed_and_only_the_open_fields_of_the_form_count(database: Database) -> None:
    key = begun(database, seen="before")

    found = complete(database, key, {"amount": "12.50", "day": "2026-03-04", "seen": "forged", "why": "hidden", "extra": 1})

    assert found == {"amount": Decimal("12.50"), "day": date(2026, 3, 4), "seen": "before"}


def test_a_wrong_answer_is_refused_by_its_field_and_nothing_changes(database: Database) -> None:
    key = begun(database)
    task = open_task(database, key)

    with pytest.raises(Invalid) as refused, database.transaction() as session:
        engine.complete_task(session, task, {"amount": "0", "day": "soon"}, who=MANAGER)

    assert set(refused.value.fields) == {"amount", "day"}
    assert open_task(database, key) == task
    with database.reading() as session:
        assert session.get_one(ProcessInstance, key).result is None
        assert session.scalars(select(ElementInstance.ended_at).filter_by(element_id="check")).one() is None


def test_a_form_is_fixed_when_its_task_opens(database: Database) -> None:
    key = begun(database)
    with database.transaction() as session:
        engine.deploy(session, {"check.form": form("check", {"id": "f", "type": "textfield", "key": "other"})})

    assert complete(database, key, {"amount": 3, "other": "x"}) == {"amount": Decimal(3), "day": None}


@pytest.mark.parametrize(("binding", "version"), [("deployment", 1), ("latest", 2), (None, 2)])
def test_a_task_opens_the_form_that_it_is_bound_to(database: Database, binding: str | None, version: int) -> None:
    with database.transaction() as session:
        engine.deploy(session, {"checking.bpmn": model(binding), "check.form": form("check", *FIELDS)})
    with database.transaction() as session:
        engine.deploy(session, {"check.form": form("check", FIELDS[0])})
        key = engine.start(session, "checking", company_id=7)

    task = open_task(database, key)
    with database.reading() as session:
        form_key = engine.task(session, task, who=MANAGER).task.form_key
        assert session.scalars(select(FormDefinition.version).filter_by(id=form_key)).one() == version


def test_what_starts_an_instance_is_checked_too(database: Database) -> None:
    named = drawing.extra(drawing.element("zeebe:formDefinition", {"formId": "ask"}))
    drawn = drawing.draw("asking", drawing.start("start", named), drawing.end(), drawing.flows("start > end"))
    with database.transaction() as session:
        engine.deploy(session, {"asking.bpmn": drawn.encode(), "ask.form": form("ask", FIELDS[0])})

    with pytest.raises(Invalid) as refused, database.transaction() as session:
        engine.start(session, "asking", {"amount": "many"}, who=MANAGER)
    with database.transaction() as session:
        key = engine.start(session, "asking", {"amount": "7", "extra": 1}, who=MANAGER)

    assert list(refused.value.fields) == ["amount"]
    assert state_of(database, key) == "COMPLETED"
    with database.reading() as session:
        assert session.scalars(select(ProcessInstance.id)).all() == [key]
        assert engine.instance(session, key, who=MANAGER).variables == {"amount": Decimal(7)}
        found = engine.start_form(session, "asking", who=MANAGER)
        assert found is not None
        assert found["id"] == "ask"


def test_a_task_whose_form_is_nowhere_cannot_be_completed(database: Database) -> None:
    named = drawing.element("zeebe:formDefinition", {"formId": "= which"})
    drawn = drawing.draw(
        "checking", drawing.start(), drawing.user("check", named, role="manager"), drawing.end(), drawing.flows("start > check > end")
    )
    with database.transaction() as session:
        engine.deploy(session, {"checking.bpmn": drawn.encode()})
        key = engine.start(session, "checking", {"which": "late"}, company_id=7)

    with pytest.raises(Conflict, match="late"):
        complete(database, key, {})
    with database.transaction() as session:
        engine.deploy(session, {"late.form": form("late", FIELDS[0])})

    assert complete(database, key, {"amount": 1})["amount"] == 1


def test_a_task_says_what_a_person_may_do_with_it(database: Database) -> None:
    task = open_task(database, begun(database, amount=5))
    with database.transaction() as session:
        engine.claim(session, task, who=MANAGER)

    with database.reading() as session:
        card = engine.task(session, task, who=MANAGER)
        with pytest.raises(Forbidden):
            engine.task(session, task, who=CLERK)

    assert (card.can_claim, card.can_unclaim, card.can_complete) == (False, True, True)
    assert card.form is not None
    assert card.form["id"] == "check"
    assert card.variables == {"amount": 5}

"""Does what a form calls personal stay masked wherever an instance is looked at, and is a look written down?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

import engine
from engine.tables import FormDefinition
from kit.audit import AuditEvent
from kit.db import Database
from kit.errors import Forbidden, NotFound
from people.access.tables import FieldClass
from tests.engine.commands.conftest import COMPANY, MANAGER, OPERATOR
from tests.engine.commands.stories import open_task
from tests.engine.commands.test_answers import form, model

CLOSED = {"properties": {"virke:class": "personal"}}
FIELDS: list[dict[str, object]] = [
    {"id": "f_name", "type": "textfield", "key": "name", "label": "Name"},
    {"id": "f_number", "type": "textfield", "key": "person.number", "label": "Number", **CLOSED},
    {
        "id": "f_lines",
        "type": "dynamiclist",
        "path": "lines",
        "components": [
            {"id": "f_what", "type": "textfield", "key": "what", "label": "What"},
            {"id": "f_pay", "type": "number", "key": "pay", "label": "Pay", **CLOSED},
        ],
    },
]
TOLD = {
    "name": "Ida",
    "person": {"number": "010190-1234", "town": "Skive"},
    "lines": [{"what": "June", "pay": 31000}, {"what": "July", "pay": 32000}],
}
SHOWN = {"name": "Ida", "person": {"number": "•••", "town": "Skive"}, "lines": [{"what": "June", "pay": "•••"}, {"what": "July", "pay": "•••"}]}
DIRECTOR = replace(OPERATOR, level=4)


@pytest.fixture
def instance(database: Database) -> int:
    with database.transaction() as session:
        session.add(FieldClass(company_id=COMPANY, code="personal", minimum_level=4))
        engine.deploy(session, {"checking.bpmn": model(), "check.form": form("check", *FIELDS)})
        return engine.start(session, "checking", TOLD, company_id=COMPANY)


@pytest.mark.parametrize("who", [OPERATOR, DIRECTOR], ids=["operator", "director"])
def test_whoever_looks_at_an_instance_sees_dots(database: Database, instance: int, who: engine.Who) -> None:
    with database.reading() as session:
        assert engine.instance(session, instance, who=who).variables == SHOWN


def test_who_works_on_a_task_sees_what_their_level_reaches(database: Database, instance: int) -> None:
    task = open_task(database, instance)

    with database.reading() as session:
        seen = engine.task(session, task, who=MANAGER).variables

        assert engine.at_work(session, instance, seen, who=MANAGER) == SHOWN
        assert engine.at_work(session, instance, seen, who=replace(MANAGER, level=4)) == TOLD


def test_a_look_is_for_those_whose_level_reaches_and_is_written_down(database: Database, instance: int) -> None:
    with pytest.raises(Forbidden, match="personal"), database.transaction() as session:
        engine.reveal(session, instance, "person", who=OPERATOR)
    with database.transaction() as session:
        assert engine.reveal(session, instance, "person", who=DIRECTOR) == TOLD["person"]
    with pytest.raises(NotFound, match="nobody"), database.transaction() as session:
        engine.reveal(session, instance, "nobody", who=DIRECTOR)

    with database.reading() as session:
        looks = session.scalars(select(AuditEvent).filter_by(action="variable.reveal")).all()
        assert [(look.actor, look.entity_id, look.detail) for look in looks] == [(DIRECTOR.user_id, instance, {"variable": "person"})]


def test_nobody_finds_an_instance_by_guessing_at_what_is_closed(database: Database, instance: int) -> None:
    with database.reading() as session:
        assert len(engine.search_instances(session, engine.InstancesWanted(variables={"name": "Ida"}), who=DIRECTOR).items) == 1
        with pytest.raises(Forbidden, match="lines"):
            engine.search_instances(session, engine.InstancesWanted(variables={"lines": TOLD["lines"]}), who=DIRECTOR)


def test_a_later_version_of_the_form_opens_nothing_of_an_earlier_release(database: Database, instance: int) -> None:
    with database.transaction() as session:
        engine.deploy(session, {"check.form": form("check", FIELDS[0])})

    with database.reading() as session:
        assert session.scalars(select(FormDefinition.version).order_by(FormDefinition.version)).all() == [1, 2]
        assert engine.instance(session, instance, who=OPERATOR).variables == SHOWN

"""Do processes begin where a condition holds, for whoever says what is so?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

import engine
from engine.tables import ProcessInstance, Subscription
from kit.db import Database
from kit.errors import Forbidden, NotFound
from tests.engine.commands.conftest import COMPANY, STRANGER, person
from tests.engine.commands.stories import DIAGRAMS, deployed

STARTER = person(6, "Stina")


def evaluated(database: Database, definition_key: int | None = None, **variables: object) -> list[tuple[int, int]]:
    with database.transaction() as session:
        return engine.evaluate_conditions(session, variables, who=STARTER, definition_key=definition_key)


def test_an_instance_begins_at_each_start_that_holds_with_what_was_said(database: Database) -> None:
    deployed(database, "conditional_starts")

    ((definition, instance),) = evaluated(database, temperature=35)

    assert evaluated(database, temperature=10) == []
    assert evaluated(database, nothing=1) == []
    with database.reading() as session:
        row = session.get_one(ProcessInstance, instance)
        assert (row.definition_key, row.company_id, row.bpmn_process_id) == (definition, COMPANY, "conditional_starts")
        assert [task.element_id for task in engine.inbox(session, who=person(7, "Carla", "clerk"))] == ["cool"]


def test_only_the_newest_version_and_a_companys_own_before_the_shared_one(database: Database) -> None:
    deployed(database, "conditional_starts")
    changed = (DIAGRAMS / "conditional_starts.bpmn").read_bytes().replace(b"&gt; 30", b"&gt; 40")
    with database.transaction() as session:
        engine.deploy(session, {"conditional_starts.bpmn": changed}, company_id=COMPANY)

    assert evaluated(database, temperature=35) == [], "the company's own version wants more"
    assert len(evaluated(database, temperature=45)) == 1
    with database.transaction() as session:
        assert len(engine.evaluate_conditions(session, {"temperature": 35}, who=STRANGER)) == 1, "another company runs the shared one"
    deployed(database, "conditional_starts")
    with database.reading() as session:
        assert len(session.scalars(select(Subscription.id).filter_by(kind="CONDITION")).all()) == 4, "deploying the same again adds none"


def test_one_definition_can_be_meant(database: Database) -> None:
    deployed(database, "conditional_starts")
    ((definition, _instance),) = evaluated(database, temperature=35)

    assert len(evaluated(database, definition, temperature=35)) == 1
    with pytest.raises(NotFound):
        evaluated(database, 1, temperature=35)


def test_who_may_not_start_may_not_say(database: Database) -> None:
    deployed(database, "conditional_starts")

    with database.transaction() as session, pytest.raises(Forbidden):
        engine.evaluate_conditions(session, {"temperature": 35}, who=person(8, "Nils", permissions=frozenset()))

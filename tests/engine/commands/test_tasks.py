"""Does a process run from its start over an operation and a person to its end, in rows?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

import engine
from benchmarks.counting import statements
from engine.tables import ElementInstance, ScopeState
from kit.db import Database
from kit.errors import Conflict, Forbidden, NotFound
from tests.engine.commands.conftest import CLERK, COMPANY, MANAGER, OTHER_MANAGER, STRANGER, Till
from tests.engine.commands.stories import DIAGRAMS, begun, open_task, state_of


def test_from_start_to_end(database: Database, till: Till) -> None:
    key = begun(database, "approval", amount=5)
    assert len(till.calls) == 1
    with database.transaction() as session:
        engine.complete_task(session, open_task(database, key), {"approved": True}, who=MANAGER)
    assert state_of(database, key) == "COMPLETED"
    with database.reading() as session:
        assert session.scalars(select(ScopeState)).all() == []
        states = {row.element_id: row.state for row in session.scalars(select(ElementInstance))}
        assert states["file_it"] == states["approve"] == states["end"] == "COMPLETED"
    assert len(till.calls) == 2


def test_a_second_completion_is_refused(database: Database, till: Till) -> None:
    task = open_task(database, begun(database, "approval"))
    with database.transaction() as session:
        engine.complete_task(session, task, {"approved": True}, who=MANAGER)
    with pytest.raises(Conflict), database.transaction() as session:
        engine.complete_task(session, task, {"approved": True}, who=MANAGER)


def test_only_its_role_and_its_company(database: Database, till: Till) -> None:
    task = open_task(database, begun(database, "approval"))
    with pytest.raises(Forbidden), database.transaction() as session:
        engine.complete_task(session, task, who=CLERK)
    with pytest.raises(NotFound), database.transaction() as session:
        engine.complete_task(session, task, who=STRANGER)


def test_claimed_by_one(database: Database, till: Till) -> None:
    task = open_task(database, begun(database, "approval"))
    with database.transaction() as session:
        engine.claim(session, task, who=MANAGER)
    with pytest.raises(Conflict), database.transaction() as session:
        engine.claim(session, task, who=OTHER_MANAGER)
    with database.transaction() as session:
        engine.unclaim(session, task, who=MANAGER)
    with database.transaction() as session:
        engine.claim(session, task, who=OTHER_MANAGER)


@pytest.mark.parametrize("more", [0, 60])
def test_statements_do_not_grow_with_the_model(database: Database, till: Till, more: int) -> None:
    text = (DIAGRAMS / "approval.bpmn").read_text("utf-8")
    extra = "".join(f'<manualTask id="more{i}"/><sequenceFlow id="f{i}" sourceRef="s{i}" targetRef="more{i}"/><startEvent id="s{i}">'
                    f'<messageEventDefinition messageRef="m{i}"/></startEvent><sequenceFlow id="g{i}" sourceRef="more{i}" targetRef="end"/>'
                    for i in range(more))  # fmt: skip
    named = "".join(f'<message id="m{i}" name="m{i}"/>' for i in range(more))
    text = text.replace("</process>", f"{extra}</process>{named}")
    with database.transaction() as session:
        engine.deploy(session, {"approval.bpmn": text.encode()})
    with database.transaction() as session:
        key = engine.start(session, "approval", company_id=COMPANY)
    task = open_task(database, key)

    def complete() -> None:
        with database.transaction() as session:
            engine.complete_task(session, task, {"approved": True}, who=MANAGER)

    said = statements(database, complete)
    assert len(said) <= 25, said

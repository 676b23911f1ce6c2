"""Who sees which tasks, instances, definitions and incidents?"""

from __future__ import annotations

import pytest

import engine
from kit.db import Database
from kit.errors import Forbidden, NotFound
from tests.engine.commands.conftest import CLERK, MANAGER, OPERATOR, OTHER_MANAGER, STRANGER, Till
from tests.engine.commands.stories import begun, open_task


def test_the_inbox_is_for_its_role(database: Database, till: Till) -> None:
    task = open_task(database, begun(database, "approval", amount=5))
    with database.reading() as session:
        assert [each.key for each in engine.inbox(session, who=MANAGER)] == [task]
        assert engine.inbox(session, who=CLERK) == engine.inbox(session, who=STRANGER) == []
        card = engine.task(session, task, who=MANAGER)
        assert card.variables == {"amount": 5, "prepared": True}
        with pytest.raises(Forbidden):
            engine.task(session, task, who=CLERK)


def test_a_claimed_task_leaves_other_inboxes(database: Database, till: Till) -> None:
    task = open_task(database, begun(database, "approval"))
    with database.transaction() as session:
        engine.claim(session, task, who=MANAGER)
    with database.reading() as session:
        assert engine.count_inbox(session, who=MANAGER, whose=engine.Whose.MINE) == 1
        assert engine.inbox(session, who=OTHER_MANAGER) == []


def test_an_instance_and_its_history(database: Database, till: Till) -> None:
    key = begun(database, "approval")
    with database.reading() as session:
        assert [each.key for each in engine.instances(session, who=OPERATOR)] == [key]
        assert engine.instances(session, who=CLERK) == []
        assert "approve" in engine.instance(session, key, who=OPERATOR).active
        lines = {line.element_id: line.state for line in engine.history(session, key, who=OPERATOR)}
        assert (lines["prepare"], lines["approve"]) == ("COMPLETED", "ACTIVE")
        with pytest.raises(NotFound):
            engine.instance(session, key, who=STRANGER)
        with pytest.raises(Forbidden):
            engine.instance(session, key, who=CLERK)


def test_definitions_are_versions(database: Database, till: Till) -> None:
    begun(database, "approval")
    begun(database, "approval")
    with database.reading() as session:
        (only,) = engine.definitions(session, who=CLERK)
        assert (only.process_id, only.version, only.startable) == ("approval", 1, True)
        assert engine.definition_xml(session, only.key, who=CLERK).startswith(b"<?xml")
        assert engine.incidents(session, who=OPERATOR) == []


def test_whoever_is_offered_a_task_sees_its_instance(database: Database, till: Till) -> None:
    key = begun(database, "approval")

    with database.reading() as session:
        assert "approve" in engine.instance(session, key, who=MANAGER).active

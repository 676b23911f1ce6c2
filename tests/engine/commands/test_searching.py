"""Does each search find what plain SQL finds, and only what this person may see?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import text

import engine
from engine import Cut, IncidentsWanted, InstancesWanted, TasksWanted
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import Forbidden
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import CLERK, COMPANY, MANAGER, OPERATOR, STRANGER, Till
from tests.engine.commands.stories import deployed, open_task

TASKS = (("mine", "manager"), ("other", "warehouse"))


@pytest.fixture
def mixed(database: Database, moving_clock: MovingClock, till: Till) -> list[int]:
    """Six instances of two processes, some ended, one stopped; gives their keys, oldest first."""
    deployed(database, "approval")
    for name, role in TASKS:
        drawn = drawing.draw(name, drawing.start(), drawing.user("do", role=role), drawing.end(), drawing.flows("start > do > end"))
        with database.transaction() as session:
            engine.deploy(session, {f"{name}.bpmn": drawn.encode()})
    keys = []
    for number, name in enumerate(["mine", "other", "mine", "approval", "mine"]):
        with database.transaction() as session:
            keys.append(engine.start(session, name, {"n": number, "size": Decimal("2.50"), "who": "Ida"}, who=CLERK if name == "other" else MANAGER))
    with database.transaction() as session:
        engine.complete_task(session, open_task(database, keys[0]), {"n": 7}, who=MANAGER)
    till.works = False
    with database.transaction() as session:
        keys.append(engine.start(session, "approval", {"n": 5}, company_id=COMPANY))
    for _each in range(3):
        engine.run_jobs(database, "w")
        moving_clock.advance(moving_clock.now() - moving_clock.now().replace(hour=0))
    return keys


def plain(database: Database, statement: str) -> list[int]:
    with database.reading() as session:
        return [row[0] for row in session.execute(text(statement))]


@pytest.mark.parametrize(
    ("wanted", "condition"),
    [
        (InstancesWanted(), "1 = 1"),
        (InstancesWanted(process_id="mine"), "bpmn_process_id = 'mine'"),
        (InstancesWanted(process_id="mine", state="ACTIVE"), "bpmn_process_id = 'mine' AND state = 'ACTIVE'"),
        (InstancesWanted(state="COMPLETED"), "state = 'COMPLETED'"),
        (InstancesWanted(only_incidents=True), "id IN (SELECT instance_key FROM incident WHERE state = 'ACTIVE')"),
        (InstancesWanted(variables={"n": 2}), "id IN (SELECT instance_key FROM variable_change WHERE name = 'n' AND value = '2')"),
        (InstancesWanted(variables={"n": 7}), "state = 'COMPLETED'"),
        (InstancesWanted(variables={"n": 0}), "1 = 0"),
        (InstancesWanted(variables={"size": Decimal("2.5"), "who": "Ida"}), "id IN (SELECT instance_key FROM variable_change WHERE name = 'who')"),
    ],
)
def test_instances(database: Database, mixed: list[int], wanted: InstancesWanted, condition: str) -> None:
    expected = plain(database, f"SELECT id FROM process_instance WHERE {condition} ORDER BY id DESC")

    with database.reading() as session:
        found = engine.search_instances(session, wanted, who=OPERATOR)
        pages = [engine.search_instances(session, wanted, Cut(limit=2, offset=offset), who=OPERATOR) for offset in (0, 2, 4)]

    assert ([each.key for each in found.items], found.total) == (expected, len(expected))
    assert [each.key for page in pages for each in page.items] == expected
    assert {page.total for page in pages} == {len(expected)}


def test_a_key_begins_the_next_page(database: Database, mixed: list[int]) -> None:
    with database.reading() as session:
        found = engine.search_instances(session, InstancesWanted(), Cut(limit=2, after=mixed[4]), who=OPERATOR)

    assert ([each.key for each in found.items], found.total) == ([mixed[3], mixed[2]], 6)


def test_who_is_no_operator_finds_what_they_began(database: Database, mixed: list[int]) -> None:
    with database.reading() as session:
        assert [each.key for each in engine.search_instances(session, InstancesWanted(), who=CLERK).items] == [mixed[1]]
        assert engine.search_instances(session, InstancesWanted(), who=STRANGER).total == 0


@pytest.mark.parametrize(
    ("wanted", "condition"),
    [
        (TasksWanted(), "1 = 1"),
        (TasksWanted(state="CREATED"), "state = 'CREATED'"),
        (TasksWanted(state="COMPLETED"), "state = 'COMPLETED'"),
        (TasksWanted(assignee="1"), "assignee = '1'"),
        (TasksWanted(candidate_group="warehouse"), "id IN (SELECT task_key FROM task_candidate WHERE name = 'warehouse')"),
        (TasksWanted(process_id="mine"), "definition_key IN (SELECT id FROM process_definition WHERE bpmn_process_id = 'mine')"),
        (TasksWanted(element_id="approve"), "element_id = 'approve'"),
    ],
)
def test_tasks(database: Database, mixed: list[int], wanted: TasksWanted, condition: str) -> None:
    expected = plain(database, f"SELECT id FROM user_task WHERE {condition} ORDER BY id DESC")

    with database.reading() as session:
        found = engine.search_tasks(session, wanted, who=OPERATOR)

    assert ([each.key for each in found.items], found.total) == (expected, len(expected))
    assert expected


def test_tasks_of_an_instance_and_of_a_person(database: Database, mixed: list[int]) -> None:
    with database.reading() as session:
        assert [each.instance_key for each in engine.search_tasks(session, TasksWanted(instance_key=mixed[2]), who=MANAGER).items] == [mixed[2]]
        assert [each.instance_key for each in engine.search_tasks(session, TasksWanted(), who=CLERK).items] == [mixed[1]]


@pytest.mark.parametrize(
    ("wanted", "condition"),
    [
        (IncidentsWanted(), "1 = 1"),
        (IncidentsWanted(state="ACTIVE"), "state = 'ACTIVE'"),
        (IncidentsWanted(state="RESOLVED"), "state = 'RESOLVED'"),
        (IncidentsWanted(type="JOB_NO_RETRIES", process_id="approval"), "type = 'JOB_NO_RETRIES'"),
    ],
)
def test_incidents(database: Database, mixed: list[int], wanted: IncidentsWanted, condition: str) -> None:
    expected = plain(database, f"SELECT id FROM incident WHERE {condition} ORDER BY id DESC")

    with database.reading() as session:
        found = engine.search_incidents(session, wanted, who=OPERATOR)
        of_one = engine.search_incidents(session, IncidentsWanted(instance_key=mixed[5]), who=OPERATOR)
        with pytest.raises(Forbidden):
            engine.search_incidents(session, wanted, who=CLERK)

    assert ([each.key for each in found.items], found.total) == (expected, len(expected))
    assert of_one.total == 1

"""For whom does an instance begin: which company, which department?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

import engine
from engine.tables import Job, ProcessInstance, VariableChange
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import Forbidden
from people.access import Who
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import COMPANY, MANAGER, OPERATOR, STRANGER, USUAL, Till
from tests.engine.commands.stories import DIAGRAMS, begun, deployed, open_task

SALES, STORE = 31, 32


def of_department(user_id: int, department: int, level: int = 1) -> Who:
    return Who(user_id, f"P{user_id}", COMPANY, level, frozenset({"manager"}), departments=frozenset({department}), permissions=USUAL)


def test_a_departments_instance_has_tasks_for_its_people_only(database: Database, till: Till) -> None:
    deployed(database, "approval")
    with database.transaction() as session:
        key = engine.start(session, "approval", who=of_department(11, SALES), department_id=SALES)
    task = open_task(database, key)

    with database.reading() as session:
        assert [each.key for each in engine.inbox(session, who=of_department(12, SALES))] == [task]
        assert [each.key for each in engine.inbox(session, who=of_department(13, STORE, level=4))] == [task]
        assert engine.inbox(session, who=of_department(14, STORE)) == []
    with pytest.raises(Forbidden), database.transaction() as session:
        engine.complete_task(session, task, {"approved": True}, who=of_department(14, STORE))
    with database.transaction() as session:
        engine.complete_task(session, task, {"approved": True}, who=of_department(12, SALES))


def test_nobody_starts_for_a_department_of_others(database: Database, till: Till) -> None:
    deployed(database, "approval")
    with pytest.raises(Forbidden), database.transaction() as session:
        engine.start(session, "approval", who=of_department(11, SALES), department_id=STORE)
    with database.transaction() as session:
        assert engine.start(session, "approval", who=of_department(11, SALES, level=4), department_id=STORE)


@pytest.mark.parametrize(("deployer", "companies"), [(MANAGER, [COMPANY]), (STRANGER, [8]), (None, [])])
def test_a_timer_starts_a_shared_process_for_the_company_of_whoever_deployed_it(
    database: Database, moving_clock: MovingClock, deployer: Who | None, companies: list[int]
) -> None:
    timed = drawing.start("nightly", drawing.timer("cycle", "R/PT24H"))
    drawn = drawing.draw("night", timed, drawing.user("look"), drawing.end(), drawing.flows("nightly > look > end"))
    with database.transaction() as session:
        engine.deploy(session, {"night.bpmn": drawn.encode()}, who=deployer)

    for _night in range(2):
        moving_clock.advance(timedelta(days=1))
        assert engine.fire_timers(database) == 1

    with database.reading() as session:
        assert list(session.scalars(select(ProcessInstance.company_id))) == companies * 2


def test_every_value_that_a_variable_had_is_history(database: Database, till: Till) -> None:
    key = begun(database, "approval", amount=5)
    with database.transaction() as session:
        engine.complete_task(session, open_task(database, key), {"approved": True, "amount": 6}, who=MANAGER)

    with database.reading() as session:
        rows = session.execute(select(VariableChange.name, VariableChange.value).filter_by(instance_key=key).order_by(VariableChange.id)).all()
        assert engine.instance(session, key, who=OPERATOR).variables["amount"] == 6
    assert [tuple(row) for row in rows if row.name in {"amount", "approved"}] == [("amount", "5"), ("approved", "true"), ("amount", "6")]


@pytest.mark.parametrize(
    ("name", "begun_after"),
    [
        ("start_timer_duration", [0, 1, 1, 1]),
        ("start_timer_date", [0, 1, 1, 1]),
        ("start_timer_cycle", [0, 1, 2, 3]),
    ],
)
def test_timers_begin_instances_as_often_as_they_say(database: Database, moving_clock: MovingClock, name: str, begun_after: list[int]) -> None:
    drawn = (DIAGRAMS / "triggers" / f"{name}.bpmn").read_bytes().replace(b"2026-01-01T13", b"2026-03-02T10")
    with database.transaction() as session:
        engine.deploy(session, {f"{name}.bpmn": drawn}, who=MANAGER)

    counted = []
    for _ in begun_after:
        engine.fire_timers(database)
        with database.reading() as session:
            counted.append(len(session.scalars(select(ProcessInstance.id)).all()))
        moving_clock.advance(timedelta(hours=1))
    assert counted == begun_after


def test_cron_begins_an_instance_each_monday_and_makes_up_for_none(database: Database, moving_clock: MovingClock) -> None:
    with database.transaction() as session:
        engine.deploy(session, {"cron.bpmn": (DIAGRAMS / "cron_start.bpmn").read_bytes()}, who=MANAGER)

    moving_clock.set(datetime(2026, 3, 25, 12, tzinfo=UTC))
    while engine.fire_timers(database):
        pass

    with database.reading() as session:
        assert len(session.scalars(select(ProcessInstance.id)).all()) == 1, "three Mondays are past, and the server was down"
        assert session.scalars(select(Job.run_at)).one() == datetime(2026, 3, 30, 5, 30, tzinfo=UTC), "half past seven in Copenhagen"

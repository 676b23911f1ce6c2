"""Does a suspended instance rest with all that waits in it, and lose nothing of what came meanwhile?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

import engine
from engine.tables import ElementInstance, Job, ProcessInstance, UserTask
from kit.audit import AuditEvent
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import Conflict, Forbidden, NotFound
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import CLERK, COMPANY, MANAGER, OPERATOR, STRANGER, Till
from tests.engine.commands.stories import begun, deployed, open_task, started, state_of

COMMANDS: list[Callable[..., object]] = [engine.suspend, engine.resume, engine.delete, engine.restart]


def suspended(database: Database, key: int) -> int:
    with database.transaction() as session:
        engine.suspend(session, key, who=OPERATOR)
    return key


def resumed(database: Database, key: int) -> None:
    with database.transaction() as session:
        engine.resume(session, key, who=OPERATOR)


def test_its_timer_does_not_fire_until_it_is_resumed(database: Database, moving_clock: MovingClock) -> None:
    key = suspended(database, begun(database, "boundary_timer_interrupts"))
    moving_clock.advance(timedelta(hours=3))
    with database.reading() as session:
        assert engine.next_due(session) is None
    assert engine.fire_timers(database) == 0
    assert state_of(database, key) == "SUSPENDED"

    resumed(database, key)

    assert engine.fire_timers(database) == 1
    assert state_of(database, key) == "COMPLETED"


def test_nobody_works_on_its_tasks(database: Database, till: Till) -> None:
    key = begun(database, "approval")
    task = open_task(database, key)
    suspended(database, key)

    with database.reading() as session:
        assert engine.inbox(session, who=MANAGER) == []
        assert not engine.task(session, task, who=MANAGER).can_complete
    with pytest.raises(Conflict, match="suspended"), database.transaction() as session:
        engine.complete_task(session, task, {"approved": True}, who=MANAGER)
    with pytest.raises(Conflict, match="suspended"), database.transaction() as session:
        engine.claim(session, task, who=MANAGER)
    resumed(database, key)

    with database.reading() as session:
        assert [each.key for each in engine.inbox(session, who=MANAGER)] == [task]
    with database.transaction() as session:
        engine.complete_task(session, task, {"approved": True}, who=MANAGER)
    assert state_of(database, key) == "COMPLETED"


def test_a_message_waits_for_it(database: Database, moving_clock: MovingClock) -> None:
    deployed(database, "message_events")
    key = suspended(database, started(database, "answerer", order="O-1"))
    with database.transaction() as session:
        engine.correlate(session, "hello", "O-1", {"text": "hi"}, who=MANAGER)
    assert engine.deliver_messages(database) == 0

    resumed(database, key)

    assert engine.deliver_messages(database) == 1
    assert state_of(database, key) == "COMPLETED"


def test_a_signal_is_heard_when_it_is_resumed(database: Database, moving_clock: MovingClock) -> None:
    drawn = drawing.draw(
        "listener", drawing.start(), drawing.catch("listen", drawing.event("signal", "fire")), drawing.end(),
        drawing.flows("start > listen > end"), beside=(drawing.signal("fire"),),
    )  # fmt: skip
    with database.transaction() as session:
        engine.deploy(session, {"listener.bpmn": drawn.encode()})
    resting, awake = started(database, "listener"), started(database, "listener")
    suspended(database, resting)
    with database.transaction() as session:
        assert engine.broadcast(session, "fire", who=MANAGER) == 2
    assert engine.run_jobs(database, "w") == 1
    assert (state_of(database, resting), state_of(database, awake)) == ("SUSPENDED", "COMPLETED")

    resumed(database, resting)

    assert engine.run_jobs(database, "w") == 1
    assert state_of(database, resting) == "COMPLETED"


def test_whoever_worked_on_its_job_has_lost_the_lease(database: Database) -> None:
    key = begun(database, "approval")  # without operations its jobs are for workers outside
    with database.transaction() as session:
        (lease,) = engine.activate(session, "inline.prepare", "w", who=OPERATOR)
    suspended(database, key)
    with pytest.raises(Conflict), database.transaction() as session:
        engine.complete_job(session, lease.key, {"prepared": True}, who=OPERATOR)
    with database.transaction() as session:
        assert engine.activate(session, "inline.prepare", "w", who=OPERATOR) == []
    resumed(database, key)
    with database.transaction() as session:
        (again,) = engine.activate(session, "inline.prepare", "w", who=OPERATOR)
        engine.complete_job(session, again.key, {"prepared": True}, who=OPERATOR)
    assert open_task(database, key)


def test_what_it_called_rests_and_wakes_with_it(database: Database, moving_clock: MovingClock) -> None:
    key = begun(database, "call_activity")
    with database.reading() as session:
        child = session.scalars(select(ProcessInstance.id).filter_by(parent_key=key)).one()
    task = open_task(database, child)
    suspended(database, key)
    assert state_of(database, child) == "SUSPENDED"
    with pytest.raises(Conflict, match=str(key)), database.transaction() as session:
        engine.resume(session, child, who=OPERATOR)

    resumed(database, key)
    with database.transaction() as session:
        engine.complete_task(session, task, {"lost": False, "number": "P7"}, who=OPERATOR)

    assert state_of(database, key) == state_of(database, child) == "COMPLETED"


def test_an_interrupted_call_ends_a_child_that_rests(database: Database, moving_clock: MovingClock) -> None:
    key = begun(database, "call_activity")
    with database.reading() as session:
        child = session.scalars(select(ProcessInstance.id).filter_by(parent_key=key)).one()
    suspended(database, child)
    moving_clock.advance(timedelta(hours=1))
    assert engine.fire_timers(database) == 1
    assert (state_of(database, child), state_of(database, key)) == ("TERMINATED", "COMPLETED")


def test_a_suspended_instance_can_be_canceled(database: Database, till: Till) -> None:
    key = suspended(database, begun(database, "boundary_timer_interrupts"))
    with database.transaction() as session:
        engine.cancel(session, key, who=OPERATOR)
    assert state_of(database, key) == "TERMINATED"
    with database.reading() as session:
        assert session.scalars(select(UserTask.state)).one() == "CANCELED"
        assert session.scalars(select(Job)).all() == []


def test_only_an_operator_of_the_company_may(database: Database, till: Till) -> None:
    key = begun(database, "approval")
    for act in COMMANDS:
        with pytest.raises(Forbidden), database.transaction() as session:
            act(session, key, who=CLERK)
        stranger = type(STRANGER)(9, "Sten", 8, permissions=OPERATOR.permissions)
        with pytest.raises(NotFound), database.transaction() as session:
            act(session, key, who=stranger)
    assert state_of(database, key) == "ACTIVE"


def test_what_is_not_so_is_refused(database: Database, till: Till) -> None:
    key = begun(database, "approval")
    for act in COMMANDS[1:]:
        with pytest.raises(Conflict), database.transaction() as session:
            act(session, key, who=OPERATOR)
    suspended(database, key)
    for act in (COMMANDS[0], *COMMANDS[2:]):
        with pytest.raises(Conflict), database.transaction() as session:
            act(session, key, who=OPERATOR)


def test_each_command_leaves_its_audit_row(database: Database, till: Till) -> None:
    key = suspended(database, begun(database, "approval"))
    resumed(database, key)
    with database.transaction() as session:
        engine.cancel(session, key, who=OPERATOR)
        engine.restart(session, key, who=OPERATOR)
        engine.delete(session, key, who=OPERATOR)
    with database.reading() as session:
        rows = session.execute(select(AuditEvent.action, AuditEvent.actor).filter_by(entity_id=key).order_by(AuditEvent.id)).all()
    assert [row.action for row in rows][1:] == ["process.suspend", "process.resume", "process.cancel", "process.restart", "process.delete"]
    assert {row.actor for row in rows[1:]} == {OPERATOR.user_id}


def test_a_deleted_instance_is_gone_with_its_history_and_another_stays(database: Database, moving_clock: MovingClock) -> None:
    key, other = begun(database, "call_activity"), begun(database, "call_activity")
    for each in (key, other):
        with database.transaction() as session:
            engine.cancel(session, each, who=OPERATOR)
    with database.reading() as session:
        child = session.scalars(select(ProcessInstance.id).filter_by(parent_key=key)).one()
    with pytest.raises(Conflict, match=str(key)), database.transaction() as session:
        engine.delete(session, child, who=OPERATOR)

    with database.transaction() as session:
        engine.delete(session, key, who=OPERATOR)

    with database.reading() as session:
        gone = {key, child}
        left = set(session.scalars(select(ElementInstance.instance_key))) | set(session.scalars(select(UserTask.instance_key)))
        assert left
        assert not gone & left
        assert not gone & set(session.scalars(select(ProcessInstance.id)))
        with pytest.raises(NotFound):
            engine.instance(session, key, who=OPERATOR)


def test_a_restart_begins_with_what_the_old_one_was_begun_with(database: Database, till: Till) -> None:
    drawn = drawing.draw(
        "counted", drawing.start(), drawing.script("more", "amount + 1", "amount"), drawing.user("look", role="manager"), drawing.end(),
        drawing.flows("start > more > look > end"),
    )  # fmt: skip
    with database.transaction() as session:
        engine.deploy(session, {"counted.bpmn": drawn.encode()})
        old = engine.start(session, "counted", {"amount": 5}, company_id=COMPANY)
        engine.cancel(session, old, who=OPERATOR)
        engine.deploy(session, {"counted.bpmn": drawn.replace("amount + 1", "amount + 100").encode()})

        same, newest = engine.restart(session, old, who=OPERATOR), engine.restart(session, old, who=OPERATOR, newest=True)

    with database.reading() as session:
        cards = [engine.instance(session, key, who=OPERATOR) for key in (same, newest)]
    assert [(card.instance.version, card.variables["amount"]) for card in cards] == [(1, 6), (2, 105)]


def test_a_restart_begins_at_the_event_that_began_the_old_one(database: Database, moving_clock: MovingClock) -> None:
    drawn = drawing.draw(
        "told", drawing.start("begin", drawing.event("message", "tell")), drawing.user("look", role="manager"), drawing.end(),
        drawing.flows("begin > look > end"), beside=(drawing.message("tell", key=None),),
    )  # fmt: skip
    with database.transaction() as session:
        engine.deploy(session, {"told.bpmn": drawn.encode()})
        engine.correlate(session, "tell", "", {"text": "hi"}, who=MANAGER)
    assert engine.deliver_messages(database) == 1
    with database.transaction() as session:
        old = session.scalars(select(ProcessInstance.id)).one()
        engine.cancel(session, old, who=OPERATOR)

        new = engine.restart(session, old, who=OPERATOR)

    with database.reading() as session:
        assert engine.instance(session, new, who=OPERATOR).variables == {"text": "hi"}
        assert "begin" in {line.element_id for line in engine.history(session, new, who=OPERATOR)}

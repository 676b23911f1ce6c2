"""Is it said of every token why it does not go on, and what would free it?"""

from __future__ import annotations

from datetime import timedelta

import pytest

import engine
from engine.model import Variables
from engine.queries.near_misses import Miss
from engine.queries.why_waiting import Cause, Waiting
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import Forbidden
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import CLERK, COMPANY, MANAGER, OPERATOR, Till
from tests.engine.commands.firm import Firm
from tests.engine.commands.stories import begun, open_task, started
from worker.embedded import run_all


def run(database: Database, *parts: str, beside: tuple[str, ...] = (), variables: Variables | None = None) -> int:
    with database.transaction() as session:
        engine.deploy(session, {"drawn.bpmn": drawing.draw("drawn", drawing.start(), *parts, drawing.end(), beside=beside).encode()})
        return engine.start(session, "drawn", variables, company_id=COMPANY)


def told(database: Database, key: int) -> list[Waiting]:
    with database.reading() as session:
        return engine.why_waiting(session, key, who=OPERATOR)


def causes(database: Database, key: int) -> dict[str, Cause]:
    return {each.element_id: each.waited[0].cause for each in told(database, key)}


def test_a_free_task_waits_for_its_role_and_a_taken_one_for_a_person(database: Database, till: Till, moving_clock: MovingClock) -> None:
    key = begun(database, "approval")
    (free,) = told(database, key)
    with database.transaction() as session:
        engine.claim(session, open_task(database, key), who=MANAGER)
    (taken,) = told(database, key)

    assert (free.element_id, free.since, free.element_key) == ("approve", moving_clock.now(), open_task(database, key))
    assert (free.waited[0].cause, free.waited[0].roles) == (Cause.OFFER, (("manager", 0),))
    assert (taken.waited[0].cause, taken.waited[0].what) == (Cause.TASK, "Mona")


def test_how_many_hold_the_role_is_counted_now(database: Database) -> None:
    firm = Firm(database)
    with database.transaction() as session:
        model = drawing.draw("drawn", drawing.start(), drawing.user("ask", role="purchasing"), drawing.end(), drawing.flows("start > ask > end"))
        engine.deploy(session, {"drawn.bpmn": model.encode()})
        key = engine.start(session, "drawn", company_id=firm.company)
    with database.reading() as session:
        (only,) = engine.why_waiting(session, key, who=firm.who(firm.olga))

    assert only.waited[0].roles == (("purchasing", 2),)


def test_the_usual_time_is_the_median_and_the_ninetieth_percentile(database: Database, till: Till, moving_clock: MovingClock) -> None:
    begun(database, "approval")
    for hours in range(1, 11):
        task = open_task(database, started(database, "approval"))
        moving_clock.advance(timedelta(hours=hours))
        with database.transaction() as session:
            engine.complete_task(session, task, {"approved": True}, who=MANAGER)
    (waiting,) = told(database, started(database, "approval"))

    assert waiting.usual is not None
    assert (waiting.usual.count, waiting.usual.median, waiting.usual.ninetieth) == (10, timedelta(hours=5), timedelta(hours=9))


def test_a_message_is_named_with_its_key_and_what_nearly_came(database: Database, moving_clock: MovingClock) -> None:
    catch = drawing.catch("paid", drawing.event("message", "payment"))
    key = run(database, catch, drawing.flows("start > paid > end"), beside=(drawing.message("payment"),), variables={"order": "1001"})
    for name, to in (("payment", "1O01"), ("payment", "9"), ("paymemt", "1001"), ("invoice", "1001")):
        with database.transaction() as session:
            engine.correlate(session, name, to, who=MANAGER)
    moving_clock.advance(timedelta(hours=2))
    run_all(database)
    (waiting,) = told(database, key)

    (waited,) = waiting.waited
    assert (waited.cause, waited.what, waited.key) == (Cause.MESSAGE, "payment", "1001")
    assert [(each.miss, each.name, each.correlation_key) for each in waited.misses] == [
        (Miss.KEY, "payment", "1O01"),
        (Miss.KEY, "payment", "9"),
        (Miss.NAME, "paymemt", "1001"),
    ]


def test_a_message_that_came_too_early_or_went_to_another_is_a_near_miss(database: Database, moving_clock: MovingClock) -> None:
    catch = drawing.catch("paid", drawing.event("message", "payment"))
    parts = (drawing.user("before", role="manager"), catch, drawing.flows("start > before > paid > end"))
    key = run(database, *parts, beside=(drawing.message("payment"),), variables={"order": "1001"})
    with database.transaction() as session:
        engine.correlate(session, "payment", "1001", who=MANAGER)
    moving_clock.advance(timedelta(hours=2))
    run_all(database)
    task = open_task(database, key)
    with database.transaction() as session:
        engine.complete_task(session, task, who=MANAGER)
    other = started(database, "drawn", order="1001")
    task = open_task(database, other)
    with database.transaction() as session:
        engine.complete_task(session, task, who=MANAGER)
        engine.correlate(session, "payment", "1001", who=MANAGER)
    run_all(database)
    left = next(each for each in (key, other) if told(database, each))
    (waiting,) = told(database, left)

    assert [(each.miss, each.instance_key) for each in waiting.waited[0].misses] == [(Miss.TAKEN, key + other - left), (Miss.EXPIRED, None)]


def test_a_task_with_a_timer_says_both(database: Database, moving_clock: MovingClock) -> None:
    key = begun(database, "boundary_timer_interrupts")
    (waiting,) = told(database, key)

    assert [each.cause for each in waiting.waited] == [Cause.OFFER, Cause.TIMER]
    assert waiting.waited[1].until == moving_clock.now() + timedelta(hours=2)


def test_a_join_waits_for_the_other_branches_by_name(database: Database) -> None:
    fork, join = drawing.gateway("parallel", "fork"), drawing.gateway("parallel", "join")
    tasks = (drawing.user("one", role="manager"), drawing.user("two", role="manager", name="The other one"))
    key = run(database, fork, join, *tasks, drawing.flows("start > fork > one > join > end", "fork > two > join"))
    with database.reading() as session:
        first = next(task.key for task in engine.inbox(session, who=MANAGER) if task.element_id == "one")
    with database.transaction() as session:
        engine.complete_task(session, first, who=MANAGER)

    assert causes(database, key) == {"two": Cause.OFFER, "join": Cause.JOIN}
    (join_line,) = (each for each in told(database, key) if each.element_id == "join")
    assert join_line.waited[0].ways == ("The other one",)


def test_the_first_of_several_events_is_waited_for_together(database: Database, moving_clock: MovingClock) -> None:
    key = begun(database, "event_based_gateway", order="O-1")
    (waiting,) = told(database, key)

    assert Cause.TIMER in {each.cause for each in waiting.waited}
    assert Cause.MESSAGE in {each.cause for each in waiting.waited}


def test_a_failed_operation_is_a_retry_and_then_an_incident(database: Database, till: Till, moving_clock: MovingClock) -> None:
    till.works = False
    key = begun(database, "approval")
    (retried,) = told(database, key)
    for _turn in range(5):
        moving_clock.advance(timedelta(hours=1))
        run_all(database)
    (stopped,) = told(database, key)

    assert (retried.waited[0].cause, retried.element_id) == (Cause.RETRY, "prepare")
    assert "the shelf is locked" in retried.waited[0].what
    assert retried.waited[0].retries > 0
    assert (stopped.waited[0].cause, len(stopped.waited)) == (Cause.INCIDENT, 1)
    assert "the shelf is locked" in stopped.waited[0].what


def test_a_job_for_a_worker_outside_says_which(database: Database) -> None:
    key = run(database, drawing.service("send", "print-label"), drawing.flows("start > send > end"))
    (asked,) = told(database, key)
    with database.transaction() as session:
        engine.activate(session, "print-label", "printer", who=OPERATOR)
    (held,) = told(database, key)

    assert (asked.waited[0].cause, asked.waited[0].what) == (Cause.WORKER, "print-label")
    assert (held.waited[0].cause, held.waited[0].what) == (Cause.WORKING, "printer")


def test_what_a_called_process_waits_for_stands_within(database: Database) -> None:
    with database.transaction() as session:
        inner = drawing.draw("inner", drawing.start(), drawing.user("deep", role="manager"), drawing.end(), drawing.flows("start > deep > end"))
        engine.deploy(session, {"inner.bpmn": inner.encode()})
    key = run(database, drawing.call("ask", "inner"), drawing.flows("start > ask > end"))
    (waiting,) = told(database, key)

    (called,) = waiting.waited
    assert (called.cause, called.what) == (Cause.CALL, "inner")
    assert [each.element_id for each in called.inner] == ["deep"]
    assert called.instance_key == called.inner[0].instance_key != key


def test_an_ended_instance_waits_for_nothing_and_a_stranger_is_told_nothing(database: Database, till: Till) -> None:
    key = begun(database, "approval")
    with pytest.raises(Forbidden), database.reading() as session:
        engine.why_waiting(session, key, who=CLERK)
    with database.transaction() as session:
        engine.cancel(session, key, who=OPERATOR)

    assert told(database, key) == []

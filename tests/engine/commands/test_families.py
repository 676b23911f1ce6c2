"""Do a call activity and its child live and end together?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

import engine
from engine import advance
from engine.tables import Incident, Job, ProcessInstance, UserTask
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import Conflict
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import MANAGER, OPERATOR, Till
from tests.engine.commands.stories import begun, open_task, started, state_of
from worker.embedded import run_all


def child_of(database: Database, key: int) -> int:
    with database.reading() as session:
        return session.scalars(select(ProcessInstance.id).filter_by(parent_key=key)).one()


def test_the_end_of_a_child_moves_its_parent(database: Database, moving_clock: MovingClock) -> None:
    key = begun(database, "call_activity")
    child = child_of(database, key)
    with database.transaction() as session:
        engine.complete_task(session, open_task(database, child), {"lost": False, "number": "P7"}, who=OPERATOR)
    assert state_of(database, child) == state_of(database, key) == "COMPLETED"


def test_an_interrupted_call_ends_its_child(database: Database, moving_clock: MovingClock) -> None:
    key = begun(database, "call_activity")
    child = child_of(database, key)
    moving_clock.advance(timedelta(hours=1))
    assert engine.fire_timers(database) == 1
    assert (state_of(database, child), state_of(database, key)) == ("TERMINATED", "COMPLETED")


def test_two_at_once_complete_it_once(database: Database, till: Till) -> None:
    task = open_task(database, begun(database, "approval"))

    def complete(_each: int) -> str:
        try:
            with database.transaction() as session:
                engine.complete_task(session, task, {"approved": True}, who=MANAGER)
        except Conflict:
            return "refused"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(complete, range(2))) == ["done", "refused"]
    assert len(till.calls) == 2


def called(version: str) -> bytes:
    tag = drawing.extra(drawing.element("zeebe:versionTag", {"value": version}))
    return drawing.draw("called", tag, drawing.start(), drawing.user(version), drawing.end(), drawing.flows(f"start > {version} > end")).encode()


@pytest.mark.parametrize(
    ("binding", "task"),
    [({}, "second"), ({"bindingType": "deployment"}, "first"), ({"bindingType": "versionTag", "versionTag": "first"}, "first")],
)
def test_a_call_goes_to_the_version_it_is_bound_to(database: Database, binding: dict[str, str], task: str) -> None:
    calling = drawing.draw(
        "calling", drawing.start(), drawing.call("ask", "called", **binding), drawing.end(), drawing.flows("start > ask > end")
    ).encode()
    with database.transaction() as session:
        engine.deploy(session, {"called.bpmn": called("first"), "calling.bpmn": calling})
    with database.transaction() as session:
        engine.deploy(session, {"called.bpmn": called("second")})

    child = child_of(database, started(database, "calling"))

    with database.reading() as session:
        assert session.scalars(select(UserTask.element_id).filter_by(instance_key=child)).all() == [task]


@pytest.mark.parametrize(
    ("binding", "said"),
    [({"bindingType": "versionTag", "versionTag": "third"}, "is not deployed"), ({}, "no start event without a trigger")],
)
def test_a_call_that_nothing_answers_is_an_incident_and_goes_on_when_it_is_mended(database: Database, binding: dict[str, str], said: str) -> None:
    calling = drawing.draw(
        "calling", drawing.start(), drawing.call("ask", "called", **binding), drawing.end(), drawing.flows("start > ask > end")
    ).encode()
    by_message = drawing.draw(
        "called", drawing.start("start", drawing.event("message", "news")), drawing.end(), drawing.flows("start > end"),
        beside=(drawing.message("news"),),
    ).encode()  # fmt: skip
    with database.transaction() as session:
        engine.deploy(session, {"called.bpmn": by_message, "calling.bpmn": calling})
    key = started(database, "calling")

    with database.reading() as session:
        incident = session.scalars(select(Incident).filter_by(instance_key=key)).one()
        assert (incident.element_id, incident.type) == ("ask", "CALLED_ELEMENT_ERROR")
        assert said in incident.message
        incident_key = incident.id
    with database.transaction() as session:
        engine.deploy(session, {"called.bpmn": called("third")})
        engine.retry(session, incident_key)

    assert child_of(database, key)


def test_a_process_that_calls_itself_twice_does_not_grow_without_end(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advance, "MOST", 30)
    nodes = (drawing.start(), drawing.gateway("parallel", "split"), drawing.call("one", "again"), drawing.call("two", "again"), drawing.end())
    drawn = drawing.draw("again", *nodes, drawing.flows("start > split > one > end", "split > two > end"))
    with database.transaction() as session:
        engine.deploy(session, {"again.bpmn": drawn.encode()})

    key = started(database, "again")

    with database.reading() as session:
        assert len(session.scalars(select(ProcessInstance.id).filter_by(state="ACTIVE", root_key=key)).all()) <= 31
        assert all("at once" in incident.message for incident in session.scalars(select(Incident)))


def test_a_process_that_calls_itself_for_ever_ends_in_an_incident(database: Database) -> None:
    drawn = drawing.draw("again", drawing.start(), drawing.call("ask", "again"), drawing.end(), drawing.flows("start > ask > end"))
    with database.transaction() as session:
        engine.deploy(session, {"again.bpmn": drawn.encode()})

    key = started(database, "again")

    with database.reading() as session:
        incident = session.scalars(select(Incident)).one()
        assert "50 deep" in incident.message
        assert len(session.scalars(select(ProcessInstance.id).filter_by(state="ACTIVE", root_key=key)).all()) == 50
    with database.transaction() as session:
        engine.cancel(session, key, who=OPERATOR)
    assert state_of(database, key) == "TERMINATED"
    with database.reading() as session:
        assert session.scalars(select(ProcessInstance.id).filter_by(state="ACTIVE")).all() == []


def calling(marker: str = "", more: str = "start > ask > end", *nodes: str) -> bytes:
    asked = drawing.call("ask", "called").replace("</callActivity>", f"{marker}</callActivity>")
    return drawing.draw("calling", drawing.start(), asked, *nodes, drawing.end(), drawing.flows(more)).encode()


def deployed_pair(database: Database, model: bytes, *, waits: bool = False) -> None:
    inner = drawing.user("work") if waits else drawing.task("work")
    child = drawing.draw("called", drawing.start(), inner, drawing.end(), drawing.flows("start > work > end"))
    with database.transaction() as session:
        engine.deploy(session, {"called.bpmn": child.encode(), "calling.bpmn": model})


def ended(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(ProcessInstance.id).filter_by(bpmn_process_id="called", state="COMPLETED")).all())


@pytest.mark.parametrize("sequential", [True, False])
def test_hundreds_of_calls_that_end_at_once_take_several_transactions(database: Database, sequential: bool) -> None:
    deployed_pair(database, calling(drawing.times("250", sequential=sequential)))

    key = started(database, "calling")
    assert ended(database) == 100
    run_all(database)

    assert ended(database) == 250
    assert state_of(database, key) == "COMPLETED"


def test_a_circle_of_calls_without_a_wait_is_an_incident(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advance, "CALLS", 5)
    merge, again = drawing.gateway("exclusive", "merge"), drawing.gateway("exclusive", "again", default="again_end")
    deployed_pair(database, calling("", "start > merge > ask > again > end", merge, again).replace(
        b"</process>", drawing.flows("again > merge ? true").encode() + b"</process>"))  # fmt: skip

    key = started(database, "calling")
    run_all(database)

    assert state_of(database, key) == "ACTIVE"
    with database.reading() as session:
        incident = session.scalars(select(Incident).filter_by(instance_key=key)).one()
        assert (incident.element_id, incident.state) == ("ask", "ACTIVE")
        assert "without a wait" in incident.message


def test_an_interrupted_activity_calls_nobody_any_more(database: Database, moving_clock: MovingClock) -> None:
    late = drawing.boundary("late", "ask", drawing.timer("duration", "PT1H"))
    deployed_pair(database, calling(drawing.times("102"), "start > ask > end", late).replace(
        b"</process>", drawing.flows("late > end").encode() + b"</process>"), waits=True)  # fmt: skip
    key = started(database, "calling")
    with database.reading() as session:
        assert len(session.scalars(select(Job.id).filter_by(kind="CALL")).all()) == 2

    moving_clock.advance(timedelta(hours=1))
    engine.fire_timers(database)

    assert state_of(database, key) == "COMPLETED"
    with database.reading() as session:
        assert session.scalars(select(Job.id).filter_by(kind="CALL")).all() == []
        assert session.scalars(select(ProcessInstance.id).filter_by(state="ACTIVE")).all() == []

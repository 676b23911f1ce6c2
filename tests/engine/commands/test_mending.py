"""Can an operator mend what stopped: correct it and retry, skip it, or raise a business error from there?"""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

import engine
from engine.tables import Incident, Job
from feel import codec
from kit.audit import AuditEvent
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import Conflict, Forbidden
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import CLERK, OPERATOR, Till
from tests.engine.commands.stories import open_task, started, state_of


def drawn(database: Database, name: str, *parts: str, beside: tuple[str, ...] = ()) -> None:
    with database.transaction() as session:
        engine.deploy(session, {f"{name}.bpmn": drawing.draw(name, *parts, beside=beside).encode()})


def the_incident(database: Database, key: int) -> Incident:
    with database.reading() as session:
        found = session.scalars(select(Incident).filter_by(instance_key=key, state="ACTIVE")).one()
        session.expunge(found)
        return found


def failed_for_good(database: Database, clock: MovingClock) -> None:
    for _each in range(3):
        engine.run_jobs(database, "w")
        clock.advance(timedelta(hours=1))


WORK = (
    drawing.start(), drawing.service("work", "inline.prepare", drawing.io({"what": "order.size"}, {"size": "prepared"})),
    drawing.user("after", role="manager"), drawing.end(), drawing.flows("start > work > after > end"),
)  # fmt: skip


def test_an_incident_keeps_what_its_element_saw(database: Database, moving_clock: MovingClock, till: Till) -> None:
    till.works = False
    drawn(database, "worked", *WORK)
    key = started(database, "worked", order={"size": 5})
    failed_for_good(database, moving_clock)
    incident = the_incident(database, key)

    with database.reading() as session:
        card = engine.incident(session, incident.id, who=OPERATOR)
        with pytest.raises(Forbidden):
            engine.incident(session, incident.id, who=CLERK)

    assert (card.incident.type, card.incident.element_id) == ("JOB_NO_RETRIES", "work")
    assert "the shelf is locked" in card.incident.message
    assert card.variables == {"order": {"size": 5}, "what": 5}


def test_a_corrected_job_is_given_the_new_values(database: Database, moving_clock: MovingClock, till: Till) -> None:
    till.works = False
    drawn(database, "worked", *WORK)
    key = started(database, "worked", order={"size": 5})
    failed_for_good(database, moving_clock)
    till.works = True

    with database.transaction() as session:
        engine.retry(session, the_incident(database, key).id, who=OPERATOR, variables={"what": 7, "note": "mended"})

    with database.reading() as session:
        job = session.scalars(select(Job).filter_by(instance_key=key)).one()
        assert (job.state, codec.load(job.given)) == ("READY", {"what": 7})
        assert engine.instance(session, key, who=OPERATOR).variables == {"order": {"size": 5}, "note": "mended"}
    assert engine.run_jobs(database, "w") == 1
    assert open_task(database, key)


def test_a_condition_without_a_way_is_corrected_and_goes_on(database: Database, till: Till) -> None:
    flows = drawing.flows("start > way", "way > low ? 10 > amount", "way > high ? amount >= 10")
    drawn(database, "ways", drawing.start(), drawing.gateway("exclusive", "way"), drawing.user("low"), drawing.user("high"), flows)
    key = started(database, "ways", amount="many")
    incident = the_incident(database, key)
    with pytest.raises(Forbidden), database.transaction() as session:
        engine.retry(session, incident.id, who=CLERK, variables={"amount": 12})

    with database.transaction() as session:
        engine.retry(session, incident.id, who=OPERATOR, variables={"amount": 12})

    with database.reading() as session:
        assert "high" in engine.instance(session, key, who=OPERATOR).active


def test_a_skipped_element_gives_its_outputs_and_its_job_is_gone(database: Database, moving_clock: MovingClock, till: Till) -> None:
    till.works = False
    drawn(database, "worked", *WORK)
    key = started(database, "worked", order={"size": 5})
    failed_for_good(database, moving_clock)
    incident = the_incident(database, key)

    with database.transaction() as session:
        engine.skip(session, incident.id, {"size": "by hand"}, who=OPERATOR)

    assert open_task(database, key)
    with database.reading() as session:
        assert engine.instance(session, key, who=OPERATOR).variables == {"order": {"size": 5}, "size": "by hand"}
        assert session.scalars(select(Job.state).filter_by(instance_key=key)).all() == ["CANCELED"]
        assert session.get_one(Incident, incident.id).state == "RESOLVED"
        line = next(line for line in engine.history(session, key, who=OPERATOR) if line.element_id == "work")
        assert line.state == "COMPLETED"
        said = session.execute(select(AuditEvent.actor, AuditEvent.detail).filter_by(action="incident.skip")).one()
    assert (said.actor, said.detail["element"], said.detail["outputs"]) == (OPERATOR.user_id, "work", ["size"])
    with pytest.raises(Conflict), database.transaction() as session:
        engine.skip(session, incident.id, who=OPERATOR)


def test_one_item_of_many_is_skipped_and_counts(database: Database, till: Till) -> None:
    size = drawing.io({"size": "if item > 0 then item else (function(x) x)"})
    item = drawing.user("check", drawing.each("items", "item", ("sizes", "size")), size)
    drawn(
        database, "crowd", drawing.start(), item, drawing.user("after", role="manager"), drawing.end(), drawing.flows("start > check > after > end")
    )
    key = started(database, "crowd", items=[1, 0])

    with database.transaction() as session:
        engine.complete_task(session, open_task(database, key), {}, who=OPERATOR)
        engine.skip(session, the_incident(database, key).id, {"size": 99}, who=OPERATOR)

    with database.reading() as session:
        assert "after" in engine.instance(session, key, who=OPERATOR).active
        assert engine.instance(session, key, who=OPERATOR).variables["sizes"] == [1, 99]


def test_a_raised_error_goes_to_the_boundary(database: Database, moving_clock: MovingClock, till: Till) -> None:
    till.works = False
    parts = (
        drawing.start(), drawing.service("work", "inline.prepare"), drawing.boundary("lost", "work", drawing.event("error", "gone")),
        drawing.user("search", role="manager"), drawing.end(), drawing.flows("start > work > end", "lost > search > end"),
    )  # fmt: skip
    drawn(database, "risky", *parts, beside=(drawing.error("gone", "GONE"),))
    key = started(database, "risky")
    failed_for_good(database, moving_clock)
    incident = the_incident(database, key)
    with pytest.raises(Conflict, match="OTHER"), database.transaction() as session:
        engine.raise_error(session, incident.id, "OTHER", who=OPERATOR)
    assert the_incident(database, key).id == incident.id

    with database.transaction() as session:
        engine.raise_error(session, incident.id, "GONE", variables={"why": "stolen"}, who=OPERATOR)

    assert open_task(database, key)
    with database.reading() as session:
        assert engine.instance(session, key, who=OPERATOR).variables == {"why": "stolen"}
        assert session.scalars(select(Job.state).filter_by(instance_key=key)).all() == ["CANCELED"]


def test_an_error_is_raised_where_the_input_mapping_failed(database: Database, till: Till) -> None:
    parts = (
        drawing.start(), drawing.user("work", drawing.io({"size": "(function(x) x)"})),
        drawing.boundary("lost", "work", drawing.event("error", "gone")),
        drawing.user("search", role="manager"), drawing.end(), drawing.flows("start > work > end", "lost > search > end"),
    )  # fmt: skip
    drawn(database, "risky", *parts, beside=(drawing.error("gone", "GONE"),))
    key = started(database, "risky")

    with database.transaction() as session:
        engine.raise_error(session, the_incident(database, key).id, "GONE", who=OPERATOR)

    assert open_task(database, key)


def test_a_call_that_found_no_process_is_retried_when_it_is_there(database: Database, till: Till) -> None:
    calling = (drawing.start(), drawing.call("ask", "later"), drawing.end(), drawing.flows("start > ask > end"))
    drawn(database, "caller", *calling)
    key = started(database, "caller")
    incident = the_incident(database, key)
    assert incident.type == "CALLED_ELEMENT_ERROR"
    drawn(database, "later", drawing.start(), drawing.end(), drawing.flows("start > end"))

    with database.transaction() as session:
        engine.retry(session, incident.id, who=OPERATOR)

    assert state_of(database, key) == "COMPLETED"


def test_what_rests_is_not_mended(database: Database, till: Till) -> None:
    flows = drawing.flows("start > way", "way > low ? 10 > amount", "way > high ? amount >= 10")
    drawn(database, "ways", drawing.start(), drawing.gateway("exclusive", "way"), drawing.user("low"), drawing.user("high"), flows)
    key = started(database, "ways", amount="many")
    incident = the_incident(database, key)
    with database.transaction() as session:
        engine.suspend(session, key, who=OPERATOR)
    with pytest.raises(Conflict, match="suspended"), database.transaction() as session:
        engine.retry(session, incident.id, who=OPERATOR, variables={"amount": 1})


def test_of_several_who_skip_at_once_one_wins(database: Database, till: Till) -> None:
    flows = drawing.flows("start > way", "way > low ? 10 > amount", "way > high ? amount >= 10")
    drawn(database, "ways", drawing.start(), drawing.gateway("exclusive", "way"), drawing.user("low"), drawing.user("high"), flows)
    key = started(database, "ways", amount="many")
    incident, ready = the_incident(database, key).id, threading.Barrier(4)

    def one(number: int) -> str:
        ready.wait()
        try:
            with database.transaction() as session:
                engine.skip(session, incident, {"amount": number}, who=OPERATOR)
        except Conflict:
            return "refused"
        return "done"

    with ThreadPoolExecutor(4) as pool:
        assert Counter(pool.map(one, range(4))) == {"done": 1, "refused": 3}
    with database.reading() as session:
        assert "low" in engine.instance(session, key, who=OPERATOR).active
    assert open_task(database, key)

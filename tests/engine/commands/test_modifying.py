"""Are tokens moved, begun and ended by hand, with all that waits at them, and is what cannot be refused with its reason?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

import engine
from engine import Activate, Given, Modification, Move, Place
from engine.tables import ElementInstance, Job, Subscription, UserTask
from kit.audit import AuditEvent
from kit.clock import MovingClock
from kit.db import Database
from kit.errors import BadRequest, Conflict, Forbidden
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import CLERK, OPERATOR, Till
from tests.engine.commands.stories import started, state_of


def drawn(database: Database, name: str, *parts: str, beside: tuple[str, ...] = ()) -> None:
    with database.transaction() as session:
        engine.deploy(session, {f"{name}.bpmn": drawing.draw(name, *parts, beside=beside).encode()})


def modified(database: Database, key: int, **wanted: object) -> None:
    with database.transaction() as session:
        engine.modify(session, key, Modification(**wanted), who=OPERATOR)  # type: ignore[arg-type]  # named as its fields


def where(database: Database, key: int) -> list[str]:
    """The open tasks."""
    with database.reading() as session:
        return sorted(session.scalars(select(UserTask.element_id).filter_by(instance_key=key, state="CREATED")))


def variables(database: Database, key: int) -> dict[str, object]:
    with database.reading() as session:
        return dict(engine.instance(session, key, who=OPERATOR).variables)


LINE = (
    drawing.start(), drawing.user("first"), drawing.boundary("late", "first", drawing.timer("duration", "PT1H"), interrupting=False),
    drawing.user("second"), drawing.boundary("called", "second", drawing.event("message", "ring")), drawing.end(),
    drawing.flows("start > first > second > end", "late > end", "called > end"),
)  # fmt: skip
RING = (drawing.message("ring", key="= order"),)


def test_a_moved_token_takes_its_waits_along(database: Database, moving_clock: MovingClock) -> None:
    drawn(database, "line", *LINE, beside=RING)
    key = started(database, "line", order="O-1")

    modified(database, key, move=(Move(Place("first"), "second"),))

    assert where(database, key) == ["second"]
    with database.reading() as session:
        assert session.scalars(select(UserTask.state).filter_by(element_id="first")).all() == ["CANCELED"]
        assert session.scalars(select(Job)).all() == []
        assert session.scalars(select(Subscription.correlation_key)).all() == ["O-1"]
        states = dict(session.execute(select(ElementInstance.element_id, ElementInstance.state).filter_by(instance_key=key)).all())
    assert (states["first"], states["second"]) == ("TERMINATED", "ACTIVE")

    modified(database, key, move=(Move(Place("second"), "first", (Given({"again": True}), Given({"mine": 1}, "first"))),))

    assert where(database, key) == ["first"]
    assert variables(database, key) == {"order": "O-1", "again": True}
    with database.reading() as session:
        assert session.scalars(select(Subscription)).all() == []
        task = session.scalars(select(UserTask.id).filter_by(state="CREATED")).one()
        assert engine.task(session, task, who=OPERATOR).variables["mine"] == 1
    moving_clock.advance(timedelta(hours=1))
    assert engine.fire_timers(database) == 1


def test_the_last_token_moved_to_the_end_completes_the_instance(database: Database) -> None:
    drawn(database, "line", *LINE, beside=RING)
    key = started(database, "line", order="O-1")
    modified(database, key, move=(Move(Place("first"), "end"),))
    assert state_of(database, key) == "COMPLETED"


def test_the_last_token_ended_ends_the_instance(database: Database) -> None:
    drawn(database, "line", *LINE, beside=RING)
    key = started(database, "line", order="O-1")
    modified(database, key, terminate=(Place("first"),))
    assert state_of(database, key) == "TERMINATED"
    assert where(database, key) == []


NESTED = (
    drawing.start(), drawing.user("before"),
    drawing.sub(
        "outer", drawing.start("s1"), drawing.sub("inner", drawing.start("s2"), drawing.user("deep"), drawing.end("e2"),
        drawing.flows("s2 > deep > e2")), drawing.user("beside"), drawing.end("e1"), drawing.flows("s1 > inner > beside > e1"),
        drawing.event_sub("cancel", drawing.start("rung", drawing.event("message", "ring")), drawing.end("e3"), drawing.flows("rung > e3")),
    ),
    drawing.user("after"), drawing.end(), drawing.flows("start > before > outer > after > end"),
)  # fmt: skip


def test_an_element_begins_with_the_scopes_around_it(database: Database) -> None:
    drawn(database, "nested", *NESTED, beside=RING)
    key = started(database, "nested", order="O-1")

    begun = (Activate("deep", (Given({"size": 3}, "inner"),)), Activate("beside"))
    modified(database, key, activate=begun, terminate=(Place("before"),))

    assert where(database, key) == ["beside", "deep"]
    with database.reading() as session:
        scopes = session.scalars(select(ElementInstance.element_id).filter_by(instance_key=key, state="ACTIVE", element_type="SUB_PROCESS"))
        assert sorted(scopes) == ["inner", "outer"]
        assert session.scalars(select(Subscription.element_id)).all() == ["rung"]
        task = session.scalars(select(UserTask.id).filter_by(element_id="deep", state="CREATED")).one()
        assert engine.task(session, task, who=OPERATOR).variables == {"order": "O-1", "size": 3}
    for _each in ("deep", "beside", "beside", "after"):
        with database.transaction() as session:
            for task in session.scalars(select(UserTask.id).filter_by(state="CREATED")).all():
                engine.complete_task(session, task, {}, who=OPERATOR)
    assert state_of(database, key) == "COMPLETED"


def test_a_scope_that_has_lost_its_last_token_ends_with_it(database: Database) -> None:
    drawn(database, "nested", *NESTED, beside=RING)
    key = started(database, "nested", order="O-1")
    modified(database, key, move=(Move(Place("before"), "deep"),))

    modified(database, key, move=(Move(Place("deep"), "after"),))

    assert where(database, key) == ["after"]
    with database.reading() as session:
        assert session.scalars(select(Subscription)).all() == []
        ended = session.scalars(select(ElementInstance.state).filter_by(instance_key=key, element_type="SUB_PROCESS")).all()
    assert set(ended) == {"TERMINATED"}


def test_a_token_before_a_join_can_be_moved(database: Database) -> None:
    parts = (
        drawing.start(), drawing.gateway("parallel", "fork"), drawing.user("a"), drawing.user("b"), drawing.gateway("parallel", "join"),
        drawing.user("after"), drawing.end(), drawing.flows("start > fork > a > join", "fork > b > join > after > end"),
    )  # fmt: skip
    drawn(database, "forked", *parts)
    key = started(database, "forked")
    with database.transaction() as session:
        task = session.scalars(select(UserTask.id).filter_by(element_id="a")).one()
        engine.complete_task(session, task, {}, who=OPERATOR)

    modified(database, key, move=(Move(Place("join"), "a"),))
    assert where(database, key) == ["a", "b"]
    modified(database, key, activate=(Activate("join"),), terminate=(Place("a"), Place("b")))

    assert where(database, key) == ["after"]


def test_each_item_of_many_is_a_scope_of_its_own(database: Database) -> None:
    many = drawing.sub("items", drawing.each("list", "item"), drawing.start("s"), drawing.user("check"), drawing.user("note"), drawing.end("e"),
                       drawing.flows("s > check > note > e"))  # fmt: skip
    drawn(database, "many", drawing.start(), many, drawing.user("after"), drawing.end(), drawing.flows("start > items > after > end"))
    key = started(database, "many", list=[1, 2, 3])
    with database.reading() as session:
        first = session.scalars(select(ElementInstance.id).filter_by(element_id="check").order_by(ElementInstance.id)).first()
        scope = session.get_one(ElementInstance, first).scope_key
    with pytest.raises(BadRequest, match="runs 3 times"):
        modified(database, key, activate=(Activate("note"),))

    modified(database, key, move=(Move(Place(key=first), "note"),), activate=(Activate("note", ancestor_key=scope),))

    assert where(database, key) == ["check", "check", "note", "note"]
    modified(database, key, move=(Move(Place("items"), "after"),))
    assert where(database, key) == ["after"]


def test_an_ended_call_ends_its_child_and_a_begun_one_starts_one(database: Database, moving_clock: MovingClock) -> None:
    drawn(database, "child", drawing.start(), drawing.user("work"), drawing.end(), drawing.flows("start > work > end"))
    drawn(database, "parent", drawing.start(), drawing.call("ask", "child"), drawing.user("after"), drawing.end(),
          drawing.flows("start > ask > after > end"))  # fmt: skip
    key = started(database, "parent")

    modified(database, key, move=(Move(Place("ask"), "ask"),))

    with database.reading() as session:
        assert sorted(session.scalars(select(UserTask.state).filter_by(element_id="work"))) == ["CANCELED", "CREATED"]


REFUSED = {
    "nothing": "no element “nothing”",
    "late": "begins only by its event",
    "line": "whole process",
}


@pytest.mark.parametrize(("element", "why"), REFUSED.items())
def test_what_cannot_begin_is_refused_with_its_reason(database: Database, element: str, why: str) -> None:
    drawn(database, "line", *LINE, beside=RING)
    key = started(database, "line", order="O-1")
    with pytest.raises(BadRequest, match=why):
        modified(database, key, activate=(Activate(element),), terminate=(Place("first"),))
    assert where(database, key) == ["first"]


def test_every_reason_is_told_at_once_and_nothing_is_changed(database: Database) -> None:
    drawn(database, "nested", *NESTED, beside=RING)
    key = started(database, "nested", order="O-1")
    wrong = {
        "terminate": (Place("after"), Place(key=12)),
        "move": (Move(Place("deep"), "after"),),
        "activate": (Activate("deep", (Given({"x": 1}, "after"),)), Activate("deep", ancestor_key=77)),
    }
    with pytest.raises(BadRequest) as refused:
        modified(database, key, **wrong)
    for reason in ("No token is at “after”", "element instance 12", "No token is at “deep”", "“after” is no scope", "77 is no running scope"):
        assert reason in refused.value.message
    with pytest.raises(BadRequest, match="asks for nothing"):
        modified(database, key)
    assert where(database, key) == ["before"]


def test_nothing_begins_in_a_scope_that_is_to_end(database: Database) -> None:
    drawn(database, "nested", *NESTED, beside=RING)
    key = started(database, "nested", order="O-1")
    modified(database, key, move=(Move(Place("before"), "beside"),))
    with pytest.raises(BadRequest, match="which is to end"):
        modified(database, key, activate=(Activate("deep"),), terminate=(Place("outer"),))
    assert where(database, key) == ["beside"]


def test_only_operators_and_only_what_runs(database: Database) -> None:
    drawn(database, "line", *LINE, beside=RING)
    key = started(database, "line", order="O-1")
    with pytest.raises(Forbidden), database.transaction() as session:
        engine.modify(session, key, Modification(terminate=(Place("first"),)), who=CLERK)
    with database.transaction() as session:
        engine.cancel(session, key, who=OPERATOR)
    with pytest.raises(Conflict):
        modified(database, key, terminate=(Place("first"),))


def test_a_suspended_instance_is_modified_and_rests_on(database: Database, moving_clock: MovingClock, till: Till) -> None:
    drawn(database, "line", *LINE, beside=RING)
    key = started(database, "line", order="O-1")
    modified(database, key, move=(Move(Place("first"), "second"),))
    with database.transaction() as session:
        engine.suspend(session, key, who=OPERATOR)

    modified(database, key, move=(Move(Place("second"), "first"),))

    moving_clock.advance(timedelta(hours=2))
    assert (engine.fire_timers(database), where(database, key), state_of(database, key)) == (0, [], "SUSPENDED")
    with database.transaction() as session:
        engine.resume(session, key, who=OPERATOR)
    assert where(database, key) == ["first"]
    assert engine.fire_timers(database) == 1


def test_the_audit_row_names_the_instructions(database: Database) -> None:
    drawn(database, "line", *LINE, beside=RING)
    key = started(database, "line", order="O-1")
    modified(database, key, move=(Move(Place("first"), "second"),), variables=(Given({"why": "asked"}),))
    with database.reading() as session:
        row = session.execute(select(AuditEvent.actor, AuditEvent.detail).filter_by(action="process.modify", entity_id=key)).one()
    assert (row.actor, row.detail) == (OPERATOR.user_id, {"move": ["first > second"], "variables": ["why"]})
    assert variables(database, key)["why"] == "asked"

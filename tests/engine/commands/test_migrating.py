"""Do running instances go on in another version, with all that waits in them, and is each that cannot told why?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

import engine
from engine.desk.tables import TaskDraft
from engine.tables import ElementInstance, Incident, Job, ProcessDefinition, ScopeState, Subscription, UserTask
from kit import clock
from kit.audit import AuditEvent
from kit.clock import MovingClock
from kit.db import Base, Database
from kit.errors import Conflict, Forbidden, NotFound
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import CLERK, OPERATOR, Till
from tests.engine.commands.stories import migrated, started, state_of, weighed


def version(database: Database, name: str, *parts: str, beside: tuple[str, ...] = ()) -> int:
    """Deploy it; gives the definition's key."""
    with database.transaction() as session:
        found = engine.deploy(session, {f"{name}.bpmn": drawing.draw(name, *parts, beside=beside).encode()})
    return found[0].key


def where(database: Database, key: int) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(UserTask.element_id).filter_by(instance_key=key, state="CREATED")))


def complete(database: Database, key: int, element: str, **answers: object) -> None:
    with database.transaction() as session:
        task = session.scalars(select(UserTask.id).filter_by(instance_key=key, element_id=element, state="CREATED")).first()
        engine.complete_task(session, task or 0, answers, who=OPERATOR)


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.reading() as session:
        return {table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr) for table in Base.metadata.sorted_tables}


def line(*more: str, work: str = "work", name: str | None = None) -> tuple[str, ...]:
    """Start, a task with a late timer and a message that interrupts it, an end; and what a version adds behind the task."""
    ids = [part.partition('id="')[2].partition('"')[0] for part in more if not part.startswith("<sequence")]
    return (
        drawing.start(), drawing.user(work, name=name), drawing.boundary("late", work, drawing.timer("duration", "PT2H"), interrupting=False),
        drawing.boundary("rung", work, drawing.event("message", "ring")), *more, drawing.end(),
        drawing.flows(" > ".join(["start", work, *ids, "end"]), "late > end", "rung > end"),
    )  # fmt: skip


RING = (drawing.message("ring", key="= order"),)


def test_a_task_goes_on_in_the_new_version_with_its_timer_message_and_draft(database: Database, moving_clock: MovingClock) -> None:
    old = version(database, "line", *line(), beside=RING)
    key = started(database, "line", order="O-1")
    new = version(database, "line", *line(drawing.user("approve")), beside=RING)
    with database.transaction() as session:
        task = session.scalars(select(UserTask.id)).one()
        session.add(TaskDraft(task_key=task, version=1, fields=[["note", "half"]], saved_by=5, saved_at=clock.now()))
    moving_clock.advance(timedelta(hours=1))
    assert weighed(database, key, new) == ("CARRIES_OVER", "")

    migrated(database, key, new)

    with database.reading() as session:
        assert engine.instance(session, key, who=OPERATOR).instance.version == 2
        row = session.execute(select(UserTask.id, UserTask.definition_key)).one()
        assert (row.id, row.definition_key) == (task, new)
        assert session.scalars(select(TaskDraft.fields).filter_by(task_key=task)).one() == [["note", "half"]]
    moving_clock.advance(timedelta(hours=1))
    assert engine.fire_timers(database) == 1
    complete(database, key, "work")
    assert where(database, key) == ["approve"]
    with database.reading() as session:
        assert session.scalars(select(Subscription)).all() == []
        said = session.execute(select(AuditEvent.actor, AuditEvent.detail).filter_by(action="process.migrate", entity_id=key)).one()
    assert (said.actor, said.detail) == (OPERATOR.user_id, {"from": str(old), "to": str(new)})


def test_a_new_name_needs_a_mapping_which_the_plan_suggests(database: Database, moving_clock: MovingClock) -> None:
    old = version(database, "line", *line(name="Do it"), beside=RING)
    key = started(database, "line", order="O-1")
    new = version(database, "line", *line(work="job", name="Do it"), beside=RING)
    verdict, reasons = weighed(database, key, new)
    assert (verdict, "“Do it” (work)" in reasons) == ("NEEDS_MAPPING", True)
    with pytest.raises(Conflict) as refused:
        migrated(database, key, new)
    assert refused.value.code == "NEEDS_MAPPING"

    with database.reading() as session:
        plan = engine.suggest_migration(session, old, new, who=OPERATOR)
    found = {match.source_id: (match.target_id, match.because.value) for match in plan.matches}
    assert found["work"] == ("job", "SAME_NAME")
    assert found["late"] == ("late", "SAME_ID")
    migrated(database, key, new, work="job")

    assert where(database, key) == ["job"]
    with database.reading() as session:
        states = session.execute(select(ElementInstance.element_id).filter_by(instance_key=key, state="ACTIVE")).scalars().all()
        assert sorted(states) == ["job", "line"]
        assert session.scalars(select(Subscription.element_id)).all() == ["rung"]
    moving_clock.advance(timedelta(hours=2))
    assert engine.fire_timers(database) == 1
    complete(database, key, "job")
    assert state_of(database, key) == "COMPLETED"


def test_there_is_a_way_back(database: Database, moving_clock: MovingClock) -> None:
    old = version(database, "line", *line(), beside=RING)
    key = started(database, "line", order="O-1")
    new = version(database, "line", *line(work="job"), beside=RING)
    with database.reading() as session:
        before = session.execute(select(ScopeState.live, ScopeState.variables).filter_by(instance_key=key)).all()
        rows = session.execute(select(UserTask.id, UserTask.element_id, UserTask.definition_key)).all(), session.execute(select(Job.id)).all()

    migrated(database, key, new, work="job")
    migrated(database, key, old, job="work")

    with database.reading() as session:
        assert session.execute(select(ScopeState.live, ScopeState.variables).filter_by(instance_key=key)).all() == before
        now = session.execute(select(UserTask.id, UserTask.element_id, UserTask.definition_key)).all(), session.execute(select(Job.id)).all()
    assert now == rows


def test_an_event_that_is_new_is_waited_for_and_one_that_is_gone_is_not(database: Database, moving_clock: MovingClock) -> None:
    version(database, "line", *line(), beside=RING)
    key = started(database, "line", order="O-1", other="X-1")
    flows = drawing.flows("start > work > end", "soon > end", "told > end")
    soon = drawing.boundary("soon", "work", drawing.timer("duration", "PT5M"))
    aside = drawing.event_sub("stop", drawing.start("told", drawing.event("message", "tell")), drawing.end("e"), drawing.flows("told > e"))
    parts = (drawing.start(), drawing.user("work"), soon, aside, drawing.end(), flows.replace(drawing.flows("told > end"), ""))
    new = version(database, "line", *parts, beside=(drawing.message("tell", key="= other"),))

    migrated(database, key, new)

    with database.reading() as session:
        assert session.execute(select(Subscription.element_id, Subscription.correlation_key)).all() == [("told", "X-1")]
        assert session.scalars(select(Job.element_id)).all() == ["soon"]
    moving_clock.advance(timedelta(minutes=5))
    assert engine.fire_timers(database) == 1
    assert state_of(database, key) == "COMPLETED"


def test_a_new_event_that_cannot_be_waited_for_stops_the_migration(database: Database, moving_clock: MovingClock) -> None:
    version(database, "line", *line(), beside=RING)
    key = started(database, "line", order="O-1")
    told = drawing.boundary("told", "work", drawing.event("message", "tell"))
    parts = (drawing.start(), drawing.user("work"), told, drawing.end(), drawing.flows("start > work > end", "told > end"))
    new = version(database, "line", *parts, beside=(drawing.message("tell", key="= nobody"),))
    before = everything(database)

    verdict, reasons = weighed(database, key, new)
    assert (verdict, "correlation key" in reasons) == ("CANNOT", True)
    with pytest.raises(Conflict, match="correlation key"):
        migrated(database, key, new)

    assert everything(database) == before


def body(*inner: str, multi: str = "") -> tuple[str, ...]:
    ids = [part.partition('id="')[2].partition('"')[0] for part in inner]
    held = drawing.sub("box", multi, drawing.start("s"), *inner, drawing.end("e"), drawing.flows(" > ".join(["s", *ids, "e"])))
    return (drawing.start(), held, drawing.end(), drawing.flows("start > box > end"))


FORKED = (
    drawing.start(), drawing.gateway("parallel", "fork"), drawing.user("a"), drawing.user("b"), drawing.gateway("parallel", "join"),
    drawing.user("after"), drawing.end(), drawing.flows("start > fork > a > join", "fork > b > join > after > end"),
)  # fmt: skip
CANNOT: dict[str, tuple[Sequence[str], Sequence[str], str]] = {
    "the type has changed": (
        (drawing.start(), drawing.user("work"), drawing.end(), drawing.flows("start > work > end")),
        (drawing.start(), drawing.service("work", "other.kind"), drawing.end(), drawing.flows("start > work > end")),
        "the type has changed",
    ),
    "the scope has changed": (
        (drawing.start(), drawing.user("work"), drawing.end(), drawing.flows("start > work > end")),
        body(drawing.user("work")),
        "the scope has changed",
    ),
    "the multi-instance body has changed": (
        body(drawing.user("work"), multi=drawing.each("[1, 2]", "item")),
        body(drawing.user("work"), multi=drawing.each("[1, 2]", "item", sequential=True)),
        "the loop or multi-instance body has changed",
    ),
    "it does not repeat any more": (
        body(drawing.user("work"), multi=drawing.each("[1, 2]", "item")),
        body(drawing.user("work")),
        "the loop or multi-instance body has changed",
    ),
}


@pytest.mark.parametrize("change", CANNOT)
def test_what_cannot_be_moved_says_why_and_stays(database: Database, change: str) -> None:
    old_parts, new_parts, why = CANNOT[change]
    version(database, "changed", *old_parts)
    key = started(database, "changed")
    new = version(database, "changed", *new_parts)
    before = everything(database)

    verdict, reasons = weighed(database, key, new, work="work")
    assert (verdict, why in reasons) == ("CANNOT", True), reasons
    with pytest.raises(Conflict, match=why) as refused:
        migrated(database, key, new, work="work")
    assert refused.value.code == "CANNOT"
    assert everything(database) == before


def test_an_element_that_is_gone_needs_a_mapping(database: Database) -> None:
    version(database, "short", drawing.start(), drawing.user("a"), drawing.user("b"), drawing.end(), drawing.flows("start > a > b > end"))
    key = started(database, "short")
    new = version(database, "short", drawing.start(), drawing.user("b"), drawing.end(), drawing.flows("start > b > end"))
    assert weighed(database, key, new)[0] == "NEEDS_MAPPING"
    assert "not in the new version" in weighed(database, key, new, a="nowhere")[1]
    migrated(database, key, new, a="b")
    assert where(database, key) == ["b"]


def test_a_token_before_a_join_goes_along_its_flow(database: Database) -> None:
    version(database, "forked", *FORKED)
    key = started(database, "forked")
    complete(database, key, "a")
    renamed = tuple(part.replace('"a_join"', '"a_to_join"').replace('"join"', '"meet"').replace('"join_after"', '"meet_after"') for part in FORKED)
    new = version(database, "forked", *renamed)
    assert weighed(database, key, new)[0] == "NEEDS_MAPPING"

    migrated(database, key, new, join="meet")
    complete(database, key, "b")

    assert where(database, key) == ["after"]


def test_a_flow_that_is_gone_keeps_the_token_before_its_join(database: Database) -> None:
    version(database, "forked", *FORKED)
    key = started(database, "forked")
    complete(database, key, "a")
    again = drawing.flows("start > fork > a > c > join", "fork > b > join > after > end")
    new = version(database, "forked", *FORKED[:5], drawing.user("c"), *FORKED[5:-1], again)
    assert "no such flow leads" in weighed(database, key, new)[1]


def test_items_of_many_and_their_scopes_go_along(database: Database) -> None:
    version(database, "many", *body(drawing.user("work"), multi=drawing.each("list", "item", ("done", "item"))))
    key = started(database, "many", list=[1, 2, 3])
    complete(database, key, "work")
    new = version(database, "many", *body(drawing.user("work"), drawing.user("sign"), multi=drawing.each("list", "item", ("done", "item"))))

    migrated(database, key, new)

    for element in ("work", "work", "sign", "sign"):
        complete(database, key, element)
    assert state_of(database, key) == "COMPLETED"
    with database.reading() as session:
        assert engine.instance(session, key, who=OPERATOR).variables["done"] == [1, 2, 3]


def test_an_incident_is_mended_by_a_better_version(database: Database, till: Till) -> None:
    def ways(condition: str) -> tuple[str, ...]:
        flows = drawing.flows("start > way", f"way > low ? {condition}", "way > high ? amount > 10", "low > end", "high > end")
        return (drawing.start(), drawing.gateway("exclusive", "way"), drawing.user("low"), drawing.user("high"), drawing.end(), flows)

    version(database, "ways", *ways("5 > amount"))
    key = started(database, "ways", amount=7)
    with database.reading() as session:
        incident = session.scalars(select(Incident.id).filter_by(state="ACTIVE")).one()
    new = version(database, "ways", *ways("10 >= amount"))

    migrated(database, key, new)
    with database.transaction() as session:
        engine.retry(session, incident, who=OPERATOR)

    assert where(database, key) == ["low"]


def test_a_parent_and_the_one_it_called_go_each_for_itself(database: Database) -> None:
    calling = (drawing.start(), drawing.call("ask", "child"), drawing.end())
    version(database, "child", drawing.start(), drawing.user("work"), drawing.end(), drawing.flows("start > work > end"))
    version(database, "parent", *calling, drawing.flows("start > ask > end"))
    key = started(database, "parent")
    new = version(database, "parent", *calling, drawing.user("after"), drawing.flows("start > ask > after > end"))

    migrated(database, key, new)
    with database.transaction() as session:
        task = session.scalars(select(UserTask.id).filter_by(state="CREATED")).one()
        engine.complete_task(session, task, {}, who=OPERATOR)

    assert where(database, key) == ["after"]


def test_a_suspended_one_goes_along_and_rests_on(database: Database, moving_clock: MovingClock) -> None:
    version(database, "line", *line(), beside=RING)
    key = started(database, "line", order="O-1")
    new = version(database, "line", *line(drawing.user("approve")), beside=RING)
    with database.transaction() as session:
        engine.suspend(session, key, who=OPERATOR)
    migrated(database, key, new)
    moving_clock.advance(timedelta(hours=3))
    assert (state_of(database, key), engine.fire_timers(database)) == ("SUSPENDED", 0)


def test_who_may_not_and_what_is_not_there_is_refused(database: Database, moving_clock: MovingClock) -> None:
    old = version(database, "line", *line(), beside=RING)
    key = started(database, "line", order="O-1")
    acts: list[tuple[type[Exception], Callable[[], None]]] = [
        (Conflict, lambda: migrated(database, key, old)),
        (NotFound, lambda: migrated(database, key, 17)),
    ]
    for error, act in acts:
        with pytest.raises(error):
            act()
    with pytest.raises(Forbidden), database.transaction() as session:
        engine.migrate(session, key, old, who=CLERK)
    with database.reading() as session:
        assert session.scalars(select(ProcessDefinition.id)).all() == [old]

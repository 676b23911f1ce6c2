"""Is a command over many instances done to each once, with a result and a reason, whatever breaks in between?"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

import engine
from engine import BatchesWanted, BatchType, InstancesWanted, ItemsWanted, Order
from engine.tables import Job, ProcessInstance, UserTask
from kit.audit import AuditEvent
from kit.clock import MovingClock
from kit.db import Base, Database
from kit.errors import BadRequest, Conflict, Forbidden, NotFound
from tests.engine.bpmn import drawing
from tests.engine.commands.batch_stories import JOB, STRANGE, cases, deployed, ordered, outcome, results, run, states, versions
from tests.engine.commands.conftest import CLERK, MANAGER, OPERATOR, Till
from tests.engine.commands.stories import started, state_of


def test_each_instance_has_its_result_and_its_reason(database: Database) -> None:
    deployed(database)
    keys = cases(database, 5)
    with database.transaction() as session:
        engine.cancel(session, keys[2], who=OPERATOR)

    batch = ordered(database, Order(BatchType.CANCEL), keys)
    assert outcome(database, batch) == ("ACTIVE", 0, 0)
    run(database)

    assert outcome(database, batch) == ("PARTIALLY_COMPLETED", 4, 1)
    assert states(database, keys) == {"TERMINATED": 5}
    found = results(database, batch)
    assert [found[key][0] for key in keys] == ["COMPLETED", "COMPLETED", "FAILED", "COMPLETED", "COMPLETED"]
    assert "has ended" in str(found[keys[2]][1])
    with database.reading() as session:
        assert session.scalars(select(Job).filter_by(kind="BATCH")).all() == []
        said = session.execute(select(AuditEvent.action, AuditEvent.actor).where(AuditEvent.action.in_(["batch.create", "process.cancel"]))).all()
    assert Counter(row.action for row in said) == {"batch.create": 1, "process.cancel": 5}
    assert {row.actor for row in said} == {OPERATOR.user_id}


@pytest.mark.parametrize("type_", [BatchType.SUSPEND, BatchType.RESTART, BatchType.MIGRATE, BatchType.MODIFY, BatchType.DELETE])
def test_a_dry_run_tells_the_same_and_changes_nothing(database: Database, type_: BatchType) -> None:
    deployed(database)
    keys = cases(database, 3)
    newer = deployed(database, JOB)
    with database.transaction() as session:
        engine.cancel(session, keys[0], who=OPERATOR)
    order = Order(type_, newer if type_ is BatchType.MIGRATE else None, {"work": "job"}, (("work", "end"),) if type_ is BatchType.MODIFY else ())
    before = everything(database)

    tried = ordered(database, Order(order.type, order.target_key, order.mapping, order.moves, is_dry=True), keys)
    run(database)

    assert everything(database) == before
    real = ordered(database, order, keys)
    run(database)
    assert outcome(database, real)[1:] == outcome(database, tried)[1:]
    assert {key: found[0] for key, found in results(database, tried).items()} == {key: found[0] for key, found in results(database, real).items()}


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows that are not about batches."""
    apart = {"batch", "batch_item", "job", "audit_event"}
    with database.reading() as session:
        tables = [table for table in Base.metadata.sorted_tables if table.name not in apart]
        return {table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr) for table in tables}


def test_migrated_first_a_few_then_the_rest_and_all_the_way_back(database: Database) -> None:
    old = deployed(database)
    keys = cases(database, 7)
    new = deployed(database, JOB)

    batch = ordered(database, Order(BatchType.MIGRATE, new, {"work": "job"}, first=2), keys)
    run(database)
    assert outcome(database, batch) == ("SUSPENDED", 2, 0)
    assert versions(database, keys) == [new, new, old, old, old, old, old]
    with database.transaction() as session:
        engine.resume_batch(session, batch, who=OPERATOR)
    run(database)
    assert outcome(database, batch) == ("COMPLETED", 7, 0)
    assert versions(database, keys) == [new] * 7

    with database.transaction() as session:
        (back,) = engine.way_back(session, batch, who=OPERATOR)
    run(database)

    assert outcome(database, back) == ("COMPLETED", 7, 0)
    assert versions(database, keys) == [old] * 7
    with database.reading() as session:
        assert set(session.scalars(select(UserTask.element_id))) == {"work"}


def test_what_cannot_be_migrated_is_told_by_its_verdict(database: Database) -> None:
    deployed(database)
    keys = cases(database, 2)
    for drawn, code in ((JOB, "NEEDS_MAPPING"), (STRANGE, "CANNOT")):
        batch = ordered(database, Order(BatchType.MIGRATE, deployed(database, drawn), {"work": "work"} if code == "CANNOT" else {}), keys)
        run(database)
        assert outcome(database, batch) == ("PARTIALLY_COMPLETED", 0, 2)
        with database.reading() as session:
            items = engine.search_items(session, ItemsWanted(batch_key=batch, state="FAILED"), who=OPERATOR).items
        assert [item.code for item in items] == [code, code]


def test_held_gone_on_with_and_canceled(database: Database) -> None:
    deployed(database)
    keys = cases(database, 4)
    batch = ordered(database, Order(BatchType.CANCEL, first=1), keys)
    with database.transaction() as session:
        engine.suspend_batch(session, batch, who=OPERATOR)
    run(database)
    assert outcome(database, batch) == ("SUSPENDED", 0, 0)
    with pytest.raises(Conflict), database.transaction() as session:
        engine.suspend_batch(session, batch, who=OPERATOR)
    other = ordered(database, Order(BatchType.CANCEL, first=1), keys)
    run(database)
    with database.transaction() as session:
        engine.cancel_batch(session, other, who=OPERATOR)
        engine.resume_batch(session, batch, who=OPERATOR)
    assert outcome(database, other) == ("CANCELED", 1, 0)
    assert Counter(state for state, _reason in results(database, other).values()) == {"COMPLETED": 1, "CANCELED": 3}
    run(database)
    assert outcome(database, batch) == ("PARTIALLY_COMPLETED", 3, 1)


def test_incidents_are_retried_and_ended_instances_begun_anew(database: Database, moving_clock: MovingClock, till: Till) -> None:
    till.works = False
    parts = (drawing.start(), drawing.service("do", "inline.prepare"), drawing.user("work"), drawing.end(), drawing.flows("start > do > work > end"))
    with database.transaction() as session:
        engine.deploy(session, {"case.bpmn": drawing.draw("case", *parts).encode()})
    keys = cases(database, 3)
    for _each in range(3):
        run(database)
        moving_clock.advance(timedelta(hours=1))
    till.works = True
    batch = ordered(database, Order(BatchType.RETRY), keys)
    run(database)
    assert outcome(database, batch) == ("COMPLETED", 3, 0)
    with database.reading() as session:
        assert session.scalars(select(UserTask.state)).all() == ["CREATED"] * 3
    again = ordered(database, Order(BatchType.RETRY), keys)
    run(database)
    assert outcome(database, again) == ("PARTIALLY_COMPLETED", 0, 3)

    for type_ in (BatchType.SUSPEND, BatchType.RESUME, BatchType.CANCEL, BatchType.RESTART, BatchType.DELETE):
        done = ordered(database, Order(type_), keys)
        run(database)
        assert outcome(database, done) == ("COMPLETED", 3, 0), type_
    with database.reading() as session:
        left = session.execute(select(ProcessInstance.id, ProcessInstance.state)).all()
    assert [row.state for row in left] == ["ACTIVE"] * 3
    assert not {row.id for row in left} & set(keys)


def test_who_may_not_and_what_says_too_little_is_refused(database: Database) -> None:
    deployed(database)
    keys = cases(database, 1)
    with pytest.raises(Forbidden), database.transaction() as session:
        engine.batch(session, Order(BatchType.CANCEL), keys, who=CLERK)
    for order in (Order(BatchType.MIGRATE), Order(BatchType.MODIFY), Order(BatchType.CANCEL, first=0)):
        with pytest.raises(BadRequest), database.transaction() as session:
            engine.batch(session, order, keys, who=OPERATOR)
    with pytest.raises(BadRequest, match="100000"), database.transaction() as session:
        engine.batch(session, Order(BatchType.CANCEL), list(range(100_001)), who=OPERATOR)
    batch = ordered(database, Order(BatchType.CANCEL), [])
    assert outcome(database, batch) == ("COMPLETED", 0, 0)
    stranger = type(MANAGER)(9, "Sten", 8, permissions=OPERATOR.permissions)
    with pytest.raises(NotFound), database.reading() as session:
        engine.batch_card(session, batch, who=stranger)
    with pytest.raises(BadRequest, match="migrated no instance"), database.transaction() as session:
        engine.way_back(session, batch, who=OPERATOR)


def test_instances_of_another_company_are_not_touched(database: Database) -> None:
    deployed(database)
    with database.transaction() as session:
        theirs = engine.start(session, "case", company_id=8)
    batch = ordered(database, Order(BatchType.CANCEL), [theirs])
    run(database)
    assert (outcome(database, batch), state_of(database, theirs)) == (("PARTIALLY_COMPLETED", 0, 1), "ACTIVE")


@pytest.mark.parametrize("count", [150, pytest.param(3_000, marks=pytest.mark.long)])
def test_many_instances_migrate_each_once(database: Database, count: int) -> None:
    deployed(database)
    keys = cases(database, count)
    with database.reading() as session:
        assert engine.instance_keys(session, InstancesWanted(process_id="case"), who=OPERATOR, most=engine.MOST) == keys
    new = deployed(database, JOB)
    batch = ordered(database, Order(BatchType.MIGRATE, new, {"work": "job"}), keys)

    run(database)

    assert outcome(database, batch) == ("COMPLETED", count, 0)
    assert versions(database, keys) == [new] * count
    with database.reading() as session:
        assert engine.search_batches(session, BatchesWanted(state="COMPLETED"), who=OPERATOR).items[0].total == count
        assert len(session.scalars(select(AuditEvent.id).filter_by(action="process.migrate")).all()) == count


def test_the_keys_of_outermost_instances(database: Database) -> None:
    calling = drawing.draw("caller", drawing.start(), drawing.call("ask", "case"), drawing.end(), drawing.flows("start > ask > end"))
    deployed(database)
    with database.transaction() as session:
        engine.deploy(session, {"caller.bpmn": calling.encode()})
    key = started(database, "caller")
    with database.reading() as session:
        wanted = InstancesWanted(state="ACTIVE")
        assert engine.instance_keys(session, wanted, who=OPERATOR, most=5, only_outermost=True) == [key]
        assert len(engine.instance_keys(session, wanted, who=OPERATOR, most=5)) == 2

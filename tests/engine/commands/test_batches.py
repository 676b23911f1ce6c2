"""Is a command over many instances done to each once, with a result and a reason, whatever breaks in between?"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

import engine
from engine import BatchesWanted, BatchType, InstancesWanted, ItemsWanted, Order
from engine.commands import slicing
from engine.store import jobs
from engine.tables import Job, ProcessInstance, UserTask
from kit.audit import AuditEvent
from kit.clock import MovingClock
from kit.db import Base, Database
from kit.errors import BadRequest, Conflict, Forbidden, NotFound
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import CLERK, COMPANY, MANAGER, OPERATOR, Till
from tests.engine.commands.stories import started, state_of

CASE = drawing.draw("case", drawing.start(), drawing.user("work"), drawing.end(), drawing.flows("start > work > end"))
JOB = CASE.replace('"work"', '"job"').replace("start_work", "start_job").replace("work_end", "job_end")
STRANGE = drawing.draw("case", drawing.start(), drawing.service("work", "other.kind"), drawing.end(), drawing.flows("start > work > end"))


def deployed(database: Database, drawn: str = CASE) -> int:
    with database.transaction() as session:
        return engine.deploy(session, {"case.bpmn": drawn.encode()})[0].key


def cases(database: Database, count: int) -> list[int]:
    with database.transaction() as session:
        return [engine.start(session, "case", {"number": number}, company_id=COMPANY) for number in range(count)]


def ordered(database: Database, order: Order, keys: list[int]) -> int:
    with database.transaction() as session:
        return engine.batch(session, order, keys, who=OPERATOR)


def run(database: Database) -> None:
    while engine.run_jobs(database, "w"):
        pass


def outcome(database: Database, batch: int) -> tuple[str, int, int]:
    with database.reading() as session:
        card = engine.batch_card(session, batch, who=OPERATOR)
    return card.state, card.completed, card.failed


def results(database: Database, batch: int) -> dict[int, tuple[str, str | None]]:
    with database.reading() as session:
        found = engine.search_items(session, ItemsWanted(batch_key=batch), who=OPERATOR)
    return {item.instance_key: (item.state, item.reason) for item in found.items}


def states(database: Database, keys: list[int]) -> Counter[str]:
    return Counter(state_of(database, key) for key in keys)


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


def versions(database: Database, keys: list[int]) -> list[int]:
    with database.reading() as session:
        found = {row.id: row.definition_key for row in session.execute(select(ProcessInstance.id, ProcessInstance.definition_key))}
    return [found[key] for key in keys]


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


class PowerCutError(BaseException):
    pass


def test_a_crash_in_the_middle_loses_nothing_and_does_nothing_twice(database: Database, moving_clock: MovingClock) -> None:
    deployed(database)
    keys = cases(database, 6)
    batch = ordered(database, Order(BatchType.RESTART), keys)
    with database.transaction() as session:
        for key in keys:
            engine.cancel(session, key, who=OPERATOR)
    commits = []

    def cut(_session: Session) -> None:
        commits.append(1)
        if len(commits) == 5:  # of the lease and four items, the fifth does not come to its end
            raise PowerCutError

    event.listen(Session, "before_commit", cut)
    try:
        with pytest.raises(PowerCutError):
            engine.run_jobs(database, "dies")
    finally:
        event.remove(Session, "before_commit", cut)
    assert 0 < outcome(database, batch)[1] < 6
    assert engine.run_jobs(database, "other") == 0

    moving_clock.advance(timedelta(minutes=5))
    run(database)

    assert outcome(database, batch) == ("COMPLETED", 6, 0)
    running = select(ProcessInstance.id).filter_by(state="ACTIVE")
    with database.reading() as session:
        numbers = [engine.instance(session, key, who=OPERATOR).variables["number"] for key in session.scalars(running)]
    assert sorted(map(str, numbers)) == ["0", "1", "2", "3", "4", "5"]


def test_two_workers_on_one_batch_do_each_item_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    deployed(database)
    keys = cases(database, 8)
    batch = ordered(database, Order(BatchType.RESTART), keys)
    with database.transaction() as session:
        for key in keys:
            engine.cancel(session, key, who=OPERATOR)
        job = session.scalars(select(Job.id).filter_by(kind="BATCH")).one()
        lease = jobs.lease(session, job, "one")
    assert lease is not None

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _each: slicing.work_batch(database, lease), range(2)))

    assert outcome(database, batch) == ("COMPLETED", 8, 0)
    with database.reading() as session:
        assert len(session.scalars(select(ProcessInstance.id).filter_by(state="ACTIVE")).all()) == 8


def test_a_slice_lets_others_have_their_turn(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slicing, "SECONDS", 0)
    deployed(database)
    batch = ordered(database, Order(BatchType.SUSPEND), cases(database, 3))
    for done in (1, 2):
        assert engine.run_jobs(database, "w") == 1
        assert outcome(database, batch) == ("ACTIVE", done, 0)
    assert engine.run_jobs(database, "w") == 1
    assert outcome(database, batch) == ("COMPLETED", 3, 0)


def test_what_dies_unforeseen_is_that_items_result(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_session: Session, key: int, _given: object, who: object) -> None:
        if key == keys[1]:
            raise ValueError("nobody foresaw this")

    deployed(database)
    keys = cases(database, 3)
    monkeypatch.setattr(slicing, "ACTS", {**slicing.ACTS, BatchType.CANCEL: broken})
    batch = ordered(database, Order(BatchType.CANCEL), keys)
    run(database)
    assert outcome(database, batch) == ("PARTIALLY_COMPLETED", 2, 1)
    assert "nobody foresaw this" in str(results(database, batch)[keys[1]][1])


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

"""Is what an operation did, or may have done, known again after a migration that gave its task another id?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

import engine
from kit.clock import MovingClock
from kit.db import Database
from kit.operations import ServiceCall, registry
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import OPERATOR, Anything, Prepared, Till
from tests.engine.commands.stories import migrated, open_task, started, state_of
from tests.engine.commands.test_slow import Post, post

__all__ = ["post"]


def versions(database: Database, *parts: str) -> tuple[int, str]:
    """An instance of the first version, begun; and the key of one in which `work` is called `job`."""
    old = drawing.draw("it", *parts)
    with database.transaction() as session:
        engine.deploy(session, {"it.bpmn": old.encode()})
    key = started(database, "it")
    new = old.replace('"work"', '"job"').replace("work_", "job_").replace("_work", "_job")
    with database.transaction() as session:
        target = engine.deploy(session, {"it.bpmn": new.encode()})[0].key
    return key, str(target)


def test_the_outside_gets_the_same_key_again(database: Database, moving_clock: MovingClock, post: Post) -> None:
    def lost() -> None:
        raise TimeoutError("no answer")

    post.acts.append(lost)
    parts = drawing.start(), drawing.service("work", "post.send"), drawing.user("read"), drawing.end(), drawing.flows("start > work > read > end")
    key, target = versions(database, *parts)
    engine.run_jobs(database, "w")

    migrated(database, key, int(target), work="job")
    moving_clock.advance(timedelta(hours=1))
    engine.run_jobs(database, "w")

    assert open_task(database, key)
    assert len(post.keys) == 2
    assert len(set(post.keys)) == 1


def test_what_was_done_is_taken_back(database: Database, till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    taken_back: list[str] = []

    def undo(ctx: object, given: Anything) -> Prepared:
        taken_back.append("yes")
        return Prepared(prepared=False)

    prepare = registry._operations["inline.prepare"]
    registry._operations["inline.prepare"] = registry.Operation(
        prepare.name, prepare.label, prepare.function, Anything, Prepared, undo="inline.unprepare"
    )
    registry._operations["inline.unprepare"] = registry.Operation("inline.unprepare", "Undo", undo, Anything, Prepared)
    parts = (
        drawing.start(), drawing.service("work", "inline.prepare"), drawing.user("read"), drawing.throw("back", drawing.compensate()), drawing.end(),
        drawing.flows("start > work > read > back > end"),
    )  # fmt: skip
    key, target = versions(database, *parts)

    migrated(database, key, int(target), work="job")
    with database.transaction() as session:
        engine.complete_task(session, open_task(database, key), {}, who=OPERATOR)

    assert (state_of(database, key), taken_back) == ("COMPLETED", ["yes"])
    with database.reading() as session:
        done = session.execute(select(ServiceCall.call_key, ServiceCall.compensates).order_by(ServiceCall.id)).all()
    assert done[1].compensates == done[0].call_key

"""Is a slow operation computed outside any transaction, and its result applied only by the one who holds the lease?"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from pydantic import BaseModel
from sqlalchemy import func, select

import engine
from engine.tables import ElementInstance, Incident, Job
from kit import operations
from kit.clock import MovingClock
from kit.db import Database
from kit.operations import BusinessError, Outside, ServiceCall, registry
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import COMPANY, OPERATOR, Anything
from tests.engine.commands.stories import open_task, started, state_of


class Sent(BaseModel):
    receipt: str


class Post:
    """The world outside: `acts` says what sending a letter does, try by try."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.acts: list[Callable[[], None]] = []

    def send(self, context: Outside, _given: Anything) -> Sent:
        self.keys.append(context.key)
        if self.acts:
            self.acts.pop(0)()
        return Sent(receipt=f"R{len(self.keys)}")


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    monkeypatch.setattr(registry, "_operations", dict(registry._operations))
    post = Post()
    registry._operations["post.send"] = registry.Operation("post.send", "Send", post.send, Anything, Sent, errors={"NO_ADDRESS": ""}, slow=True)
    return post


def begun(database: Database, *, retries: str = "3", pause: str = "PT5M") -> int:
    headers = drawing.element("zeebe:taskHeaders", {}, drawing.element("zeebe:header", {"key": "retryBackoff", "value": pause}))
    sending = drawing.service("send", "post.send", headers).replace('type="post.send"', f'type="post.send" retries="{retries}"')
    drawn = drawing.draw(
        "sending", drawing.start(), sending, drawing.user("read"), drawing.end(), drawing.boundary("unknown", "send", drawing.event("error", "no")),
        drawing.end("returned"), drawing.flows("start > send > read > end", "unknown > returned"), beside=(drawing.error("no", "NO_ADDRESS"),),
    )  # fmt: skip
    with database.transaction() as session:
        engine.deploy(session, {"sending.bpmn": drawn.encode()})
    return started(database, "sending")


def calls(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(ServiceCall.call_key)))


def visited(database: Database, element_id: str) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(ElementInstance).filter_by(element_id=element_id)) or 0


def incident(database: Database) -> str:
    with database.reading() as session:
        return session.scalars(select(Incident.message).filter_by(state="ACTIVE")).one()


def test_it_runs_while_others_may_write(database: Database, moving_clock: MovingClock, post: Post) -> None:
    key = begun(database)
    assert post.keys == []

    post.acts = [lambda: drawn_by_another(database)]
    assert engine.run_jobs(database, "w") == 1

    assert open_task(database, key)
    assert calls(database) == post.keys
    with database.reading() as session:
        assert engine.instance(session, key, who=OPERATOR).variables == {"receipt": "R1"}


def drawn_by_another(database: Database) -> None:
    """Whoever would hold a transaction open meanwhile would keep this one from SQLite."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(begun, database).result()


def test_each_try_has_the_same_idempotency_key_and_comes_when_the_model_says(database: Database, moving_clock: MovingClock, post: Post) -> None:
    def unplugged() -> None:
        raise OSError("no route")

    post.acts = [unplugged, unplugged]
    begun(database, retries="2")
    assert engine.run_jobs(database, "w") == 1
    moving_clock.advance(timedelta(minutes=4, seconds=59))
    assert engine.run_jobs(database, "w") == 0
    moving_clock.advance(timedelta(seconds=1))
    assert engine.run_jobs(database, "w") == 1
    moving_clock.advance(timedelta(hours=1))
    assert engine.run_jobs(database, "w") == 0

    assert incident(database) == "OSError: no route"
    assert len(set(post.keys)) == 1
    assert calls(database) == []


def test_a_business_error_is_thrown_at_its_element(database: Database, moving_clock: MovingClock, post: Post) -> None:
    def unknown() -> None:
        raise BusinessError("NO_ADDRESS", "Nobody lives there.")

    post.acts = [unknown]
    key = begun(database)
    engine.run_jobs(database, "w")

    assert state_of(database, key) == "COMPLETED"
    assert visited(database, "returned") == 1
    assert calls(database) == []


def test_whoever_finishes_after_the_lease_is_taken_again_changes_nothing(database: Database, moving_clock: MovingClock, post: Post) -> None:
    def overtaken() -> None:
        moving_clock.advance(timedelta(minutes=6))
        assert engine.run_jobs(database, "second") == 1

    post.acts = [overtaken]
    key = begun(database)
    assert engine.run_jobs(database, "first") == 1

    assert len(post.keys) == 2
    assert calls(database) == post.keys[:1]
    assert visited(database, "read") == 1
    with database.reading() as session:
        assert engine.instance(session, key, who=OPERATOR).variables == {"receipt": "R2"}


def test_what_is_canceled_meanwhile_stays_canceled(database: Database, moving_clock: MovingClock, post: Post) -> None:
    def canceled() -> None:
        with database.transaction() as session:
            engine.cancel(session, key, who=OPERATOR)

    post.acts = [canceled]
    key = begun(database)
    engine.run_jobs(database, "w")

    assert state_of(database, key) == "TERMINATED"
    assert calls(database) == []


def test_what_is_done_is_not_done_again_when_its_element_runs_again(database: Database, post: Post) -> None:
    context = Outside(COMPANY, None, "1:send:2", 1, "send")
    outcome = operations.compute("post.send", context, {"to": "Ida"})
    assert isinstance(outcome, operations.Done)
    with database.transaction() as session:
        operations.record(session, "post.send", context, {"to": "Ida"}, outcome)

    with database.reading() as session:
        assert operations.recall(session, "post.send", context, {"to": "Ida"}) == operations.Done({"receipt": "R1"}, again=True)
        assert isinstance(operations.recall(session, "post.send", context, {"to": "Bo"}), operations.Failed)
        assert operations.recall(session, "post.send", Outside(COMPANY, None, "other"), {}) is None


@pytest.mark.parametrize("workers", [2, 4])
def test_several_workers_share_the_jobs_and_none_runs_twice(database: Database, moving_clock: MovingClock, post: Post, workers: int) -> None:
    begun(database)
    for _each in range(11):
        started(database, "sending")

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda name: engine.run_jobs(database, f"w{name}"), range(workers)))

    assert (len(post.keys), len(set(post.keys)), len(calls(database))) == (12, 12, 12)
    with database.reading() as session:
        assert set(session.scalars(select(Job.state))) == {"DONE"}


def test_each_outside_job_goes_to_one_worker(database: Database, moving_clock: MovingClock) -> None:
    drawn = drawing.draw("outside", drawing.start(), drawing.service("s", "outside.work"), drawing.end(), drawing.flows("start > s > end"))
    with database.transaction() as session:
        engine.deploy(session, {"outside.bpmn": drawn.encode()})
    for _each in range(12):
        started(database, "outside")

    def take(name: int) -> list[int]:
        with database.transaction() as session:
            return [it.key for it in engine.activate(session, "outside.work", f"w{name}", who=OPERATOR, limit=3)]

    with ThreadPoolExecutor(4) as pool:
        taken = [key for keys in pool.map(take, range(4)) for key in keys]

    assert len(taken) == len(set(taken)) == 12

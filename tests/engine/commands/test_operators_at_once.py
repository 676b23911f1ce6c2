"""When an operator changes an instance at the very moment in which somebody works on it, is one first, and the whole right after?"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

import engine
from engine import Modification, Move, Place
from engine.tables import ElementInstance, ProcessInstance, ScopeState, UserTask
from kit.db import Database
from kit.errors import AppError
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import COMPANY, OPERATOR

LINE = drawing.draw(
    "line", drawing.start(), drawing.user("work"), drawing.user("approve"), drawing.end(), drawing.flows("start > work > approve > end")
)
TRIES = 6
Act = Callable[[], None]


def begun(database: Database) -> tuple[int, int]:
    with database.transaction() as session:
        key = engine.start(session, "line", {}, company_id=COMPANY)
    with database.reading() as session:
        return key, session.scalars(select(UserTask.id).filter_by(instance_key=key)).one()


def at_once(*acts: Act) -> list[str]:
    """What became of each: done, or the title of its refusal."""
    ready = threading.Barrier(len(acts))

    def one(act: Act) -> str:
        ready.wait()
        try:
            act()
        except AppError as error:
            return error.title
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def completing(database: Database, task: int) -> Act:
    def act() -> None:
        with database.transaction() as session:
            engine.complete_task(session, task, {"said": "yes"}, who=OPERATOR)

    return act


def seen(database: Database, key: int) -> tuple[str, list[str], int]:
    """State, open tasks, and rows of what is alive."""
    with database.reading() as session:
        state = session.get_one(ProcessInstance, key).state
        tasks = sorted(session.scalars(select(UserTask.element_id).where(UserTask.instance_key == key, UserTask.state.in_(["CREATED", "SUSPENDED"]))))
        alive = session.scalar(select(func.count()).select_from(ScopeState).filter_by(instance_key=key)) or 0
    return state, tasks, alive


@pytest.fixture(autouse=True)
def line(database: Database) -> None:
    with database.transaction() as session:
        engine.deploy(session, {"line.bpmn": LINE.encode()})


def test_a_migration_and_a_completion_both_count(database: Database) -> None:
    pairs = [begun(database) for _try in range(TRIES)]
    with database.transaction() as session:
        newer = LINE.replace('"approve"', '"sign"').replace("work_approve", "work_sign").replace("approve_end", "sign_end")
        target = engine.deploy(session, {"line.bpmn": newer.encode()})[0].key
    for key, task in pairs:

        def migrate(key: int = key) -> None:
            with database.transaction() as session:
                engine.migrate(session, key, target, {"approve": "sign"}, who=OPERATOR)

        assert at_once(migrate, completing(database, task)) == ["done", "done"]
        assert seen(database, key) == ("ACTIVE", ["sign"], 1)
        with database.reading() as session:
            visits = session.execute(select(ElementInstance.element_id, ElementInstance.state).filter_by(instance_key=key)).all()
        assert {tuple(visit) for visit in visits} >= {("work", "COMPLETED"), ("sign", "ACTIVE")}


def test_a_suspension_and_a_completion(database: Database) -> None:
    for _try in range(TRIES):
        key, task = begun(database)

        def suspend(key: int = key) -> None:
            with database.transaction() as session:
                engine.suspend(session, key, who=OPERATOR)

        held, completed = at_once(suspend, completing(database, task))
        assert (held, completed) in {("done", "done"), ("done", "INVALID_STATE")}
        assert seen(database, key) == ("SUSPENDED", ["approve" if completed == "done" else "work"], 1)


def test_a_moved_token_and_a_completion(database: Database) -> None:
    for _try in range(TRIES):
        key, task = begun(database)

        def move(key: int = key) -> None:
            with database.transaction() as session:
                engine.modify(session, key, Modification(move=(Move(Place("work"), "approve"),)), who=OPERATOR)

        assert sorted(at_once(move, completing(database, task))) in (["INVALID_ARGUMENT", "done"], ["INVALID_STATE", "done"])
        assert seen(database, key) == ("ACTIVE", ["approve"], 1)


def test_a_cancellation_and_a_completion(database: Database) -> None:
    for _try in range(TRIES):
        key, task = begun(database)

        def cancel(key: int = key) -> None:
            with database.transaction() as session:
                engine.cancel(session, key, who=OPERATOR)

        ended, completed = at_once(cancel, completing(database, task))
        assert (ended, completed) in {("done", "done"), ("done", "INVALID_STATE")}
        assert seen(database, key) == ("TERMINATED", [], 0)


def test_of_several_migrations_one_wins(database: Database) -> None:
    key, _task = begun(database)
    with database.transaction() as session:
        target = engine.deploy(session, {"line.bpmn": LINE.replace("<process", "<!-- newer --><process").encode()})[0].key

    def migrate() -> None:
        with database.transaction() as session:
            engine.migrate(session, key, target, who=OPERATOR)

    assert sorted(at_once(*[migrate] * 4)) == ["INVALID_STATE"] * 3 + ["done"]
    assert seen(database, key) == ("ACTIVE", ["work"], 1)

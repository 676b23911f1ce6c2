"""When the database fails in the middle of a step, is the answer honest and is nothing half-done?"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from psycopg.errors import DiskFull
from sqlalchemy import func, select

from engine.tables import ElementInstance, ScopeState, SequenceFlowTaken, TaskCandidate, UserTask
from kit.audit import AuditEvent
from kit.db import Database
from tests.api.conftest import Doors
from tests.api.v2.stories import BOUNDARY, deployed, started, task_of

COUNTED = (ElementInstance, SequenceFlowTaken, UserTask, TaskCandidate, ScopeState, AuditEvent)
Run = Callable[..., None]


@pytest.fixture
def clerk(doors: Doors) -> TestClient:
    deployed(doors, BOUNDARY)
    return doors.program(doors.person("Carl", "clerk"))


def kept(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in COUNTED}


def at_the_driver(monkeypatch: pytest.MonkeyPatch, database: Database, words: str, instead: Run) -> None:
    """What happens in place of each statement with these words, at the last step before the driver."""
    dialect = database.engine.dialect

    def watched(run: Run) -> Run:
        def execute(cursor: Any, statement: str, *more: Any) -> None:
            if words in statement:
                instead(run, cursor)
            run(cursor, statement, *more)

        return execute

    for name in ("do_execute", "do_executemany"):
        monkeypatch.setattr(dialect, name, watched(getattr(dialect, name)))


def a_broken_statement(_run: Run, cursor: Any) -> None:
    """The driver itself raises, and PostgreSQL holds its transaction for lost."""
    cursor.execute("SELECT 1 FROM there_is_no_such_table")


def no_room(_run: Run, cursor: Any) -> None:
    """SQLite is really kept from growing and is given more than its pages hold; PostgreSQL cannot be, so its driver says it."""
    if isinstance(cursor, sqlite3.Cursor):
        cursor.execute("PRAGMA max_page_count=1")  # as many as there are
        cursor.execute("CREATE TABLE filler AS SELECT zeroblob(1000000) AS room")
    raise DiskFull("could not extend file: No space left on device")


@pytest.mark.parametrize("words", ["UPDATE user_task", "UPDATE scope_state", "element_instance", "INSERT INTO sequence_flow_taken", "audit_event"])
def test_a_statement_that_fails_leaves_the_task_as_it_was(doors: Doors, clerk: TestClient, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    key = task_of(clerk, started(clerk, BOUNDARY, order="O-1"))
    before = kept(doors.database)

    with monkeypatch.context() as broken:
        at_the_driver(broken, doors.database, words, a_broken_statement)
        answer = clerk.post(f"/v2/user-tasks/{key}/completion", json={"variables": {"picked": True}})

    assert (answer.status_code, answer.json()["title"]) == (503, "UNAVAILABLE")
    assert kept(doors.database) == before
    assert clerk.get(f"/v2/user-tasks/{key}").json()["state"] == "CREATED"
    assert clerk.post(f"/v2/user-tasks/{key}/completion", json={}).status_code == 204


def test_a_disk_that_is_full_is_called_so(doors: Doors, clerk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(doors.database)
    at_the_driver(monkeypatch, doors.database, "INSERT INTO element_instance", no_room)

    answer = clerk.post("/v2/process-instances", json={"processDefinitionId": BOUNDARY, "variables": {"order": "O-1"}})

    assert answer.status_code == 503
    assert "no room" in answer.json()["detail"]
    assert kept(doors.database) == before


def test_a_commit_that_fails_never_says_that_it_is_done(doors: Doors, clerk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    key = task_of(clerk, started(clerk, BOUNDARY, order="O-1"))
    before = kept(doors.database)
    driver: Any = doors.database.engine.dialect.dbapi

    def gone(_connection: object) -> None:
        raise driver.OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as broken:
        broken.setattr(doors.database.engine.dialect, "do_commit", gone)
        answer = clerk.post(f"/v2/user-tasks/{key}/completion", json={})

    assert answer.status_code == 503
    assert kept(doors.database) == before
    assert clerk.post(f"/v2/user-tasks/{key}/completion", json={}).status_code == 204

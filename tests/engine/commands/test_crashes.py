"""Is a step whole or not at all, whatever breaks in the middle of it?"""

from __future__ import annotations

from typing import Any

import pytest
from psycopg.errors import DiskFull
from sqlalchemy import select, text

import engine
from kit.db import Base, Database
from kit.errors import Unavailable
from tests.engine.commands.conftest import MANAGER, Till
from tests.engine.commands.stories import begun, open_task, state_of


class PowerCutError(Exception):
    pass


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with database.reading() as session:
        return {table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr) for table in Base.metadata.sorted_tables}


def complete(database: Database, task: int, **answers: object) -> None:
    with database.transaction() as session:
        engine.complete_task(session, task, {"approved": True, **answers}, who=MANAGER)


def test_a_step_that_breaks_before_its_commit_leaves_nothing(database: Database, till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    key = begun(database, "approval")
    task, before = open_task(database, key), everything(database)

    def cut(_connection: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as broken:
        broken.setattr(database.engine.dialect, "do_commit", cut)
        with pytest.raises(PowerCutError):
            complete(database, task)

    assert len(till.calls) == 2
    assert everything(database) == before
    complete(database, task)
    assert state_of(database, key) == "COMPLETED"


def test_a_full_database_refuses_the_step_and_takes_it_when_there_is_room(database: Database, till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite is full at `max_page_count`; PostgreSQL says so by its code 53100, here from the driver's mouth."""
    key = begun(database, "approval")
    task, before = open_task(database, key), everything(database)
    with monkeypatch.context() as broken:
        full(database, broken)
        with pytest.raises(Unavailable, match="no room"):
            complete(database, task, note="x" * 100_000)
    if database.sqlite:
        roomy(database)

    assert everything(database) == before
    complete(database, task)
    assert state_of(database, key) == "COMPLETED"


def full(database: Database, broken: pytest.MonkeyPatch) -> None:
    """Leave no room in the database."""
    if database.sqlite:
        with database.transaction() as session:
            session.execute(text("PRAGMA max_page_count = 1"))  # SQLite takes the present size for it
        return
    dialect = database.engine.dialect
    write = dialect.do_execute

    def refuse(cursor: Any, statement: str, *more: Any) -> None:
        if "INSERT INTO element_instance" in statement:
            raise DiskFull("could not extend file: No space left on device")
        write(cursor, statement, *more)

    broken.setattr(dialect, "do_execute", refuse)


def roomy(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("PRAGMA max_page_count = 1000000"))

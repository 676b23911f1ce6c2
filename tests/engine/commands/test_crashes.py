"""Is a step whole or not at all, whatever breaks in the middle of it?"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

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


def test_a_step_that_breaks_before_its_commit_leaves_nothing(database: Database, till: Till) -> None:
    key = begun(database, "approval")
    task, before = open_task(database, key), everything(database)

    def cut(_session: Session) -> None:
        raise PowerCutError

    event.listen(Session, "before_commit", cut)
    try:
        with pytest.raises(PowerCutError):
            complete(database, task)
    finally:
        event.remove(Session, "before_commit", cut)

    assert len(till.calls) == 2
    assert everything(database) == before
    complete(database, task)
    assert state_of(database, key) == "COMPLETED"


def test_a_full_database_refuses_the_step_and_takes_it_when_there_is_room(database: Database, till: Till) -> None:
    """SQLite is full at `max_page_count`; PostgreSQL says so by its code 53100, here from the driver's mouth."""
    key = begun(database, "approval")
    task, before = open_task(database, key), everything(database)
    end = full(database)

    with pytest.raises(Unavailable, match="no room"):
        complete(database, task, note="x" * 100_000)
    end()

    assert everything(database) == before
    complete(database, task)
    assert state_of(database, key) == "COMPLETED"


def full(database: Database) -> Any:
    """Leave no room in the database; gives the call that makes room again."""
    if database.sqlite:
        with database.reading() as session:
            session.execute(text("PRAGMA max_page_count = 1"))  # SQLite takes the present size for it
        return lambda: _roomy(database)

    def refuse(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO element_instance"):
            raise OperationalError(statement, {}, _Full("could not extend file: No space left on device"))

    event.listen(database.engine, "before_cursor_execute", refuse)
    return lambda: event.remove(database.engine, "before_cursor_execute", refuse)


def _roomy(database: Database) -> None:
    with database.reading() as session:
        session.execute(text("PRAGMA max_page_count = 1000000"))


class _Full(Exception):
    sqlstate = "53100"

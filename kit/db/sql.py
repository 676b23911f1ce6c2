"""Plain SQL for the hot path: written once with named parameters, handed to the driver in its own form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg
from sqlalchemy import Connection, CursorResult
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

CONNECTION = "connection"
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")


@cache
def _driver_form(statement: str, dialect: str) -> str:
    if dialect == "sqlite":
        return statement
    return _PARAMETER.sub(r"%(\1)s", statement.replace("%", "%%"))


def _connection(session: Session) -> Connection:
    """A transaction has one connection, which it remembers: to ask the session each time costs as much as a short statement.

    Inside a SAVEPOINT the session is asked: it sets the SAVEPOINT with the first statement.
    """
    if session.in_nested_transaction():
        return session.connection()
    return session.info.get(CONNECTION) or session.connection()


def execute(session: Session, statement: str, parameters: Mapping[str, object] | None = None) -> CursorResult[Any]:
    """Run one statement; `:name` stands for a parameter on both databases."""
    connection = _connection(session)
    return connection.exec_driver_sql(_driver_form(statement, connection.dialect.name), dict(parameters or {}))


def execute_many(session: Session, statement: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Run one statement for many rows in one call; nothing for none."""
    if not rows:
        return
    connection = _connection(session)
    given = [dict(row) for row in rows]
    connection.exec_driver_sql(_driver_form(statement, connection.dialect.name), given if len(given) > 1 else given[0])


@contextmanager
def written_together(session: Session) -> Iterator[None]:
    """Statements that give no rows go to PostgreSQL in one message, answered by one: nobody waits for each.

    An error of any of them is raised when the block ends. SQLite is in this very process and needs none of it.
    """
    connection = _connection(session)
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        yield
        return
    try:
        with driver.pipeline():
            yield
    except psycopg.Error as error:
        raise DBAPIError.instance("statements that are written together", None, error, psycopg.Error, dialect=connection.dialect) from error


def for_update(session: Session) -> str:
    """The clause that locks a selected row: on SQLite the writer already holds the whole database."""
    return "" if session.get_bind().dialect.name == "sqlite" else " FOR UPDATE"

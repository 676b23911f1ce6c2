"""Plain SQL for the hot path: written once with named parameters, handed to the driver in its own form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import CursorResult
from sqlalchemy.orm import Session

_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")


@cache
def _driver_form(statement: str, dialect: str) -> str:
    if dialect == "sqlite":
        return statement
    return _PARAMETER.sub(r"%(\1)s", statement.replace("%", "%%"))


def execute(session: Session, statement: str, parameters: Mapping[str, object] | None = None) -> CursorResult[Any]:
    """Run one statement; `:name` stands for a parameter on both databases."""
    connection = session.connection()
    return connection.exec_driver_sql(_driver_form(statement, connection.dialect.name), dict(parameters or {}))


def execute_many(session: Session, statement: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Run one statement for many rows in one call; nothing for none."""
    if not rows:
        return
    connection = session.connection()
    connection.exec_driver_sql(_driver_form(statement, connection.dialect.name), [dict(row) for row in rows])


def for_update(session: Session) -> str:
    """The clause that locks a selected row: on SQLite the writer already holds the whole database."""
    return "" if session.get_bind().dialect.name == "sqlite" else " FOR UPDATE"

"""Plain SQL for the hot path: written once with named parameters, handed to the driver in its own form."""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import MultipleResultsFound, NoResultFound
from sqlalchemy.orm import Session

from kit.db.line import Line
from kit.db.session import DirectSession

_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")
Selected: TypeAlias = Any
"""A named tuple: its fields are the statement's columns."""
Parameters = Mapping[str, object]


class Found:
    """What a statement gave: its rows, read at once, and how many it changed."""

    __slots__ = ("_kind", "_rows", "rowcount")

    def __init__(self, statement: str, cursor: DBAPICursor) -> None:
        self.rowcount: int = cursor.rowcount
        if statement not in _kinds:
            _kinds[statement] = _kind_of(cursor.description)
        self._kind = _kinds[statement]
        self._rows = list(cursor.fetchall()) if self._kind is not None else []

    def all(self) -> list[Selected]:
        return [self._kind(*row) for row in self._rows] if self._kind else []

    def first(self) -> Selected | None:
        return self._kind(*self._rows[0]) if self._rows and self._kind else None

    def one(self) -> Selected:
        """The only row. Raises NoResultFound or MultipleResultsFound."""
        if len(self._rows) > 1:
            raise MultipleResultsFound("The statement gave more than one row.")
        row = self.first()
        if row is None:
            raise NoResultFound("The statement gave no row.")
        return row

    def scalar(self) -> Any:
        """The first column of the first row; None where there is none."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        return self.one()[0]

    def __iter__(self) -> Iterator[Selected]:
        return iter(self.all())

    def mappings(self) -> Mappings:
        names = self._kind._fields if self._kind else ()
        return Mappings([dict(zip(names, row, strict=True)) for row in self._rows])


class Mappings(list[dict[str, Any]]):
    """The rows by the names of their columns."""

    def all(self) -> list[dict[str, Any]]:
        return self

    def first(self) -> dict[str, Any] | None:
        return self[0] if self else None

    def one(self) -> dict[str, Any]:
        """The only row. Raises NoResultFound or MultipleResultsFound."""
        if len(self) > 1:
            raise MultipleResultsFound("The statement gave more than one row.")
        if not self:
            raise NoResultFound("The statement gave no row.")
        return self[0]


_kinds: dict[str, Any] = {}
"""What the rows of each statement are; None where it gives none. To ask the driver each time costs more than to read the rows."""


def _kind_of(told: Sequence[Sequence[Any]] | None) -> Any:
    return None if told is None else namedtuple("Row", [column[0] for column in told], rename=True)


@cache
def _driver_form(statement: str, dialect: str) -> str:
    if dialect == "sqlite":
        return statement
    return _PARAMETER.sub(r"%(\1)s", statement.replace("%", "%%"))


def _line(session: Session) -> Line:
    """The session's way to the driver. Inside a SAVEPOINT the ORM is told first, for it sets it with the first statement."""
    if not isinstance(session, DirectSession):
        raise TypeError("Sessions come from kit.db.Database.")
    if session.in_nested_transaction():
        session.connection()
    return session.line


def execute(session: Session, statement: str, parameters: Parameters | None = None) -> Found:
    """Run one statement; `:name` stands for a parameter on both databases."""
    line = _line(session)
    return Found(statement, line.run(_driver_form(statement, line.dialect.name), parameters or {}))


def execute_together(session: Session, statements: Sequence[tuple[str, Parameters]]) -> list[Found]:
    """Run several that do not need one another's rows; each sees what the locks of those before it have waited for."""
    line = _line(session)
    cursors = line.run_together([(_driver_form(statement, line.dialect.name), given) for statement, given in statements])
    return [Found(statement, cursor) for (statement, _given), cursor in zip(statements, cursors, strict=True)]


def execute_many(session: Session, statement: str, rows: Sequence[Parameters]) -> None:
    """Write many rows by one statement, before anybody looks and at the latest with the commit; nothing for none."""
    if rows:
        line = _line(session)
        line.write(_driver_form(statement, line.dialect.name), rows)
        if session.in_nested_transaction():
            line.write_waiting()


def for_update(session: Session) -> str:
    """The clause that locks a selected row: on SQLite the writer already holds the whole database."""
    return "" if _line(session).dialect.name == "sqlite" else " FOR UPDATE"

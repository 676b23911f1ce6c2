"""How does plain SQL reach the driver: at once where rows are asked for, together with the commit where rows are only written?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection

from kit.db.combining import Row, Written, combined

Parameters = Mapping[str, Any]
WORTH_IT = 2
"""More statements than these go to PostgreSQL in one message: its pipeline costs as much as two answers. An error of any is raised at the end."""
MANY = 100
"""Statements that wait at most."""


class Line:
    """One of the pool's connections, for one transaction. Raises what the driver raises as SQLAlchemy does."""

    def __init__(self, engine: Engine) -> None:
        self.dialect = engine.dialect
        self._engine = engine
        self._error = engine.dialect.loaded_dbapi.Error
        self._waiting: list[Written] = []
        self._failed: DBAPIError | None = None
        try:
            self._lent: PoolProxiedConnection = engine.raw_connection()
        except self._error as error:
            raise self._as_sqlalchemy_says(error) from error
        self._driver: Any = self._lent.driver_connection
        self._sends_together = isinstance(self._driver, psycopg.Connection)

    @property
    def is_whole(self) -> bool:
        """False when the connection was lost."""
        return self._lent.is_valid

    def for_orm(self) -> Connection:
        """The same connection as the ORM wants it."""
        return Connection(self._engine, self._lent)

    def begin(self, statement: str) -> None:
        """With an empty statement nothing: PostgreSQL's driver begins by itself."""
        try:
            if statement:
                self._driver.execute(statement)
        except self._error as error:
            raise self._told(error) from error

    def run(self, statement: str, given: Parameters) -> DBAPICursor:
        """One statement in the driver's own form, after all that waits."""
        self.write_waiting()
        try:
            return self._run(self._driver.cursor(), statement, (given,))
        except self._error as error:
            raise self._told(error) from error

    def run_together(self, statements: Sequence[tuple[str, Parameters]]) -> list[DBAPICursor]:
        """Statements that do not need one another's rows, each run when those before it are done; PostgreSQL gets them in one message."""
        self.write_waiting()
        try:
            if not self._sends_together or len(statements) <= WORTH_IT:
                return [self._run(self._driver.cursor(), statement, (given,)) for statement, given in statements]
            with self._driver.pipeline():
                return [self._run(self._driver.cursor(), statement, (given,)) for statement, given in statements]
        except self._error as error:
            raise self._told(error) from error

    def write(self, statement: str, rows: Sequence[Parameters]) -> None:
        """Keep a statement that gives no rows until somebody looks, at the latest until the commit."""
        self._waiting.append((statement, rows))
        if len(self._waiting) >= MANY:
            self.write_waiting()

    def write_waiting(self) -> None:
        """Write what waits, in the order in which it came. When that fails, nothing goes on in this transaction."""
        if self._failed is not None:
            raise self._failed
        if self._waiting:
            self._write(committing=False)

    def commit(self) -> None:
        """Write what waits, and commit."""
        if self._failed is not None:
            raise self._failed
        self._write(committing=True)

    def _write(self, *, committing: bool) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            if self._sends_together:
                self._write_as_few(list(combined(waiting)), committing=committing)
            else:
                self._write_all(waiting, committing=committing)
        except self._error as error:
            self._failed = self._told(error)
            raise self._failed from error

    def _write_as_few(self, statements: list[Written], *, committing: bool) -> None:
        if len(statements) + committing <= WORTH_IT:
            self._write_all(statements, committing=committing)
            return
        with self._driver.pipeline():
            self._write_all(statements, committing=committing)

    def _write_all(self, statements: Sequence[Written], *, committing: bool) -> None:
        cursor: DBAPICursor = self._driver.cursor()
        for statement, rows in statements:
            self._run(cursor, statement, rows)
        if committing:
            self.dialect.do_commit(self._lent)

    def rollback(self) -> None:
        """Undo all of it; a connection that is lost has nothing to undo."""
        self._waiting, self._failed = [], None
        if self._lent.is_valid:
            try:
                self.dialect.do_rollback(self._lent)
            except self._error as error:
                self._lent.invalidate(error)

    def close(self) -> None:
        """Give the connection back."""
        self._lent.close()

    def _run(self, cursor: DBAPICursor, statement: str, rows: Sequence[Row]) -> DBAPICursor:
        if len(rows) == 1:
            self.dialect.do_execute(cursor, statement, rows[0])
        else:
            self.dialect.do_executemany(cursor, statement, rows)  # type: ignore[arg-type]  # all by name, or all in order
        return cursor

    def _told(self, error: BaseException) -> DBAPIError:
        """A connection that is lost makes all others of the pool be made anew."""
        if isinstance(error, self._error) and self.dialect.is_disconnect(error, self._lent, None):
            self._lent.invalidate(error)
            self._engine.dispose()
        return self._as_sqlalchemy_says(error)

    def _as_sqlalchemy_says(self, error: BaseException) -> DBAPIError:
        said = DBAPIError.instance("plain SQL", None, error, self._error, dialect=self.dialect)
        return said if isinstance(said, DBAPIError) else DBAPIError("plain SQL", None, error)

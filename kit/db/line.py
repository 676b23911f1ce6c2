"""How does plain SQL reach the driver: at once where rows are asked for, together with the commit where rows are only written?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Engine
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection

Parameters = Mapping[str, Any]
WORTH_IT = 2
"""More statements than these go to PostgreSQL in one message: its pipeline costs as much as two answers."""


class Line:
    """One of the pool's connections, for one transaction. Raises what the driver raises as SQLAlchemy does."""

    def __init__(self, engine: Engine) -> None:
        self.dialect = engine.dialect
        self._engine = engine
        self._error = engine.dialect.loaded_dbapi.Error
        self._waiting: list[tuple[str, Sequence[Parameters]]] = []
        self._failed: DBAPIError | None = None
        try:
            self.lent: PoolProxiedConnection = engine.raw_connection()
        except self._error as error:
            raise self._as_sqlalchemy_says(error) from error
        self._driver: Any = self.lent.driver_connection

    def begin(self, statement: str) -> None:
        """PostgreSQL's driver begins by itself."""
        try:
            self._driver.execute(statement)
        except self._error as error:
            raise self._told(error) from error

    def run(self, statement: str, given: Parameters) -> DBAPICursor:
        """One statement in the driver's own form, after all that waits."""
        self.write_waiting()
        try:
            return self._run(statement, (given,))
        except self._error as error:
            raise self._told(error) from error

    def run_together(self, statements: Sequence[tuple[str, Parameters]]) -> list[DBAPICursor]:
        """Statements that do not need one another's rows, each run when those before it are done; PostgreSQL gets them in one message."""
        self.write_waiting()
        try:
            with self._one_message(len(statements)):
                return [self._run(statement, (given,)) for statement, given in statements]
        except self._error as error:
            raise self._told(error) from error

    def write(self, statement: str, rows: Sequence[Parameters]) -> None:
        """Keep a statement that gives no rows until somebody looks, at the latest until the commit."""
        self._waiting.append((statement, rows))

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
            with self._one_message(len(waiting) + committing):
                for statement, rows in waiting:
                    self._run(statement, rows)
                if committing:
                    self.dialect.do_commit(self.lent)
        except self._error as error:
            self._failed = self._told(error)
            raise self._failed from error

    def rollback(self) -> None:
        """Undo all of it; a connection that is lost has nothing to undo."""
        self._waiting, self._failed = [], None
        if self.lent.is_valid:
            try:
                self.dialect.do_rollback(self.lent)
            except self._error as error:
                self.lent.invalidate(error)

    def close(self) -> None:
        """Give the connection back."""
        self.lent.close()

    def _run(self, statement: str, rows: Sequence[Parameters]) -> DBAPICursor:
        cursor: DBAPICursor = self._driver.cursor()
        if len(rows) == 1:
            self.dialect.do_execute(cursor, statement, rows[0])
        else:
            self.dialect.do_executemany(cursor, statement, rows)
        return cursor

    @contextmanager
    def _one_message(self, statements: int) -> Iterator[None]:
        """On PostgreSQL, where many are sent together and answered together; an error of any is raised when the block ends."""
        if statements <= WORTH_IT or not isinstance(self._driver, psycopg.Connection):
            yield
            return
        with self._driver.pipeline():
            yield

    def _told(self, error: BaseException) -> DBAPIError:
        """A connection that is lost makes all others of the pool be made anew."""
        if isinstance(error, self._error) and self.dialect.is_disconnect(error, self.lent, None):
            self.lent.invalidate(error)
            self._engine.dispose()
        return self._as_sqlalchemy_says(error)

    def _as_sqlalchemy_says(self, error: BaseException) -> DBAPIError:
        said = DBAPIError.instance("plain SQL", None, error, self._error, dialect=self.dialect)
        return said if isinstance(said, DBAPIError) else DBAPIError("plain SQL", None, error)

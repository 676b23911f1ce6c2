"""The database: how a session reads, how it writes, and what holds on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from kit.db.hooks import run_hooks
from kit.db.sql import CONNECTION
from kit.db.trouble import explained

BUSY_TIMEOUT_MS = 10_000


class Database:
    """One database. A step is one `transaction()`; a page is one `reading()`; nobody else commits.

    SQLite: WAL with synchronous=FULL; a writer holds this process's lock and BEGIN IMMEDIATE, a reader neither.
    """

    def __init__(self, url: str | URL, *, pool_size: int = 10) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite(self.url) if self.sqlite else _postgresql(self.url, pool_size)
        self._writing = threading.RLock()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that writes; committed when the block ends, rolled back when it raises."""
        with explained(), self._writer_lock():
            session = Session(self.engine, expire_on_commit=False, autoflush=True)
            try:
                session.info[CONNECTION] = session.connection(execution_options={"virke_write": True})
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise
            finally:
                session.info.pop(CONNECTION, None)
                session.close()
        run_hooks(session)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads, without a lock; nothing done in it is kept."""
        with explained(), Session(self.engine, autoflush=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def _writer_lock(self) -> Iterator[None]:
        if not self.sqlite:
            yield
            return
        with self._writing:
            yield

    def dispose(self) -> None:
        self.engine.dispose()


def _sqlite(url: URL) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("virke_write") else "BEGIN")


def _postgresql(url: URL, pool_size: int) -> Engine:
    return create_engine(url.set(drivername="postgresql+psycopg"), pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True)


def ping(session: Session) -> None:
    session.execute(text("SELECT 1"))

"""The database: how a session reads, how it writes, and what holds on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
import time
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from kit.db.block import Block
from kit.db.lines import OneAfterAnother, Pooled

BUSY_TIMEOUT_MS = 10_000
STATEMENTS = 500
"""So many prepared statements each connection keeps."""
PAGE = 2048
"""Bytes of a page of a new SQLite file: a step changes a little on many pages, and a commit writes each of them whole."""
PRAGMAS = (
    f"page_size={PAGE}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}", "cache_size=-16000",
    "wal_autocheckpoint=4000",
)  # fmt: skip
LIKELY_THERE = 5.0
"""Seconds: a connection that was used so recently is not asked whether it is still there."""
USED = "used"


class Database:
    """One database. A step is one `transaction()`; a page is one `reading()`; nobody else commits.

    SQLite: WAL with synchronous=FULL; a writer holds this process's lock and BEGIN IMMEDIATE, a reader neither.
    """

    def __init__(self, url: str | URL, *, pool_size: int = 10) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite(self.url) if self.sqlite else _postgresql(self.url, pool_size)
        self._pool = Pooled(self.engine)
        self._writer = OneAfterAnother(self.engine) if self.sqlite else self._pool

    def transaction(self) -> AbstractContextManager[Session]:
        """A session that writes; committed when the block ends, rolled back when it raises."""
        return Block(self._writer, "BEGIN IMMEDIATE" if self.sqlite else "", writes=True)

    def reading(self) -> AbstractContextManager[Session]:
        """A session that only reads, without a lock; nothing done in it is kept."""
        return Block(self._pool, "BEGIN" if self.sqlite else "", writes=False)

    def dispose(self) -> None:
        if isinstance(self._writer, OneAfterAnother):
            self._writer.close()
        self.engine.dispose()


def _sqlite(url: URL) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000, "cached_statements": STATEMENTS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """The ORM joins a transaction that has begun; who connects without a session begins its own."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection) and not driver.in_transaction:
        driver.execute("BEGIN")


def _postgresql(url: URL, pool_size: int) -> Engine:
    engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_size=pool_size, max_overflow=pool_size, pool_use_lifo=True)
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _look_after)
    return engine


def _prepare_postgresql(connection: psycopg.Connection[tuple[object, ...]], _entry: ConnectionPoolEntry) -> None:
    connection.prepared_max = STATEMENTS


def _note_use(_connection: object, entry: ConnectionPoolEntry) -> None:
    entry.info[USED] = time.monotonic()


def _look_after(connection: psycopg.Connection[tuple[object, ...]], entry: ConnectionPoolEntry, _proxy: object) -> None:
    """A connection that nobody has used for a while may be gone; then the pool makes another one."""
    if time.monotonic() - entry.info.get(USED, time.monotonic()) > LIKELY_THERE:
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except psycopg.Error as error:
            raise DisconnectionError from error


def ping(session: Session) -> None:
    session.execute(text("SELECT 1"))

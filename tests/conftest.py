"""What every test may ask for: an empty database of either kind, and a clock that moves."""

from __future__ import annotations

import importlib
import logging
import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

import feel
from kit import clock
from kit.db import Base, Database

feel.tell_time(clock.now)
ROOMS = ("kit", "people", "engine", "records", "erp", "crm")
ROOT = Path(__file__).resolve().parent.parent
ALONE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
EMPTY = """
DO $$ DECLARE name text; BEGIN
  SET LOCAL session_replication_role = replica;  -- no rule of the books stands against it
  FOR name IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE 'DELETE FROM ' || name;
  END LOOP;
END $$
"""


def _load_tables() -> None:
    """Import every tables module, so that the metadata is whole whichever test runs alone."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("tables.py")):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for name in ("kit.messages", "kit.links", "kit.numbers", "kit.audit", "kit.outbox"):
        importlib.import_module(name)


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """A command that is run in this process sets up the logs of the whole of it."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with every table, once on SQLite and once on PostgreSQL."""
    _load_tables()
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'virke.db'}")
        Base.metadata.create_all(database.engine)
    else:
        database = Database(request.getfixturevalue("emptied_postgresql"), pool_size=5)
    yield database
    database.dispose()


@pytest.fixture
def emptied_postgresql(postgresql: Engine) -> URL:
    """This test process's database on PostgreSQL; what an earlier test left there is gone, its connections too."""
    with postgresql.begin() as connection:
        connection.exec_driver_sql(ALONE)
        connection.exec_driver_sql(EMPTY)
    return postgresql.url


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Engine]:
    """A database of this test process with every table: making one takes longer than most tests."""
    server = os.environ.get("VIRKE_TEST_POSTGRES_URL")
    if not server:
        if os.environ.get("CI"):
            pytest.fail("VIRKE_TEST_POSTGRES_URL is not set: `make services` starts PostgreSQL.")
        pytest.skip("PostgreSQL is not running: `make services` starts it.")
    name = f"virke_test_{uuid.uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = create_engine(make_url(server).set(database=name), poolclass=NullPool)  # `ALONE` would end what lies in a pool
    try:
        Base.metadata.create_all(engine)
        yield engine
    finally:
        engine.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture
def moving_clock() -> Iterator[clock.MovingClock]:
    """A clock that stands at Monday 2026-03-02 09:00 UTC until the test moves it."""
    moving = clock.MovingClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    with clock.use(moving):
        yield moving

"""What every test may ask for: an empty database of either kind, and a clock that moves."""

from __future__ import annotations

import importlib
import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from kit import clock
from kit.db import Base, Database

ROOMS = ("kit", "people", "engine", "records", "erp", "crm")
ROOT = Path(__file__).resolve().parent.parent


def _load_tables() -> None:
    """Import every tables module, so that the metadata is whole whichever test runs alone."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("tables.py")):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for name in ("kit.messages", "kit.links", "kit.numbers", "kit.audit", "kit.outbox"):
        importlib.import_module(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with every table, once on SQLite and once on PostgreSQL."""
    _load_tables()
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'virke.db'}")
        Base.metadata.create_all(database.engine)
        yield database
        database.dispose()
        return
    server = os.environ.get("VIRKE_TEST_POSTGRES_URL")
    if not server:
        if os.environ.get("CI"):
            pytest.fail("VIRKE_TEST_POSTGRES_URL is not set: `make services` starts PostgreSQL.")
        pytest.skip("PostgreSQL is not running: `make services` starts it.")
    yield from _on_postgresql(server)


def _on_postgresql(server: str) -> Iterator[Database]:
    name = f"virke_test_{uuid.uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    database = Database(make_url(server).set(database=name), pool_size=5)
    try:
        Base.metadata.create_all(database.engine)
        yield database
    finally:
        database.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture
def moving_clock() -> Iterator[clock.MovingClock]:
    """A clock that stands at Monday 2026-03-02 09:00 UTC until the test moves it."""
    moving = clock.MovingClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    with clock.use(moving):
        yield moving

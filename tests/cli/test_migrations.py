"""Do the migrations make what the tables declare: every column, index and trigger, on both databases?"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from cli.migrating import migrate_to_head
from kit.db import Base
from tests.conftest import _load_tables

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
INDEXES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
    "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
}


@contextmanager
def emptied(kind: str, request: pytest.FixtureRequest, file: Path) -> Iterator[str]:
    """The address of a database without a table."""
    if kind == "sqlite":
        yield f"sqlite:///{file}"
        return
    server: Engine = request.getfixturevalue("postgresql")
    name = f"virke_test_{uuid.uuid4().hex}"
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            yield server.url.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A new database that only migrations have touched."""
    _load_tables()
    with emptied(request.param, request, tmp_path / "migrated.db") as url:
        migrate_to_head(url)
        yield create_engine(url, poolclass=NullPool)


@pytest.fixture
def declared(migrated: Engine, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the same kind that the declarations made."""
    with emptied(migrated.dialect.name, request, tmp_path / "declared.db") as url:
        engine = create_engine(url, poolclass=NullPool)
        Base.metadata.create_all(engine)
        yield engine


def names(engine: Engine, what: dict[str, str]) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(text(what[engine.dialect.name]))) - {"alembic_version_pkc", "sqlite_autoindex_alembic_version_1"}


def test_migrations_make_what_the_tables_declare(migrated: Engine, declared: Engine) -> None:
    with migrated.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    assert names(migrated, TRIGGERS) == names(declared, TRIGGERS)
    assert names(migrated, INDEXES) == names(declared, INDEXES)

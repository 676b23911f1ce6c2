"""Does a migrated database have the tables that the rooms declare?"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect

from cli.migrating import migrate_to_head
from kit.db import Base, Database


def test_migrations_make_every_table_and_may_run_twice(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'virke.db'}"

    migrate_to_head(url)
    migrate_to_head(url)

    database = Database(url)
    assert set(Base.metadata.tables) <= set(inspect(database.engine).get_table_names())
    database.dispose()

"""What the stories of records ask for: an open toolshed of a company where costs are read from level 3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from kit import references
from kit.db import Database
from people.access.tables import FieldClass
from records import Noun, nouns
from tests.records.toolshed import Shed, announced


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Noun:
    """The noun, known for this test only."""
    monkeypatch.setattr(nouns, "_nouns", {})
    monkeypatch.setattr(references, "_references", {})
    return announced(tmp_path)


@pytest.fixture
def shed(database: Database, tool: Noun) -> Database:
    Shed.metadata.create_all(database.engine)
    with database.transaction() as session:
        session.add_all([FieldClass(company_id=10, code=code, minimum_level=3) for code in ("cost", "rent")])
    return database


@pytest.fixture
def session(shed: Database) -> Iterator[Session]:
    with shed.transaction() as session:
        yield session

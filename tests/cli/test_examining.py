"""Does the doctor see what is wrong?"""

from __future__ import annotations

from pathlib import Path

from cli.examining import examine
from cli.migrating import migrate_to_head
from kit import audit
from kit.db import Database

SECRET = b"a secret of this house"


def seen(url: str, secret: bytes = SECRET) -> list[tuple[str, bool]]:
    database = Database(url)
    try:
        return [(finding.question, finding.well) for finding in examine(database, secret)]
    finally:
        database.dispose()


def test_a_migrated_house_is_well(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'virke.db'}"
    migrate_to_head(url)

    assert seen(url) == [("database", True), ("migrations", True), ("audit", True), ("scripts", True)]


def test_an_empty_database_lacks_its_migrations(tmp_path: Path) -> None:
    assert seen(f"sqlite:///{tmp_path / 'virke.db'}") == [("database", True), ("migrations", False)]


def test_a_chain_that_another_secret_sealed_does_not_fit(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'virke.db'}"
    migrate_to_head(url)
    database = Database(url)
    with database.transaction() as session:
        audit.record(session, "test", "party", 1, actor=None, company_id=None)
        session.flush()
        audit.seal(session, SECRET)
    database.dispose()

    assert ("audit", True) in seen(url)
    assert seen(url, b"somebody else's")[-1] == ("audit", False)

"""Is everything in a backup, does it come out whole, and is nothing overwritten?"""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import __main__ as cli
from kit.blobs import FolderBlobs
from kit.errors import AppError
from kit.settings import settings

Move = Callable[[str], Path]


@pytest.fixture
def move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Move]:
    """Makes a folder the data folder."""
    monkeypatch.setenv("VIRKE_DATABASE_URL", "")

    def to(name: str) -> Path:
        monkeypatch.setenv("VIRKE_DATA_DIR", str(tmp_path / name))
        settings.cache_clear()
        return tmp_path / name

    yield to
    settings.cache_clear()


def virke(*arguments: str) -> str:
    """What it said, or the sentence with which it refused."""
    done = CliRunner().invoke(cli.command, arguments)
    return str(done.exception) if isinstance(done.exception, AppError) else done.output


def test_what_was_kept_comes_out_whole(move: Move, tmp_path: Path) -> None:
    here = move("here")
    virke("migrate")
    settings().key()
    digest = FolderBlobs(here / "blobs").put(b"a signed contract")
    with closing(sqlite3.connect(here / "virke.db")) as writer:
        writer.execute("BEGIN IMMEDIATE")  # somebody works meanwhile, and has not committed

        assert "holds everything" in virke("backup", str(tmp_path / "monday.tar.gz"))
    there = move("there")
    assert "holds what" in virke("restore", str(tmp_path / "monday.tar.gz"))

    assert "NOT" not in virke("doctor")
    assert (there / "secret").read_bytes() == (here / "secret").read_bytes()
    assert FolderBlobs(there / "blobs").get(digest) == b"a signed contract"
    assert (tmp_path / "monday.tar.gz").stat().st_mode & 0o077 == 0


def test_nothing_is_overwritten(move: Move, tmp_path: Path) -> None:
    move("here")
    virke("migrate")
    file = tmp_path / "monday.tar.gz"
    virke("backup", str(file))
    before = file.read_bytes()

    assert "is there already" in virke("backup", str(file))
    assert "already" in virke("restore", str(file))

    assert file.read_bytes() == before


def test_what_is_no_backup_is_refused_and_leaves_nothing(move: Move, tmp_path: Path) -> None:
    there = move("there")
    broken, empty = tmp_path / "broken.tar.gz", tmp_path / "empty.tar.gz"
    broken.write_bytes(b"no archive")
    with tarfile.open(empty, "w:gz"):
        pass

    assert "is no backup" in virke("restore", str(broken))
    assert "holds no whole database" in virke("restore", str(empty))

    assert not there.exists()


def test_a_backup_of_a_later_version_is_refused(move: Move, tmp_path: Path) -> None:
    here = move("here")
    virke("migrate")
    with closing(sqlite3.connect(here / "virke.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    virke("backup", str(tmp_path / "later.tar.gz"))
    shutil.rmtree(here)

    assert "later version" in virke("restore", str(tmp_path / "later.tar.gz"))
    assert not (here / "virke.db").exists()


def test_postgresql_is_kept_by_its_own_tools(move: Move, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move("here")
    monkeypatch.setenv("VIRKE_DATABASE_URL", "postgresql://127.0.0.1/virke")
    settings.cache_clear()

    assert "pg_dump" in virke("backup", str(tmp_path / "monday.tar.gz"))

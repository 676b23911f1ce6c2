"""How is everything that Virke keeps put into one file, and taken out again?"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from alembic.script import ScriptDirectory

from cli.migrating import ROOT, migrate_to_head
from kit import clock
from kit.errors import Conflict, Invalid
from kit.settings import Settings

DATABASE, SECRET, BLOBS, ABOUT = "virke.db", "secret", "blobs", "about.json"
ELSEWHERE = "The database is PostgreSQL: back it up with pg_dump and the folder {folder} with it; docs/operating.md says how."


def backup(settings: Settings, file: Path) -> None:
    """Everything in one file, as it was at one moment; people go on working meanwhile. Raises Invalid for PostgreSQL, Conflict where a file is."""
    _only_sqlite(settings)
    if file.exists():
        raise Conflict(f"{file} is there already. Name another file.")
    source = _database(settings)
    if not source.exists():
        raise Invalid(f"There is no database at {source}. Start Virke once, or set VIRKE_DATA_DIR.")
    settings.key()
    partial = file.with_name(f"{file.name}.partial")
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        copy = Path(folder) / DATABASE
        _copied(source, copy)
        about = Path(folder) / ABOUT
        about.write_text(json.dumps({"made_at": clock.now().isoformat(), "migration": _revision(copy)}), encoding="utf-8")
        with tarfile.open(partial, "w:gz") as archive:
            for path, name in ((about, ABOUT), (copy, DATABASE), (settings.data_dir / SECRET, SECRET), (settings.data_dir / BLOBS, BLOBS)):
                if path.exists():
                    archive.add(path, name)
    partial.chmod(0o600)
    partial.replace(file)


def restore(settings: Settings, file: Path) -> None:
    """What `backup` wrote, in an empty data folder, brought to this version's tables.

    Raises Conflict where data is, Invalid for a file that is no backup or one of a later version; nothing is then written.
    """
    _only_sqlite(settings)
    target = _database(settings)
    if target.exists():
        raise Conflict(f"There is a database at {target} already. Restore into another folder: set VIRKE_DATA_DIR.")
    settings.data_dir.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.data_dir.parent) as scratch:
        folder = Path(scratch)
        _unpacked(file, folder)
        _understood(folder / DATABASE, file)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        for name in (SECRET, BLOBS, DATABASE):  # the database last: it says that all is there
            if (folder / name).exists():
                shutil.move(folder / name, settings.data_dir / name)
    migrate_to_head(settings.url())


def _only_sqlite(settings: Settings) -> None:
    if not settings.url().startswith("sqlite:///"):
        raise Invalid(ELSEWHERE.format(folder=settings.data_dir))


def _database(settings: Settings) -> Path:
    return Path(settings.url().removeprefix("sqlite:///"))


def _copied(source: Path, copy: Path) -> None:
    """SQLite's own online copy: whole, whoever writes meanwhile."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as kept:
        live.backup(kept)


def _revision(database: Path) -> str | None:
    with closing(sqlite3.connect(database)) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row[0] if row else None


def _unpacked(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, OSError, EOFError) as trouble:
        raise Invalid(f"{file} is no backup of Virke, or it is damaged: {trouble}.") from trouble


def _understood(database: Path, file: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as connection:
            well = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        revision = _revision(database)
    except sqlite3.Error as trouble:
        raise Invalid(f"{file} holds no whole database: {trouble}.") from trouble
    if not well:
        raise Invalid(f"{file} holds a damaged database.")
    known = {script.revision for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()}
    if revision not in known:
        raise Invalid(f"{file} was made by a later version of Virke (migration {revision}). Restore it with that version.")

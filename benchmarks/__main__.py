"""`python -m benchmarks` (or `make bench ONLY=W1`): measure, print tables; a full run writes results.json and docs/benchmarks.md."""

from __future__ import annotations

import importlib
import os
import platform
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from benchmarks.at_once import ASIDE
from benchmarks.page import refresh
from benchmarks.results import Result, table, write
from benchmarks.rules import RULES
from benchmarks.targets import judged
from benchmarks.works import WORKS, Bench
from kit.db import Base, Database

ROOMS = ("kit", "people", "engine")
EVERY = [*WORKS, *RULES]
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    only = [name for name in os.environ.get("ONLY", "").upper().replace(",", " ").split() if name] or EVERY
    unknown = [name for name in only if name not in (*EVERY, *ASIDE)]
    if unknown:
        print(f"There is no work {', '.join(unknown)}; there are {', '.join((*EVERY, *ASIDE))}.", file=sys.stderr)
        return 2
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("tables.py")):
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", flush=True)
    results: list[Result] = []
    works = {**WORKS, **ASIDE}
    for name, place in databases():
        with place as database:
            Base.metadata.create_all(database.engine)
            bench = Bench(database, name)
            for work in filter(only.__contains__, works):
                print(f"{work} on {name} …", flush=True)
                results += works[work](bench)
    for work in filter(only.__contains__, RULES):
        print(f"{work} …", flush=True)
        results += RULES[work]()
    print(table(results), judged(results), sep="\n\n")
    if only == EVERY:
        write(results)
        refresh(results)
    return 0


def databases() -> Iterator[tuple[str, AbstractContextManager[Database]]]:
    yield "sqlite", on_sqlite()
    if server := os.environ.get("VIRKE_TEST_POSTGRES_URL"):
        yield "postgresql", on_postgresql(server)


@contextmanager
def on_sqlite() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/bench.db")
        yield database
        database.dispose()


@contextmanager
def on_postgresql(server: str) -> Iterator[Database]:
    name = f"virke_bench_{uuid.uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    database = Database(make_url(server).set(database=name), pool_size=5)
    try:
        yield database
    finally:
        database.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


if __name__ == "__main__":
    sys.exit(main())

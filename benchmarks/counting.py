"""Which SQL statements does an act send to the driver, the ORM's among them?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kit.db import Database

RUNS = ("do_execute", "do_executemany", "do_execute_no_params")
"""Where SQLAlchemy's dialects hand a statement to the driver."""


def statements(database: Database, act: Callable[[], object]) -> list[str]:
    """Their texts, without BEGIN, COMMIT and ROLLBACK; one that writes many rows at once is one."""
    said: list[str] = []
    dialect = database.engine.dialect

    def watched(run: Callable[..., None]) -> Callable[..., None]:
        def note(cursor: object, statement: str, *more: Any) -> None:
            said.append(statement)
            run(cursor, statement, *more)

        return note

    for name in RUNS:
        setattr(dialect, name, watched(getattr(dialect, name)))
    try:
        act()
    finally:
        for name in RUNS:
            delattr(dialect, name)
    return [each for each in said if each.split()[0] not in {"BEGIN", "COMMIT", "ROLLBACK"}]

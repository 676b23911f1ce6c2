"""Which statements that only write can PostgreSQL take as one?

It takes a while over each statement, and so does its driver. Those of a step mostly write tables of their own and do not look at one another's
rows, so they can stand side by side in one statement's WITH; what a statement does there, the others do not see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any] | Sequence[Any]
"""A statement's parameters: by name, or in their order."""
Written: TypeAlias = tuple[str, Sequence[Row]]
"""A statement in the driver's form, and what it is done with."""

_INSERT = re.compile(r"INSERT INTO (\w+) \([^()]*\) VALUES \([^()]*\)")
_CHANGE = re.compile(r"(?:UPDATE|DELETE FROM) (\w+) ")
_PARAMETER = re.compile(r"%\((\w+)\)s")
MOST = 50
"""Parameters of one statement: psycopg reads the text of a larger one anew each time."""


def combined(waiting: Sequence[Written]) -> Iterator[Written]:
    """The same writes in fewer statements, which leave the same rows."""
    group: list[Written] = []
    tables: set[str] = set()
    room = MOST
    for statement, rows in waiting:
        table, takes = _alone_on(statement, len(rows))
        if table is None or table in tables or takes > room:
            yield from _as_one(group)
            group, tables, room = [], set(), MOST
        if table is None:
            yield statement, rows
        else:
            group.append((statement, rows))
            tables.add(table)
            room -= takes
    yield from _as_one(group)


def _as_one(group: list[Written]) -> Iterator[Written]:
    if len(group) == 1:
        yield group[0]
    elif group:
        text, names = _text(tuple([(statement, len(rows)) for statement, rows in group]))
        yield text, ([row[name] for (_statement, rows), wanted in zip(group, names, strict=True) for row in rows for name in wanted],)


@lru_cache(maxsize=1000)
def _text(shape: tuple[tuple[str, int], ...]) -> tuple[str, list[list[Any]]]:
    """One statement for these with so many rows each, and the names of each one's parameters in their order."""
    texts = [_PARAMETER.sub("%s", statement) for statement, _rows in shape]
    for place, (_statement, rows) in enumerate(shape):
        if rows > 1:
            head, values, row = texts[place].partition(" VALUES ")
            texts[place] = head + values + ", ".join([row] * rows)
    steps = ", ".join(f"w{number} AS ({text})" for number, text in enumerate(texts[:-1]))
    return f"WITH {steps} {texts[-1]}", [_PARAMETER.findall(statement) for statement, _rows in shape]


@lru_cache(maxsize=1000)
def _alone_on(statement: str, rows: int) -> tuple[str | None, int]:
    """The one table that it writes, None for what must go by itself: it looks at other rows, or changes many; and its parameters."""
    text, count = _PARAMETER.subn("%s", statement)
    insert, change = _INSERT.fullmatch(text), _CHANGE.match(text)
    if insert is not None and count * rows <= MOST:
        return insert[1], count * rows
    return (change[1] if change is not None and rows == 1 and "SELECT" not in text else None), count

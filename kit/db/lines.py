"""Who gets which line to the driver: one of the pool's, or for SQLite's only writer always the same one?"""

from __future__ import annotations

import threading
from typing import Protocol

from sqlalchemy import Engine

from kit.db.line import Line


class Lines(Protocol):
    def borrow(self) -> Line: ...

    def give_back(self, line: Line) -> None: ...


class Pooled:
    """Everybody has one of the pool's."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def borrow(self) -> Line:
        return Line(self._engine)

    def give_back(self, line: Line) -> None:
        line.close()


class OneAfterAnother:
    """This process writes on one line, with what it knows of the file in its cache; the next waits until it is given back."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.RLock()
        self._line: Line | None = None

    def borrow(self) -> Line:
        self._turn.acquire()
        try:
            if self._line is None:
                self._line = Line(self._engine)
        except BaseException:
            self._turn.release()
            raise
        return self._line

    def give_back(self, line: Line) -> None:
        if not line.is_whole:
            self.close()
        self._turn.release()

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

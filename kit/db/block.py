"""How does the block of a transaction or of a reading begin and end?"""

from __future__ import annotations

from types import TracebackType

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from kit.db.hooks import run_hooks
from kit.db.line import Line
from kit.db.lines import Lines
from kit.db.session import DirectSession
from kit.db.trouble import told

TROUBLE = (DBAPIError, StaleDataError)


class Block:
    """`with` it: a session whose work is kept or undone at the end. A database error is raised as an AppError, its cause attached for the log."""

    __slots__ = ("_begin", "_lines", "_session", "_writes")

    def __init__(self, lines: Lines, begin: str, *, writes: bool) -> None:
        self._lines = lines
        self._begin = begin
        self._writes = writes
        self._session: DirectSession | None = None

    def __enter__(self) -> Session:
        try:
            line = self._lines.borrow()
        except DBAPIError as error:
            raise told(error) from error
        self._session = DirectSession(line, autoflush=self._writes)
        try:
            line.begin(self._begin)
        except BaseException as error:
            self._end(self._session, line)
            if isinstance(error, TROUBLE):
                raise told(error) from error
            raise
        return self._session

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        session = self._session
        if session is None:
            return
        try:
            if error is None and self._writes:
                session.commit()
            else:
                session.rollback()
        except BaseException as failed:
            session.rollback()
            if isinstance(failed, TROUBLE):
                raise told(failed) from failed
            raise
        finally:
            self._end(session, session.line)
        if isinstance(error, TROUBLE):
            raise told(error) from error
        if error is None and self._writes:
            run_hooks(session)

    def _end(self, session: DirectSession, line: Line) -> None:
        session.close()
        self._lines.give_back(line)

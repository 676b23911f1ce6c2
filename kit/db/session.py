"""Which session does a step or a page get: one whose plain SQL goes straight to the driver, and which the ORM joins when it is used?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kit.db.line import Line


class DirectSession(Session):
    """SQLAlchemy's own events of commit and rollback come only where the ORM took part; kit.db.after_commit always does."""

    def __init__(self, line: Line, *, autoflush: bool) -> None:
        super().__init__(expire_on_commit=False, autoflush=autoflush)
        self.line = line
        self._joined: Connection | None = None

    def get_bind(self, *_given: Any, **_more: Any) -> Connection:
        """The connection for the ORM, which sees all that was written before it asks."""
        self.line.write_waiting()
        if self._joined is None:
            self._joined = self.line.for_orm()
        return self._joined

    def commit(self) -> None:
        if self.in_transaction():
            self.flush()
        if self._joined is not None and self._joined.in_transaction():
            self.line.write_waiting()
            super().commit()
        else:
            self.line.commit()

    def rollback(self) -> None:
        super().rollback()
        self.line.rollback()

    def close(self) -> None:
        """Forget what the ORM has read; where it took no part there is nothing."""
        if self._joined is not None or self.in_transaction():
            super().close()

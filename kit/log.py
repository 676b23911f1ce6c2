"""Logs: one line an event, with the request and the instance that it belongs to."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TextIO

_bound: ContextVar[dict[str, str]] = ContextVar("log_bound", default={})  # noqa: B039  never mutated, only replaced


class _Bound(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.bound = "".join(f" {name}={value}" for name, value in _bound.get().items())
        return True


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to what is standard error when it writes: somebody may have put another in its place since."""

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, stream: TextIO) -> None:
        """There is nothing to keep."""


def configure(level: str = "INFO") -> None:
    """Write to standard error: time, level, room, what was bound, message."""
    handler = _StandardError()
    handler.addFilter(_Bound())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s%(bound)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)


def get_logger(name: str) -> logging.Logger:
    return logging.getLogger(name)


@contextmanager
def bind(**values: object) -> Iterator[MutableMapping[str, str]]:
    """Put these on every line that is logged until the block ends: request=…, instance=…."""
    merged = {**_bound.get(), **{name: str(value) for name, value in values.items() if value is not None}}
    token = _bound.set(merged)
    try:
        yield merged
    finally:
        _bound.reset(token)

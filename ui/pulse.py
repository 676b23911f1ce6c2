"""How do open pages hear that something has happened, without each of them asking the database?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from weakref import WeakSet

from fastapi.concurrency import run_in_threadpool

from engine.queries.pulse import pulse
from kit.db import Database
from kit.errors import AppError
from kit.log import get_logger

log = get_logger(__name__)
SECONDS = 1.0

_all: WeakSet[Pulse] = WeakSet()


def end_all() -> None:
    """The server goes: whoever listens shall let go now, and not when their patience ends."""
    for each in list(_all):
        each.end()


class Pulse:
    """Asks once for everybody who listens, also what other processes did; holds no database session between."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._beat = asyncio.Event()
        self._listeners = 0
        self._watch: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.over = False
        _all.add(self)

    def end(self) -> None:
        """Wake everybody for the last time; may be called from a signal's handler."""
        self.over = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._beat.set)

    @contextmanager
    def listening(self) -> Iterator[None]:
        self._listeners += 1
        if self._watch is None or self._watch.done():
            self._loop = asyncio.get_running_loop()
            self._watch = asyncio.create_task(self._ask())
        try:
            yield
        finally:
            self._listeners -= 1

    async def beat(self, longest: float) -> None:
        """Return when something has happened, or after so many seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._beat.wait(), longest)

    async def _ask(self) -> None:
        seen = (0, 0)
        while self._listeners and not self.over:
            try:
                now = await run_in_threadpool(self._read)
            except AppError as error:
                log.warning("Open pages hear nothing for now: %s", error.message)
                now = seen
            if now != seen:
                seen, beaten, self._beat = now, self._beat, asyncio.Event()
                beaten.set()
            await asyncio.sleep(SECONDS)

    def _read(self) -> tuple[int, int]:
        with self._database.reading() as session:
            return pulse(session)

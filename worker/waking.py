"""When is there work? A thread that looks for it after each commit that leaves some, and when the next timer is due."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType

import engine
from kit import clock, messages
from kit.db import Database
from kit.db.types import to_micros
from kit.errors import AppError
from kit.log import get_logger

log = get_logger(__name__)
LONGEST_SLEEP = 30.0
"""Seconds; another process may have filed work, so nobody sleeps for ever."""
AFTER_TROUBLE = 5.0


class Waker:
    """Calls `work` until it finds nothing more, then sleeps, as long as its `with` block lasts.

    `at_least`: seconds to sleep when nothing new is said, where the work is done by others and may still be due.
    """

    def __init__(self, database: Database, work: Callable[[], int], name: str, at_least: float = 0.0) -> None:
        self._database = database
        self._work = work
        self._at_least = at_least
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)

    def start(self) -> None:
        self._end_listening = engine.on_work(self._awake.set)
        self._end_listening_to_messages = messages.on_published(self._awake.set)
        self._thread.start()

    def stop(self) -> None:
        """Finish the job at hand, then end."""
        self._stopping.set()
        self._awake.set()
        self._thread.join()
        self._end_listening_to_messages()
        self._end_listening()

    def __enter__(self) -> Waker:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def _live(self) -> None:
        while not self._stopping.is_set():
            self._awake.clear()
            self._awake.wait(self._turn())

    def _turn(self) -> float:
        """Work while there is some; gives the seconds to sleep."""
        try:
            while not self._stopping.is_set() and self._work():
                pass
            return max(seconds_to_next(self._database), self._at_least)
        except AppError as error:
            log.warning("The worker waits for better times: %s", error.message)
            return AFTER_TROUBLE


def seconds_to_next(database: Database) -> float:
    """How long the worker may sleep."""
    with database.reading() as session:
        due = engine.next_due(session)
    if due is None:
        return LONGEST_SLEEP
    return min(max((due - to_micros(clock.now())) / 1_000_000, 0.0), LONGEST_SLEEP)

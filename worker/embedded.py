"""How does work get done inside the server itself? One thread: woken by each commit that leaves work, or by the next timer."""

from __future__ import annotations

import os
import threading
from types import TracebackType

from sqlalchemy import event
from sqlalchemy.orm import Session

import engine
from kit import clock
from kit.db import Database
from kit.db.types import to_micros
from kit.errors import AppError
from kit.log import get_logger

log = get_logger(__name__)
LONGEST_SLEEP = 30.0
"""Seconds; another process may have filed work, so nobody sleeps for ever."""
AFTER_TROUBLE = 5.0


class EmbeddedWorker:
    """Runs jobs, timers and messages while its `with` block lasts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._name = f"embedded-{os.getpid()}"
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live, name="worker", daemon=True)

    def start(self) -> None:
        self._end_listening = engine.on_work(self._awake.set)
        event.listen(Session, "after_commit", self._look_for_messages)
        self._thread.start()

    def stop(self) -> None:
        """Finish the job at hand, then end."""
        self._stopping.set()
        self._awake.set()
        self._thread.join()
        event.remove(Session, "after_commit", self._look_for_messages)
        self._end_listening()

    def __enter__(self) -> EmbeddedWorker:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def _look_for_messages(self, session: Session) -> None:
        """A message that was published outside the engine wakes us too."""
        if session.info.pop("messages_published", False):
            self._awake.set()

    def _live(self) -> None:
        while not self._stopping.is_set():
            self._awake.clear()
            try:
                while not self._stopping.is_set() and run_once(self._database, self._name):
                    pass
                seconds = seconds_to_next(self._database)
            except AppError as error:
                log.warning("The worker waits for better times: %s", error.message)
                seconds = AFTER_TROUBLE
            self._awake.wait(seconds)


def run_once(database: Database, worker: str = "worker") -> int:
    """Do whatever can be done now; gives how many pieces of work there were."""
    done = engine.deliver_messages(database)
    done += engine.fire_timers(database, worker)
    return done + engine.run_jobs(database, worker)


def run_all(database: Database, worker: str = "worker") -> int:
    """Work until nothing is due, as tests, simulations and the command line do; gives how much it was."""
    done = 0
    while more := run_once(database, worker):
        done += more
    return done


def seconds_to_next(database: Database) -> float:
    """How long the worker may sleep."""
    with database.reading() as session:
        due = engine.next_due(session)
    if due is None:
        return LONGEST_SLEEP
    return min(max((due - to_micros(clock.now())) / 1_000_000, 0.0), LONGEST_SLEEP)

"""How does work get done inside the server itself? One thread does it, woken by whoever leaves some."""

from __future__ import annotations

import os
from functools import partial

import engine
from kit.db import Database
from worker.waking import Waker, seconds_to_next

__all__ = ["EmbeddedWorker", "run_all", "run_once", "seconds_to_next"]


class EmbeddedWorker(Waker):
    """Runs jobs, timers and messages while its `with` block lasts."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, partial(run_once, database, f"embedded-{os.getpid()}"), "worker")


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

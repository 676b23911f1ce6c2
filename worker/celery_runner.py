"""How do many workers share the work? Celery carries the keys of jobs; the job rows stay the truth, and a sweeper sends again.

A job that is sent twice runs once, for its lease is one conditional UPDATE; one that the broker loses is sent again.
No task has an ETA: the sweeper sleeps until the next timer and sends its key then.
"""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta

from celery import Celery
from celery.exceptions import OperationalError

import engine
from kit import clock
from kit.db import Database
from kit.errors import Unavailable
from kit.i18n import _
from worker.waking import Waker

RUN_JOB = "virke.run_job"
DELIVER_MESSAGES = "virke.deliver_messages"
AT_ONCE = 500
SEND_AGAIN = timedelta(minutes=1)
"""Who has not taken a job by then may never have heard of it."""
SETTINGS = {
    "task_ignore_result": True,
    "task_acks_late": True,
    "worker_prefetch_multiplier": 1,
    "task_serializer": "json",
    "accept_content": ["json"],
    "broker_connection_retry_on_startup": True,
    "broker_transport_options": {"socket_timeout": 5, "socket_connect_timeout": 5},
    "worker_hijack_root_logger": False,
}


def application(database: Database, broker_url: str, queue: str = "virke") -> Celery:
    """The Celery application: its tasks carry a job's key, or nothing."""
    app = Celery("virke", broker=broker_url, set_as_current=False)
    app.conf.update(SETTINGS, task_default_queue=queue)

    @app.task(name=RUN_JOB, shared=False)
    def run_job(key: str) -> None:
        engine.run_job(database, int(key), worker_name())

    @app.task(name=DELIVER_MESSAGES, shared=False)
    def deliver_messages() -> None:
        while engine.deliver_messages(database):
            pass

    return app


def worker_name() -> str:
    return f"celery-{socket.gethostname()}-{os.getpid()}"


class Sweeper:
    """Sends what is due and was not sent lately."""

    def __init__(self, app: Celery, database: Database) -> None:
        self._app = app
        self._database = database
        self._sent: dict[int, datetime] = {}

    def sweep(self) -> int:
        """Gives how many jobs were sent. Raises Unavailable when the broker is away; then nothing counts as sent."""
        with self._database.reading() as session:
            due = engine.due_jobs(session, AT_ONCE)
            waited_for = engine.messages_wait(session)
        long_ago = clock.now() - SEND_AGAIN
        self._sent = {key: at for key, at in self._sent.items() if at > long_ago}
        fresh = [key for key in due if key not in self._sent]
        try:
            if waited_for:
                self._app.send_task(DELIVER_MESSAGES)
            for key in fresh:
                self._app.send_task(RUN_JOB, args=[str(key)])
                self._sent[key] = clock.now()
        except OperationalError as error:
            raise Unavailable(_("The message broker does not answer; jobs wait in the database until it does.")) from error
        return len(fresh)


def sweeping(app: Celery, database: Database) -> Waker:
    """The thread in each server process that tells the workers of new work."""
    return Waker(database, Sweeper(app, database).sweep, "sweeper", at_least=1.0)

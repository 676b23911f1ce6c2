"""How does one of several workers take its share of the jobs?"""

from __future__ import annotations

from kit import log
from kit.db import Database
from kit.errors import Unavailable
from kit.settings import Settings
from processes.words import teach
from worker.celery_runner import application


def work(settings: Settings, at_once: int) -> None:
    """Until somebody stops it. Raises Unavailable without a broker."""
    if not settings.broker_url:
        raise Unavailable("A worker of its own needs a message broker: set VIRKE_BROKER_URL, for example to redis://127.0.0.1:6379/0.")
    log.configure()
    teach()
    database = Database(settings.url())
    app = application(database, settings.broker_url)
    app.worker_main(["worker", f"--concurrency={at_once}", "--pool=threads", "--loglevel=WARNING", "--without-gossip", "--without-mingle"])
    database.dispose()

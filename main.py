"""Put Virke together: settings, then the database, then the words that models may use, then the doors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext

import simulate
from api.application import Application, create
from kit import log
from kit.db import Database
from kit.settings import settings
from processes.words import teach
from ui import pages
from worker.celery_runner import application, sweeping
from worker.embedded import EmbeddedWorker

__all__ = ["assemble", "build", "teach"]


def build() -> Application:
    """The application that a web server runs."""
    log.configure()
    teach()
    return assemble(Database(settings().url()))


def assemble(database: Database) -> Application:
    """The doors over this database; in the embedded profile the server does its own jobs while it runs."""
    app = create(database)
    pages.mount(app)
    app.state.simulation = simulate.state
    app.router.lifespan_context = _alive
    return app


@asynccontextmanager
async def _alive(app: Application) -> AsyncIterator[None]:
    """From the first request to the last."""
    database: Database = app.state.database
    try:
        with _runner(database):
            yield
    finally:
        database.dispose()


def _runner(database: Database) -> AbstractContextManager[object]:
    """Embedded, the server does its own jobs; scaled, it tells the workers of them."""
    if settings().profile == "embedded":
        return EmbeddedWorker(database)
    if settings().broker_url:
        return sweeping(application(database, settings().broker_url), database)
    log.get_logger(__name__).warning("VIRKE_BROKER_URL is not set: jobs wait until another server tells the workers of them.")
    return nullcontext()

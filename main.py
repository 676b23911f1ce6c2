"""Put Virke together: settings, then the database, then the doors."""

from __future__ import annotations

from api.application import Application, create
from kit import log
from kit.db import Database
from kit.settings import settings


def build() -> Application:
    """The application that a web server runs."""
    log.configure()
    return create(Database(settings().url()))

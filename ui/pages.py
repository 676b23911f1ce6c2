"""Which pages are there? `main` mounts them on the application."""

from __future__ import annotations

from fastapi import FastAPI

from kit.db import Database
from ui import (
    absence,
    alike,
    card,
    cases,
    choosing,
    customer,
    deals,
    events,
    filing,
    importing,
    inbox,
    instance,
    listing,
    notices,
    overview,
    palette,
    processes,
    selling,
    signing_in,
    task,
    task_verbs,
)
from ui.failing import answer_people
from ui.pulse import Pulse
from ui.rendering import STATIC
from ui.serving import Files

SCREENS = (
    signing_in,
    choosing,
    inbox,
    events,
    filing,
    task,
    task_verbs,
    processes,
    alike,
    overview,
    cases,
    instance,
    listing,
    importing,
    card,
    palette,
    selling,
    deals,
    customer,
    absence,
    notices,
)


def mount(app: FastAPI) -> None:
    """Add every page; errors become pages where a page was asked for."""
    for screen in SCREENS:
        app.include_router(screen.router, include_in_schema=False)
    app.mount("/static", Files(directory=STATIC))
    database: Database = app.state.database
    app.state.pulse = Pulse(database)
    answer_people(app)

"""Which pages are there? `main` mounts them on the application."""

from __future__ import annotations

from fastapi import FastAPI

from ui import card, choosing, importing, inbox, instance, listing, processes, signing_in, task
from ui.failing import answer_people
from ui.rendering import STATIC
from ui.serving import Files

SCREENS = (signing_in, choosing, inbox, task, processes, instance, listing, importing, card)


def mount(app: FastAPI) -> None:
    """Add every page; errors become pages where a page was asked for."""
    for screen in SCREENS:
        app.include_router(screen.router, include_in_schema=False)
    app.mount("/static", Files(directory=STATIC))
    answer_people(app)

"""How does an open inbox hear of new tasks? By events that say only that it must look again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse

import engine
from kit.db import Database
from kit.errors import AppError
from people.access import session_of
from people.notices import count_unseen
from ui.access import COOKIE, Data, Visitor, permission
from ui.pulse import Pulse

router = APIRouter()
LONGEST = 15.0
"""Seconds between two looks at one inbox, and between two signs of life."""
LOOKED_AT = 200


@router.get("/events")
async def events(request: Request, database: Data, _visitor: Annotated[Visitor, permission("task.work")]) -> Response:
    """An `inbox` event at once, for who comes back has missed some, and at every change."""
    pulse: Pulse = request.app.state.pulse
    return StreamingResponse(_told(request, database, pulse), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def _told(request: Request, database: Database, pulse: Pulse) -> AsyncIterator[str]:
    token, seen = request.cookies.get(COOKIE, ""), ""
    with pulse.listening():
        yield "retry: 3000\n\n"
        while not pulse.over and not await request.is_disconnected():
            now = await run_in_threadpool(standing, database, token)
            if not now:
                return
            yield ": still here\n\n" if now == seen else f"event: inbox\ndata: {now}\n\n"
            seen = now
            await pulse.beat(LONGEST)


def standing(database: Database, token: str) -> str:
    """Another word whenever this person's inbox has changed; empty when their session is over."""
    try:
        with database.reading() as session:
            who, _csrf = session_of(session, token)
            tasks = engine.inbox(session, who=who, limit=LOOKED_AT)
            told = count_unseen(session, who)
    except AppError:
        return ""
    return sha256(repr((told, [(task.key, task.is_mine) for task in tasks])).encode()).hexdigest()[:16]

"""What has a person been told, by colleagues and by processes, and not put away yet?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from people.notices import see, see_all, unseen
from ui.access import SIGNED_IN, Data, Visitor, permission
from ui.rendering import page

router = APIRouter()
Anybody = Annotated[Visitor, permission(SIGNED_IN)]


@router.get("/notices")
def notices_page(request: Request, database: Data, visitor: Anybody) -> Response:
    with database.reading() as session:
        found = unseen(session, visitor.who)
    return page(request, "notices.html", {"notices": found})


@router.post("/notices/seen")
def put_all_away(database: Data, visitor: Anybody) -> Response:
    with database.transaction() as session:
        see_all(session, visitor.who)
    return RedirectResponse("/notices", 303)


@router.post("/notices/{key}/seen")
def put_away(key: int, database: Data, visitor: Anybody) -> Response:
    with database.transaction() as session:
        see(session, visitor.who, key)
    return RedirectResponse("/notices", 303)

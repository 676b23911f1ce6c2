"""What is there to do: mine, open to my groups, followed or put aside; late first, then today, then later?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

import engine
from ui.access import SIGNED_IN, Data, Form, Visitor, permission
from ui.desk import Asked, AskedFor, address_of, listed
from ui.rendering import page

router = APIRouter()
Worker = Annotated[Visitor, permission("task.work")]


@router.get("/")
def home(_visitor: Annotated[Visitor, permission(SIGNED_IN)]) -> Response:
    return RedirectResponse("/inbox", 303)


@router.get("/inbox")
def inbox_page(request: Request, database: Data, visitor: Worker, asked: AskedFor) -> Response:
    """Without a tab: mine, or my groups' while I have none."""
    with database.reading() as session:
        view = listed(session, visitor, asked)
    return page(request, "inbox.html", {**view, "done": asked.done})


@router.post("/inbox/filters")
def keep_filter(form: Form, database: Data, visitor: Worker) -> Response:
    """Keep what is chosen now by a name."""
    given = {name: str(form.get(name, "")) for name in ("tab", "text", "process", "due")}
    asked = Asked.model_validate({name: value for name, value in given.items() if value})
    with database.transaction() as session:
        engine.save_filter(session, str(form.get("name", "")), asked.choice(), str(form.get("share", "")) or None, who=visitor.who)
    return RedirectResponse(f"/inbox{address_of(asked.choice())}", 303)


@router.post("/inbox/filters/{key}/delete")
def forget_filter(key: int, database: Data, visitor: Worker) -> Response:
    with database.transaction() as session:
        engine.delete_filter(session, key, who=visitor.who)
    return RedirectResponse("/inbox", 303)

"""Where do the deals of a pipeline stand, and how does a person move one?"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from crm.sales.deals.board import board
from crm.sales.deals.queries import deal_of
from crm.sales.deciding import REASONS
from crm.sales.pipelines.queries import LOST, WON, pipelines, stage_called
from kit.errors import AppError, NotFound
from kit.i18n import N_, _
from people.access import Who
from ui.access import Data, Form, Visitor, permission
from ui.doing import do, once
from ui.rendering import View, page

router = APIRouter()
Seller = Annotated[Visitor, permission("deal.work")]
MINE = "mine"
REASON_WORDS = {
    "price": N_("Price"),
    "delivery": N_("Delivery time"),
    "quality": N_("Quality"),
    "competitor": N_("A competitor"),
    "no_need": N_("No need any more"),
    "no_budget": N_("No budget"),
    "no_answer": N_("They never answered"),
    "other": N_("Something else"),
}


@router.get("/deals")
def board_page(request: Request, database: Data, visitor: Seller, pipeline: int = 0, whose: str = "") -> Response:
    with database.reading() as session:
        view = shown(session, visitor.who, pipeline, whose)
        return page(request, "deals.html", view)


@router.post("/deals/{key}/move")
def move(request: Request, key: int, form: Form, database: Data, visitor: Seller) -> Response:
    """Into another stage; what is won is won there and then, what is lost is asked why first."""
    who, wanted = visitor.who, str(form.get("stage", ""))
    back = _back(str(form.get("back", "")))
    try:
        with database.transaction() as session:
            deal = deal_of(session, who.company_id, key)
            stage = stage_called(session, deal.pipeline_id, wanted)
            if stage is not None and stage.type == LOST and deal.status != LOST:
                return RedirectResponse(f"/deals/{key}/lose", 303)
            if stage is not None and stage.type == WON:
                do(session, who, "crm.win-deal", form, {"deal": key})
            else:
                do(session, who, "crm.move-deal", form, {"deal": key, "stage": wanted})
    except NotFound:
        raise
    except AppError as refused:
        with database.reading() as session:
            view = shown(session, who, 0, "", complaint=refused.message, about=key)
            return page(request, "deals.html", view, refused.status)
    return RedirectResponse(back, 303)


@router.get("/deals/{key}/lose")
def lose_page(request: Request, key: int, database: Data, visitor: Seller) -> Response:
    with database.reading() as session:
        view = _losing(session, visitor.who, key)
        return page(request, "lose.html", view)


@router.post("/deals/{key}/lose")
def lose(request: Request, key: int, form: Form, database: Data, visitor: Seller) -> Response:
    given = {"deal": key, "reason": str(form.get("reason", "")), "competitor": str(form.get("competitor", ""))[:200]}
    again = str(form.get("contact_again_on", ""))
    try:
        with database.transaction() as session:
            do(session, visitor.who, "crm.lose-deal", form, {**given, "contact_again_on": again or None})
    except NotFound:
        raise
    except AppError as refused:
        with database.reading() as session:
            view = {**_losing(session, visitor.who, key), "complaint": refused.message}
            return page(request, "lose.html", view, refused.status)
    return RedirectResponse("/deals", 303)


def shown(session: Session, who: Who, wanted: int, whose: str, complaint: str = "", about: int = 0) -> View:
    """The board of one pipeline; with a complaint it is the one of the deal that was refused."""
    known = pipelines(session, who.company_id)
    if about:
        wanted = deal_of(session, who.company_id, about).pipeline_id
    chosen = next((each for each in known if each.id == wanted), known[0] if known else None)
    columns = board(session, who.company_id, chosen.id, who.user_id if whose == MINE else None) if chosen else []
    return {
        "pipelines": known,
        "pipeline": chosen,
        "columns": columns,
        "whose": whose if whose == MINE else "",
        "may_move": who.may("record.write"),
        "may_write": who.may("record.write"),
        "once": once,
        "complaint": complaint,
    }


def _losing(session: Session, who: Who, key: int) -> View:
    deal = deal_of(session, who.company_id, key)
    return {"deal": deal, "reasons": [(each, _(REASON_WORDS[each])) for each in REASONS], "once": once(), "complaint": ""}


def _back(address: str) -> str:
    """Where the form was, if that is one of our own pages."""
    parts = urlsplit(address)
    own = not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if own else "/deals"

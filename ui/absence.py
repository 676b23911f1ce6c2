"""Who stands in for whom, and how does a person arrange it?"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

import engine
from kit import clock
from kit.errors import AppError, BadRequest
from kit.i18n import _
from people.absence import Absence, arrange, arrangements, arranges_for_others, end
from people.access import colleagues, role_names
from ui.access import Data, Form, Visitor, permission
from ui.rendering import View, page
from ui.saying import local_day, zone

router = APIRouter()
Worker = Annotated[Visitor, permission("task.work")]
FIELDS = ("absent", "substitute", "first", "last", "role", "process", "existing")
USUAL = {"substitute": "", "role": "", "process": "", "existing": "yes"}


@router.get("/absence")
def absence_page(request: Request, database: Data, visitor: Worker) -> Response:
    return page(request, "absence.html", _shown(database, visitor, {}))


@router.post("/absence")
def arrange_substitute(request: Request, form: Form, database: Data, visitor: Worker) -> Response:
    """What was chosen is kept when it is refused."""
    given = {name: str(form.get(name, "")) for name in FIELDS}
    try:
        with database.transaction() as session:
            arrange(session, _absence(given, visitor), who=visitor.who)
    except AppError as refused:
        view = _shown(database, visitor, given)
        return page(request, "absence.html", {**view, "complaint": refused.message}, refused.status)
    return RedirectResponse("/absence", 303)


@router.post("/absence/{key}/end")
def come_back(key: int, database: Data, visitor: Worker) -> Response:
    with database.transaction() as session:
        end(session, key, who=visitor.who)
    return RedirectResponse("/absence", 303)


def _shown(database: Data, visitor: Visitor, given: dict[str, str]) -> View:
    who, today = visitor.who, local_day(clock.now()).isoformat()
    with database.reading() as session:
        roles = role_names(session)
        processes = [(each.process_id, each.name) for each in engine.definitions(session, who=who)]
        people = list(colleagues(session, who.company_id).items())
        found = arrangements(session, who)
    return {
        "arrangements": [(each, local_day(each.ends - timedelta(microseconds=1)), dict(processes).get(each.process_id or "", "")) for each in found],
        "roles": roles,
        "my_roles": [(code, roles.get(code, code)) for code in sorted(roles if arranges_for_others(who) else who.roles)],
        "processes": processes,
        "people": people,
        "for_others": arranges_for_others(who),
        "given": {**USUAL, "absent": str(who.user_id), "first": today, "last": today, **given},
        "complaint": "",
    }


def _absence(given: dict[str, str], visitor: Visitor) -> Absence:
    """From the morning of the first day until midnight after the last."""
    absent, substitute = given["absent"] or str(visitor.who.user_id), given["substitute"]
    if not absent.isdecimal() or not substitute.isdecimal():
        raise BadRequest(_("Choose a colleague first."))
    begins, ends = _midnight(given["first"]), _midnight(given["last"], 1)
    return Absence(int(absent), int(substitute), begins, ends, given["role"] or None, given["process"] or None, bool(given["existing"]))


def _midnight(day: str, later: int = 0) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day) + timedelta(days=later), time(0), zone())
    except (ValueError, OverflowError) as error:
        raise BadRequest(_("“%(day)s” is no day. Write it as year-month-day.") % {"day": day}) from error

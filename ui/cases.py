"""Which cases stand behind a figure of a process, as a list and as a file?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

import engine
from engine.queries.views import DefinitionView
from kit.i18n import _
from people.access import Who
from ui.about import subjects_of_all
from ui.access import Data, Visitor, permission
from ui.period import AGES, Wanted, WantedIn, asked_for, cases_query, csv_file, definition_of, iso, scope_of
from ui.rendering import page
from ui.words import FIGURES

router = APIRouter()
Operator = Annotated[Visitor, permission("process.operate")]
MOST = 100_000
"""So many lines a file of cases has at most."""
PAGE = 50


@router.get("/processes/{process_id}/cases")
def cases_page(request: Request, process_id: str, database: Data, visitor: Operator, wanted: WantedIn) -> Response:
    """The cases behind a figure."""
    who = visitor.who
    with database.reading() as session:
        definition = definition_of(session, who, process_id, wanted.version)
        scope, asked = scope_of(process_id, wanted), asked_for(wanted)
        found = engine.cases(session, scope, asked, who=who, after=wanted.after, limit=PAGE + 1)
        about = subjects_of_all(session, who, {each.key for each in found})
        view = {
            "name": definition.name,
            "process_id": process_id,
            "title": _title(wanted, definition, session, who),
            "days": wanted.days(),
            "count": engine.count_cases(session, scope, asked, who=who),
            "instances": found[:PAGE],
            "about": {key: f"{told[0].kind} {told[0].title}" for key, told in about.items() if told},
            "back": wanted.query(),
            "more": cases_query(wanted, after=found[PAGE - 1].key) if len(found) > PAGE else "",
            "csv": cases_query(wanted),
        }
    return page(request, "cases.html", view)


@router.get("/processes/{process_id}/cases.csv")
def cases_file(process_id: str, database: Data, visitor: Operator, wanted: WantedIn) -> Response:
    with database.reading() as session:
        definition_of(session, visitor.who, process_id, wanted.version)
        found = engine.cases(session, scope_of(process_id, wanted), asked_for(wanted), who=visitor.who, limit=MOST)
        about = subjects_of_all(session, visitor.who, {each.key for each in found})
    rows = [
        [
            each.key,
            "; ".join(f"{one.kind} {one.title}" for one in about.get(each.key, [])),
            each.version,
            each.state,
            iso(each.started_at),
            iso(each.ended_at),
        ]
        for each in found
    ]
    return csv_file(f"{process_id}-{wanted.figure}", ["key", "about", "version", "state", "started", "ended"], rows)


def _title(wanted: Wanted, definition: DefinitionView, session: Session, who: Who) -> str:
    if wanted.age is not None:
        return _("Running since: %(age)s") % {"age": _(AGES[wanted.age][2])}
    title = _(FIGURES[wanted.figure])
    if wanted.person:
        return f"{wanted.person}: {title}"
    if not wanted.element:
        return title
    names = engine.element_names(session, definition.key, who=who)
    return f"{_(names.get(wanted.element, '')) or wanted.element}: {title}"

"""Where does one instance stand, what has it been through, and what stopped it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

import engine
from engine.queries.views import HistoryLine
from feel import codec
from forms.classes import MASK
from kit import clock
from people.access import Who, role_names
from ui import waiting
from ui.about import subjects
from ui.access import SIGNED_IN, Data, Visitor, permission
from ui.drawing import translated
from ui.rendering import View, page

router = APIRouter()
SeenBy = Annotated[Visitor, permission(SIGNED_IN)]
Operator = Annotated[Visitor, permission("process.operate")]
NOTHING: Mapping[str, object] = {}


@router.get("/instances/{key}")
def instance_page(request: Request, key: int, database: Data, visitor: SeenBy, missed: Annotated[str, Query(max_length=400)] = "") -> Response:
    with database.reading() as session:
        view = shown(session, visitor.who, key)
    return page(request, "instance.html", {**view, "missed": missed})


@router.get("/models/{definition_key}.bpmn")
def model(definition_key: int, database: Data, visitor: SeenBy) -> Response:
    """The drawing for the map, its names in the reader's language."""
    with database.reading() as session:
        xml = engine.definition_xml(session, definition_key, who=visitor.who)
    return Response(translated(xml), media_type="application/xml")


@router.post("/instances/{key}/cancel")
def cancel(key: int, database: Data, visitor: Operator) -> Response:
    with database.transaction() as session:
        engine.cancel(session, key, who=visitor.who)
    return RedirectResponse(f"/instances/{key}", 303)


@router.post("/instances/{key}/incidents/{incident}/retry")
def retry(key: int, incident: int, database: Data, visitor: Operator) -> Response:
    with database.transaction() as session:
        engine.retry(session, incident, who=visitor.who)
    return RedirectResponse(f"/instances/{key}", 303)


@router.post("/instances/{key}/variables/{name}/reveal")
def reveal(request: Request, key: int, name: str, database: Data, visitor: Operator) -> Response:
    """The page once more, with this one value open; that it was opened is written down."""
    with database.transaction() as session:
        value = engine.reveal(session, key, name, who=visitor.who)
        view = shown(session, visitor.who, key, {name: value})
    return page(request, "instance.html", {**view, "missed": ""})


def shown(session: Session, who: Who, key: int, open_ones: Mapping[str, object] = NOTHING) -> View:
    """What the page shows; `open_ones` are variables that are shown whole."""
    card = engine.instance(session, key, who=who)
    lines = engine.history(session, key, who=who)
    operates = who.may("process.operate")
    return {
        "card": card,
        "instance": card.instance,
        "active": [element for element in card.active if element != card.instance.process_id],
        "waiting": waiting.lines(engine.why_waiting(session, key, who=who), role_names(session)),
        "comments": engine.comments(session, key, who=who),
        "follows": engine.follows(session, key, who=who),
        "works": who.may("task.work"),
        "history": [(line, _took(line)) for line in lines if line.element_type != "PROCESS"],
        "incidents": engine.incidents(session, who=who, instance_key=key) if operates else [],
        "decisions": engine.explain(session, key, who=who) if operates else [],
        "operates": operates,
        "variables": [_variable(name, value, open_ones) for name, value in sorted(card.variables.items())] if operates else [],
        "revealed": next(iter(open_ones), None),
        "files": engine.files_of(session, key, who=who),
        "subjects": subjects(session, who, key),
        "ended": card.instance.ended_at is not None,
    }


def _variable(name: str, value: object, open_ones: Mapping[str, object]) -> tuple[str, str, bool]:
    """Its name, what is shown of it, and whether some of it is masked."""
    text = codec.dump(open_ones.get(name, value))
    return name, text, MASK in text and name not in open_ones


def _took(line: HistoryLine) -> float:
    """Seconds, until now for what has not ended."""
    return ((line.ended_at or clock.now()) - line.started_at).total_seconds()

"""How does a process go: the map with what stands where, how long cases take, and where they wait?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

import engine
from engine import Asked, Cycle, Figure, Load, Scope, Stop
from kit.i18n import N_, _
from people.access import Who
from people.companies import Department
from ui.access import Data, Visitor, permission
from ui.period import AGES, Wanted, WantedIn, asked_for, csv_file, definition_of, scope_of
from ui.rendering import View, page
from ui.words import FIGURES, SCOPES, element_words

router = APIRouter()
Operator = Annotated[Visitor, permission("process.operate")]
SECOND = timedelta(seconds=1)
MODES = {"now": N_("Now"), "wait": N_("Duration"), "flow": N_("Frequency")}


@dataclass(frozen=True, slots=True)
class Number:
    """A figure, and the address of its cases."""

    name: str
    value: int
    href: str


@dataclass(frozen=True, slots=True)
class StopLine:
    stop: Stop
    name: str
    kind: str
    share: int
    """Of the longest, in percent."""
    visited: str
    at: str
    late: str
    stopped: str


@router.get("/processes/{process_id}")
def overview_page(request: Request, process_id: str, database: Data, visitor: Operator, wanted: WantedIn) -> Response:
    with database.reading() as session:
        view = _shown(session, visitor.who, process_id, wanted)
    return page(request, "overview.html", view)


@router.get("/processes/{process_id}/stops.csv")
def stops_file(process_id: str, database: Data, visitor: Operator, wanted: WantedIn) -> Response:
    """Where cases waited, in seconds."""
    with database.reading() as session:
        definition = definition_of(session, visitor.who, process_id, wanted.version)
        found = engine.stops(session, scope_of(process_id, wanted), who=visitor.who)
        names = engine.element_names(session, definition.key, who=visitor.who)
    rows = [
        [
            each.element_id,
            _(names.get(each.element_id, "")),
            each.visits,
            *(int(it.total_seconds()) for it in (each.total, each.median, each.ninetieth)),
            each.now,
            each.overdue,
            each.incidents,
        ]
        for each in found
        if each.element_type not in SCOPES
    ]
    head = ["element", "name", "visits", "seconds in all", "median seconds", "90th percentile seconds", "now", "overdue", "incidents"]
    return csv_file(f"{process_id}-waiting", head, rows)


def _shown(session: Session, who: Who, process_id: str, wanted: Wanted) -> View:
    definition = definition_of(session, who, process_id, wanted.version)
    scope = scope_of(process_id, wanted)
    stops = [each for each in engine.stops(session, scope, who=who) if each.element_type not in SCOPES]
    names = engine.element_names(session, definition.key, who=who)
    mode = wanted.mode if wanted.mode in MODES else "now"
    first, last = wanted.days()
    return {
        "definition": definition,
        "process_id": process_id,
        "versions": sorted({each.version for each in engine.definitions(session, who=who, all_versions=True) if each.process_id == process_id}),
        "departments": _departments(session, who),
        "wanted": wanted,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "numbers": [_number(session, who, scope, process_id, wanted, each) for each in list(FIGURES)[:6]],
        "ages": [_age(session, who, scope, process_id, wanted, index) for index in range(len(AGES))],
        "cycle": engine.cycle(session, scope, who=who),
        "bars": _bars(engine.cycle(session, scope, who=who)),
        "stops": [_line(each, names, process_id, wanted, stops) for each in stops if each.total >= SECOND or each.now or each.incidents],
        "loads": [_desk(each, process_id, wanted) for each in engine.workload(session, scope, who=who)],
        "mode": mode,
        "modes": [(code, _(name), wanted.query(mode=code)) for code, name in MODES.items()],
        "marks": json.dumps(_marks(stops, mode)),
        "widths": json.dumps(_widths(engine.flows(session, scope, who=who)) if mode == "flow" else {}),
        "at": f"/processes/{process_id}/cases?{wanted.query(figure=Figure.AT.value)}&element=",
        "csv": wanted.query(),
    }


def _number(session: Session, who: Who, scope: Scope, process_id: str, wanted: Wanted, figure: Figure) -> Number:
    count = engine.count_cases(session, scope, Asked(figure), who=who)
    return Number(_(FIGURES[figure]), count, f"/processes/{process_id}/cases?{wanted.query(figure=figure.value)}")


def _age(session: Session, who: Who, scope: Scope, process_id: str, wanted: Wanted, index: int) -> Number:
    asked = asked_for(wanted.model_copy(update={"age": index}))
    count = engine.count_cases(session, scope, asked, who=who)
    return Number(_(AGES[index][2]), count, f"/processes/{process_id}/cases?{wanted.query(figure=Figure.OPEN.value, age=index)}")


def _line(stop: Stop, names: dict[str, str], process_id: str, wanted: Wanted, every: list[Stop]) -> StopLine:
    longest = max((each.total for each in every), default=timedelta(0))
    links = [
        f"/processes/{process_id}/cases?{wanted.query(figure=it.value, element=stop.element_id)}"
        for it in (Figure.VISITED, Figure.AT, Figure.LATE, Figure.STOPPED)
    ]
    return StopLine(
        stop,
        names.get(stop.element_id) or stop.element_id,
        element_words(stop.element_type),
        round(100 * (stop.total / longest)) if longest else 0,
        *links,
    )


def _desk(load: Load, process_id: str, wanted: Wanted) -> tuple[str, list[Number]]:
    """A person's figures, each with the address of its cases."""
    counts = {Figure.HELD: load.open, Figure.HELD_LATE: load.overdue, Figure.DONE: load.completed}
    links = {it: f"/processes/{process_id}/cases?{wanted.query(figure=it.value, person=load.name)}" for it in counts}
    return load.name, [Number(_(FIGURES[it]), count, links[it]) for it, count in counts.items()]


def _marks(stops: list[Stop], mode: str) -> dict[str, dict[str, int]]:
    """What the map says at each element: what stands there, and its heat from 0 to 5."""
    heats = {each.element_id: (each.median.total_seconds() if mode == "wait" else each.visits if mode == "flow" else each.now) for each in stops}
    hottest = max(heats.values(), default=0)
    return {
        each.element_id: {
            "now": each.visits if mode == "flow" else each.now,
            "late": 0 if mode == "flow" else each.overdue,
            "stopped": 0 if mode == "flow" else each.incidents,
            "heat": _step(heats[each.element_id], hottest),
        }
        for each in stops
    }


def _widths(flows: dict[str, int]) -> dict[str, int]:
    most = max(flows.values(), default=0)
    return {flow: _step(count, most) for flow, count in flows.items()}


def _step(value: float, most: float) -> int:
    """From 1 to 5, by the square root: what is small is still seen; 0 for nothing."""
    return 0 if not value or not most else max(1, round(5 * (value / most) ** 0.5))


def _bars(cycle: Cycle) -> list[tuple[int, int, int, float]]:
    """The distribution as bars of a drawing 100 high: place, height, count, and the seconds from which each counts."""
    most = max(cycle.counts, default=0)
    return [
        (number * 50, round(92 * count / most) if most else 0, count, cycle.step.total_seconds() * number)
        for number, count in enumerate(cycle.counts)
    ]


def _departments(session: Session, who: Who) -> list[tuple[int, str]]:
    return [(each.id, each.name) for each in session.scalars(select(Department).filter_by(company_id=who.company_id).order_by(Department.name))]

"""/v2/incidents: what has stopped, and how is it set going again?"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response

import engine
from api.access import Data, permission
from api.exact import ExactRoute, Shape, answer
from api.v2.narrowing import Search, answered
from api.v2.searching import Query
from api.v2.tenants import tenant_of
from engine import Cut, Found, IncidentsWanted
from engine.model import IncidentType
from engine.queries.views import IncidentView
from kit.keys import KeyStr
from people.access import Who

OURS_ONLY = frozenset({IncidentType.EXECUTION_LOOP})
"""Camunda's clients know no such type."""

COLUMNS = {"state": "state", "errorType": "type", "processDefinitionId": "process_id", "processInstanceKey": "instance_key"}

router = APIRouter(prefix="/v2/incidents", tags=["incident"], route_class=ExactRoute)
Operator = Annotated[Who, permission("process.operate")]


class Incident(Shape):
    process_definition_id: str
    error_type: str
    error_message: str
    element_id: str
    creation_time: datetime
    state: str
    tenant_id: str
    incident_key: KeyStr
    process_definition_key: KeyStr
    process_instance_key: KeyStr
    root_process_instance_key: None = None
    element_instance_key: KeyStr
    job_key: KeyStr | None


class IncidentWithVariables(Incident):
    variables: dict[str, Any]


class Skip(Shape):
    variables: dict[str, Any] | None = None


class Resolution(Skip):
    operation_reference: int | None = None


class BusinessError(Skip):
    error_code: str
    error_message: str | None = None


@router.post("/search", response_model=None)
def search(query: Query, who: Operator, database: Data) -> Response:
    with database.reading() as session:

        def ask(given: dict[str, Any], cut: Cut) -> Found[IncidentView]:
            return engine.search_incidents(session, IncidentsWanted(**given), cut, who=who)

        return answered(query, Search("incidentKey", COLUMNS, ask, lambda it: _shown(it, who)))


@router.get("/{key}", response_model=IncidentWithVariables)
def incident(key: int, who: Operator, database: Data) -> Response:
    """With the variables that its element saw when it stopped (Virke's own)."""
    with database.reading() as session:
        card = engine.incident(session, key, who=who)
    return answer(IncidentWithVariables(**dict(_shown(card.incident, who)), variables=card.variables))


@router.post("/{key}/resolution", status_code=204)
def resolve(key: int, who: Operator, database: Data, given: Resolution | None = None) -> None:
    """Try again; the variables (Virke's own) are corrected first."""
    with database.transaction() as session:
        engine.retry(session, key, who=who, variables=given.variables if given else None)


@router.post("/{key}/skip", status_code=204)
def skip(key: int, who: Operator, database: Data, given: Skip | None = None) -> None:
    """Virke's own: go on as if the element had completed with these variables."""
    with database.transaction() as session:
        engine.skip(session, key, given.variables if given else None, who=who)


@router.post("/{key}/error", status_code=204)
def throw_error(key: int, given: BusinessError, who: Operator, database: Data) -> None:
    """Virke's own: throw a BPMN error from where it stopped."""
    with database.transaction() as session:
        engine.raise_error(session, key, given.error_code, given.error_message or "", given.variables, who=who)


def _shown(it: IncidentView, who: Who) -> Incident:
    return Incident(
        process_definition_id=it.process_id,
        error_type="UNKNOWN" if it.type in OURS_ONLY else it.type,
        error_message=it.message,
        element_id=it.element_id,
        creation_time=it.raised_at,
        state=it.state,
        tenant_id=tenant_of(who.company_id),
        incident_key=it.key,
        process_definition_key=it.definition_key,
        process_instance_key=it.instance_key,
        element_instance_key=it.element_instance_key,
        job_key=it.job_key,
    )

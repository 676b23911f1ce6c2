"""/v2/decision-requirements: which decision models are deployed, and what is their drawing?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

import engine
from api.access import Data, permission
from api.exact import ExactRoute, Shape, answer
from api.v2.searching import Query, searched
from api.v2.tenants import tenant_of
from engine.queries.views import RequirementsView
from kit.keys import KeyStr
from people.access import Who

router = APIRouter(prefix="/v2/decision-requirements", tags=["decision requirements"], route_class=ExactRoute)
Starter = Annotated[Who, permission("process.start")]


class DecisionRequirements(Shape):
    decision_requirements_id: str
    decision_requirements_name: str
    version: int
    resource_name: str
    tenant_id: str
    decision_requirements_key: KeyStr


@router.post("/search", response_model=None)
def search(query: Query, who: Starter, database: Data) -> Response:
    with database.reading() as session:
        found = engine.decision_requirements(session, who=who)
    return searched([shown(each) for each in found], "decisionRequirementsKey", query)


@router.get("/{key}", response_model=DecisionRequirements)
def model(key: int, who: Starter, database: Data) -> Response:
    with database.reading() as session:
        return answer(shown(engine.decision_model(session, key, who=who)))


@router.get("/{key}/xml", response_class=Response)
def xml(key: int, who: Starter, database: Data) -> Response:
    with database.reading() as session:
        return Response(engine.decision_xml(session, key, who=who), media_type="text/xml")


def shown(it: RequirementsView) -> DecisionRequirements:
    return DecisionRequirements(
        decision_requirements_id=it.id,
        decision_requirements_name=it.name,
        version=it.version,
        resource_name=it.file,
        tenant_id=tenant_of(it.company_id),
        decision_requirements_key=it.key,
    )

"""/v2/process-definitions: which processes are deployed, and what is their drawing?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

import engine
import forms
from api.access import Data, permission
from api.exact import ExactRoute, Shape, answer, exact
from api.v2.searching import Query, searched
from api.v2.tenants import tenant_of
from engine.queries.views import DefinitionView
from kit.keys import KeyStr
from people.access import Who

NEWEST_ONLY = "isLatestVersion"

router = APIRouter(prefix="/v2/process-definitions", tags=["process definition"], route_class=ExactRoute)
Starter = Annotated[Who, permission("process.start")]


class ProcessDefinition(Shape):
    name: str | None
    resource_name: str
    version: int
    version_tag: str | None = None
    process_definition_id: str
    tenant_id: str
    process_definition_key: KeyStr
    has_start_form: bool
    state: str = "ACTIVE"


@router.post("/search", response_model=None)
def search(query: Query, who: Starter, database: Data) -> Response:
    newest_only = query.filter.pop(NEWEST_ONLY, False) is True
    with database.reading() as session:
        found = engine.definitions(session, who=who, all_versions=not newest_only)
    return searched([_shown(each) for each in found], "processDefinitionKey", query)


@router.get("/{key}", response_model=ProcessDefinition)
def definition(key: int, who: Starter, database: Data) -> Response:
    with database.reading() as session:
        return answer(_shown(engine.definition(session, key, who=who)))


@router.get("/{key}/xml", response_class=Response)
def xml(key: int, who: Starter, database: Data) -> Response:
    with database.reading() as session:
        return Response(engine.definition_xml(session, key, who=who), media_type="text/xml")


@router.get("/{key}/form/answers-schema", response_model=None, responses={204: {"description": "The start asks nothing."}})
def answers_schema(key: int, who: Starter, database: Data) -> Response:
    """The JSON Schema (2020-12) that the `variables` of a start keep to, by the form of the newest version. Virke only: Camunda has no such door."""
    with database.reading() as session:
        document = engine.start_form(session, engine.definition(session, key, who=who).process_id, who=who)
    return Response(status_code=204) if document is None else exact(forms.schema(document))


def _shown(it: DefinitionView) -> ProcessDefinition:
    return ProcessDefinition(
        name=it.name,
        resource_name=it.file,
        version=it.version,
        process_definition_id=it.process_id,
        tenant_id=tenant_of(it.company_id),
        process_definition_key=it.key,
        has_start_form=it.start_form_id is not None,
    )

"""/v2/process-instances: how are instances started, found and looked at, canceled, suspended, deleted and begun anew?"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy.orm import Session

import engine
from api.access import Data, permission
from api.exact import ExactRoute, Shape, answer
from api.v2.narrowing import Search, answered
from api.v2.searching import Query
from api.v2.tenants import require_own, tenant_of
from engine import Cut, Found, InstancesWanted
from engine.queries.views import DefinitionView, InstanceView
from kit.errors import BadRequest, Conflict
from kit.i18n import _
from kit.keys import KeyStr
from people.access import Who

NEWEST = -1
COLUMNS = {
    "processDefinitionId": "process_id",
    "processDefinitionKey": "definition_key",
    "parentProcessInstanceKey": "parent_key",
    "state": "state",
}

router = APIRouter(prefix="/v2/process-instances", tags=["process instance"], route_class=ExactRoute)


Operator = Annotated[Who, permission("process.operate")]


class Creation(Shape):
    """One of id and key says which process; what is started is its newest version."""

    process_definition_id: str | None = None
    process_definition_key: KeyStr | None = None
    process_definition_version: int = NEWEST
    variables: dict[str, Any] = Field(default_factory=dict)
    tenant_id: str | None = None
    operation_reference: int | None = None


class Created(Shape):
    process_definition_id: str
    process_definition_version: int
    tenant_id: str
    variables: dict[str, Any] = Field(default_factory=dict)
    process_definition_key: KeyStr
    process_instance_key: KeyStr
    tags: tuple[str, ...] = ()
    business_id: None = None


class Restart(Shape):
    newest_version: bool = False


class ProcessInstance(Shape):
    process_definition_id: str
    process_definition_name: str | None
    process_definition_version: int
    process_definition_version_tag: str | None
    start_date: datetime
    end_date: datetime | None
    state: str
    suspended_date: datetime | None
    has_incident: bool
    tenant_id: str
    process_instance_key: KeyStr
    process_definition_key: KeyStr
    parent_process_instance_key: KeyStr | None
    parent_element_instance_key: KeyStr | None
    root_process_instance_key: KeyStr | None
    tags: tuple[str, ...] = ()
    business_id: None = None


@router.post("", response_model=Created)
def create(given: Creation, who: Annotated[Who, permission("process.start")], database: Data) -> Response:
    require_own(who, given.tenant_id)
    with database.transaction() as session:
        definition = _wanted(session, given, who)
        key = engine.start(session, definition.process_id, given.variables, who=who)
    return answer(
        Created(
            process_definition_id=definition.process_id,
            process_definition_version=definition.version,
            tenant_id=tenant_of(who.company_id),
            process_definition_key=definition.key,
            process_instance_key=key,
        )
    )


@router.post("/search", response_model=None)
def search(query: Query, who: Annotated[Who, permission("task.work")], database: Data) -> Response:
    """Those of this person's company; who is no operator finds those that they began."""
    with database.reading() as session:

        def ask(given: dict[str, Any], cut: Cut) -> Found[InstanceView]:
            return engine.search_instances(session, InstancesWanted(**given), cut, who=who)

        return answered(query, Search("processInstanceKey", COLUMNS, ask, lambda it: _shown(it, who)))


@router.get("/{key}", response_model=ProcessInstance)
def instance(key: int, who: Annotated[Who, permission("task.work")], database: Data) -> Response:
    with database.reading() as session:
        card = engine.instance(session, key, who=who)
    return answer(_shown(card.instance, who))


@router.post("/{key}/cancellation", status_code=204)
def cancel(key: int, who: Operator, database: Data) -> None:
    with database.transaction() as session:
        engine.cancel(session, key, who=who)


@router.post("/{key}/suspension", status_code=204)
def suspend(key: int, who: Operator, database: Data) -> None:
    with database.transaction() as session:
        engine.suspend(session, key, who=who)


@router.post("/{key}/resumption", status_code=204)
def resume(key: int, who: Operator, database: Data) -> None:
    with database.transaction() as session:
        engine.resume(session, key, who=who)


@router.post("/{key}/deletion", status_code=204)
def delete(key: int, who: Operator, database: Data) -> None:
    with database.transaction() as session:
        engine.delete(session, key, who=who)


@router.post("/{key}/restart", response_model=Created)
def restart(key: int, who: Operator, database: Data, given: Restart | None = None) -> Response:
    """Virke's own: a new instance with what an ended one was begun with, in its version or the newest."""
    with database.transaction() as session:
        new = engine.restart(session, key, who=who, newest=given is not None and given.newest_version)
        instance = engine.instance(session, new, who=who).instance
    return answer(
        Created(
            process_definition_id=instance.process_id,
            process_definition_version=instance.version,
            tenant_id=tenant_of(who.company_id),
            process_definition_key=instance.definition_key,
            process_instance_key=new,
        )
    )


def _wanted(session: Session, given: Creation, who: Who) -> DefinitionView:
    """The newest version of the process that is named. Raises NotFound, BadRequest or Conflict."""
    if (given.process_definition_id is None) == (given.process_definition_key is None):
        raise BadRequest(_("Say which process to start: by processDefinitionId or by processDefinitionKey."))
    name = given.process_definition_id
    if given.process_definition_key is not None:
        name = engine.definition(session, given.process_definition_key, who=who).process_id
    newest = next((each for each in engine.definitions(session, who=who) if each.process_id == name), None)
    if newest is None:
        engine.start_form(session, str(name), who=who)  # says that there is no such process
        raise BadRequest(_("The process “%(process)s” cannot be started.") % {"process": name})
    if given.process_definition_version not in {NEWEST, newest.version} or given.process_definition_key not in {None, newest.key}:
        raise Conflict(
            _("Only the newest version of “%(process)s” can be started: version %(version)s.") % {"process": name, "version": newest.version}
        )
    return newest


def _shown(it: InstanceView, who: Who) -> ProcessInstance:
    return ProcessInstance(
        process_definition_id=it.process_id,
        process_definition_name=it.process_name,
        process_definition_version=it.version,
        process_definition_version_tag=it.version_tag,
        start_date=it.started_at,
        end_date=it.ended_at,
        state=it.state,
        suspended_date=it.suspended_at,
        has_incident=it.incidents > 0,
        tenant_id=tenant_of(who.company_id),
        process_instance_key=it.key,
        process_definition_key=it.definition_key,
        parent_process_instance_key=it.parent_key,
        parent_element_instance_key=it.parent_element_key,
        root_process_instance_key=it.root_key,
    )

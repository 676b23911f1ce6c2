"""/v2/element-instances: what has an instance gone through, and where does it stand?"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

import engine
from api.access import Data, permission
from api.exact import ExactRoute, Shape
from api.v2.searching import Query, all_of, required_key, searched
from api.v2.tenants import tenant_of
from engine.queries.views import HistoryLine, InstanceView
from kit.keys import KeyStr
from people.access import Who

OURS_ONLY = frozenset({"COMPLEX_GATEWAY", "TRANSACTION"})
"""Camunda's clients know no such type."""
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")

router = APIRouter(prefix="/v2/element-instances", tags=["element instance"], route_class=ExactRoute)


class ElementInstance(Shape):
    process_definition_id: str
    start_date: datetime
    end_date: datetime | None
    element_id: str
    element_name: str
    type: str
    state: str
    has_incident: bool = False
    tenant_id: str
    element_instance_key: KeyStr
    process_instance_key: KeyStr
    root_process_instance_key: KeyStr | None
    process_definition_key: KeyStr
    incident_key: None = None


@router.post("/search", response_model=None)
def search(query: Query, who: Annotated[Who, permission("task.work")], database: Data) -> Response:
    """The history of one instance, which the filter must name, in order."""
    key = required_key(query, "processInstanceKey")
    with database.reading() as session:
        instance = engine.instance(session, key, who=who).instance
        lines = list(all_of(lambda limit, offset: engine.history(session, key, who=who, limit=limit, offset=offset)))
    return searched([_shown(line, instance, who) for line in lines], "elementInstanceKey", query)


def _shown(line: HistoryLine, instance: InstanceView, who: Who) -> ElementInstance:
    type_ = HUMP.sub("_", line.element_type).upper()
    return ElementInstance(
        process_definition_id=instance.process_id,
        start_date=line.started_at,
        end_date=line.ended_at,
        element_id=line.element_id,
        element_name=line.element_name or line.element_id,
        type="UNKNOWN" if type_ in OURS_ONLY else type_,
        state=line.state,
        tenant_id=tenant_of(who.company_id),
        element_instance_key=line.key,
        process_instance_key=instance.key,
        root_process_instance_key=instance.root_key,
        process_definition_key=instance.definition_key,
    )

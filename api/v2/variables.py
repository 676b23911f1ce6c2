"""/v2/variables and a task's variables: what does an instance know, and what does a task see?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

import engine
from api.access import Data, permission
from api.exact import ExactRoute, Shape, text_of
from api.v2.searching import Query, required_key, searched
from api.v2.tenants import tenant_of
from kit.keys import KeyStr
from people.access import Who

INSTANCE = "processInstanceKey"

router = APIRouter(prefix="/v2", tags=["variable"], route_class=ExactRoute)
Worker = Annotated[Who, permission("task.work")]


class Variable(Shape):
    """Its value as JSON in a text; variables have no keys of their own, so `variable_key` is that of their scope."""

    name: str
    value: str
    is_truncated: bool = False
    tenant_id: str
    variable_key: KeyStr
    scope_key: KeyStr
    process_instance_key: KeyStr
    root_process_instance_key: None = None


@router.post("/variables/search", response_model=None)
def search(query: Query, who: Worker, database: Data) -> Response:
    """The variables of one instance, which the filter must name; personal and restricted ones are masked."""
    key = required_key(query, INSTANCE)
    with database.reading() as session:
        card = engine.instance(session, key, who=who)
    return searched(_shown(card.variables, key, key, who), "name", query)


@router.post("/user-tasks/{key}/variables/search", response_model=None)
@router.post("/user-tasks/{key}/effective-variables/search", response_model=None)
def of_task(key: int, query: Query, who: Worker, database: Data) -> Response:
    """What the task sees: its own variables and those of all scopes around it, masked where the reader's level does not reach their class."""
    with database.reading() as session:
        card = engine.task(session, key, who=who)
        seen = engine.at_work(session, card.task.instance_key, card.variables, who=who)
    return searched(_shown(seen, card.task.instance_key, card.task.instance_key, who), "name", query)


def _shown(variables: Mapping[str, object], scope: int, instance: int, who: Who) -> list[Variable]:
    return [
        Variable(
            name=name,
            value=text_of(value),
            tenant_id=tenant_of(who.company_id),
            variable_key=scope,
            scope_key=scope,
            process_instance_key=instance,
        )
        for name, value in sorted(variables.items())
    ]

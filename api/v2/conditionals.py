"""/v2/conditionals: how do programs say what is so, for processes that begin by a condition?"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

import engine
from api.access import Data, permission
from api.exact import ExactRoute, Shape, answer
from api.v2.tenants import require_own, tenant_of
from kit.keys import KeyStr, new_key
from people.access import Who

router = APIRouter(prefix="/v2/conditionals", tags=["conditional"], route_class=ExactRoute)


class Evaluation(Shape):
    variables: dict[str, Any]
    process_definition_key: KeyStr | None = None
    tenant_id: str | None = None


class Begun(Shape):
    process_definition_key: KeyStr
    process_instance_key: KeyStr


class Evaluated(Shape):
    conditional_evaluation_key: KeyStr
    tenant_id: str
    process_instances: list[Begun] = Field(default_factory=list)


@router.post("/evaluation", response_model=Evaluated)
def evaluate(given: Evaluation, who: Annotated[Who, permission("process.start")], database: Data) -> Response:
    """Begin an instance at each conditional start event that holds."""
    require_own(who, given.tenant_id)
    with database.transaction() as session:
        begun = engine.evaluate_conditions(session, given.variables, who=who, definition_key=given.process_definition_key)
    instances = [Begun(process_definition_key=definition, process_instance_key=instance) for definition, instance in begun]
    return answer(Evaluated(conditional_evaluation_key=new_key(), tenant_id=tenant_of(who.company_id), process_instances=instances))

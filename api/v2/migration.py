"""/v2/process-instances/{key}/migration: how do running instances go on in another version?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

import engine
from api.access import Data, permission
from api.exact import ExactRoute, Shape, answer
from kit.keys import KeyStr
from people.access import Who

router = APIRouter(prefix="/v2/process-instances", tags=["process instance"], route_class=ExactRoute)
Operator = Annotated[Who, permission("process.operate")]


class Mapping(Shape):
    source_element_id: str
    target_element_id: str


class MigrationPlan(Shape):
    """Elements of the same id and type carry over without a mapping."""

    target_process_definition_key: KeyStr
    mapping_instructions: tuple[Mapping, ...] = ()
    operation_reference: int | None = None

    @property
    def mapping(self) -> dict[str, str]:
        return {each.source_element_id: each.target_element_id for each in self.mapping_instructions}


class Versions(Shape):
    source_process_definition_key: KeyStr
    target_process_definition_key: KeyStr


class Suggested(Mapping):
    """Why: SAME_ID, SAME_NAME or SAME_WORK."""

    because: str


class Unmatched(Shape):
    element_id: str
    name: str
    type: str


class Suggestion(Shape):
    target_process_definition_key: KeyStr
    mapping_instructions: list[Suggested]
    unmatched: list[Unmatched]


class Check(Shape):
    migration_plan: MigrationPlan
    process_instance_keys: tuple[KeyStr, ...] = Field(max_length=1000)


class Weighed(Shape):
    """CARRIES_OVER, NEEDS_MAPPING or CANNOT."""

    process_instance_key: KeyStr
    verdict: str
    reasons: tuple[str, ...]


class Checked(Shape):
    items: list[Weighed]


@router.post("/{key}/migration", status_code=204)
def migrate(key: int, given: MigrationPlan, who: Operator, database: Data) -> None:
    with database.transaction() as session:
        engine.migrate(session, key, given.target_process_definition_key, given.mapping, who=who)


@router.post("/migration/plan", response_model=Suggestion)
def plan(given: Versions, who: Operator, database: Data) -> Response:
    """Virke's own: the mapping instructions that can be guessed, to look at and to edit."""
    with database.reading() as session:
        found = engine.suggest_migration(session, given.source_process_definition_key, given.target_process_definition_key, who=who)
    return answer(
        Suggestion(
            target_process_definition_key=found.target_key,
            mapping_instructions=[
                Suggested(source_element_id=each.source_id, target_element_id=each.target_id, because=each.because.value) for each in found.matches
            ],
            unmatched=[Unmatched(element_id=each.element_id, name=each.name, type=each.kind) for each in found.unmatched],
        )
    )


@router.post("/migration/check", response_model=Checked)
def check(given: Check, who: Operator, database: Data) -> Response:
    """Virke's own: what the plan means for each of these instances; nothing is changed."""
    wanted = given.migration_plan
    with database.reading() as session:
        found = engine.weigh_migration(session, given.process_instance_keys, wanted.target_process_definition_key, wanted.mapping, who=who)
    items = [Weighed(process_instance_key=each.instance_key, verdict=each.verdict.value, reasons=each.reasons) for each in found]
    return answer(Checked(items=items))

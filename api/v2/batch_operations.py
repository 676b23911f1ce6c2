"""/v2/batch-operations: where do commands over many instances stand, what became of each, and how are they held or taken back?"""

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
from engine import BatchesWanted, BatchType, BatchView, Cut, Found, ItemsWanted, ItemView
from kit.keys import KeyStr
from people.access import Who

OURS_ONLY = frozenset({BatchType.RESTART.value})
"""Camunda's clients know no such type; a batch may be without one there."""
COLUMNS = {"batchOperationKey": "key", "operationType": "type", "state": "state"}
ITEM_COLUMNS = {"batchOperationKey": "batch_key", "processInstanceKey": "instance_key", "itemKey": "instance_key", "state": "state"}

router = APIRouter(prefix="/v2", tags=["batch operation"], route_class=ExactRoute)
Operator = Annotated[Who, permission("process.operate")]


class BatchOperation(Shape):
    """`dry_run` is Virke's own: each instance was tried and left as it was."""

    batch_operation_key: KeyStr
    state: str
    batch_operation_type: str | None
    start_date: datetime | None
    end_date: datetime | None
    actor_type: str | None = "USER"
    actor_id: str | None
    operations_total_count: int
    operations_failed_count: int
    operations_completed_count: int
    errors: tuple[str, ...] = ()
    dry_run: bool


class Item(Shape):
    """`error_code` and `outcome_key` are Virke's own: a verdict, and the version before or the new instance."""

    operation_type: str
    batch_operation_key: KeyStr
    item_key: KeyStr
    process_instance_key: KeyStr
    root_process_instance_key: None = None
    state: str
    processed_date: datetime | None
    error_message: str | None
    error_code: str | None
    outcome_key: KeyStr | None


class WayBack(Shape):
    dry_run: bool = False


class Batches(Shape):
    batch_operation_keys: list[KeyStr]


@router.post("/batch-operations/search", response_model=None)
def search(query: Query, who: Operator, database: Data) -> Response:
    with database.reading() as session:

        def ask(given: dict[str, Any], part: Cut) -> Found[BatchView]:
            return engine.search_batches(session, BatchesWanted(**given), part, who=who)

        return answered(query, Search("batchOperationKey", COLUMNS, ask, _shown))


@router.post("/batch-operation-items/search", response_model=None)
def search_items(query: Query, who: Operator, database: Data) -> Response:
    with database.reading() as session:

        def ask(given: dict[str, Any], part: Cut) -> Found[ItemView]:
            return engine.search_items(session, ItemsWanted(**given), part, who=who)

        return answered(query, Search("itemKey", ITEM_COLUMNS, ask, _item))


@router.get("/batch-operations/{key}", response_model=BatchOperation)
def batch(key: int, who: Operator, database: Data) -> Response:
    with database.reading() as session:
        return answer(_shown(engine.batch_card(session, key, who=who)))


@router.post("/batch-operations/{key}/suspension", status_code=204)
def suspend(key: int, who: Operator, database: Data) -> None:
    with database.transaction() as session:
        engine.suspend_batch(session, key, who=who)


@router.post("/batch-operations/{key}/resumption", status_code=204)
def resume(key: int, who: Operator, database: Data) -> None:
    """Also after the first so many: the rest."""
    with database.transaction() as session:
        engine.resume_batch(session, key, who=who)


@router.post("/batch-operations/{key}/cancellation", status_code=204)
def cancel(key: int, who: Operator, database: Data) -> None:
    with database.transaction() as session:
        engine.cancel_batch(session, key, who=who)


@router.post("/batch-operations/{key}/way-back", response_model=Batches)
def way_back(key: int, who: Operator, database: Data, given: WayBack | None = None) -> Response:
    """Virke's own: take the instances that it migrated back, by the plan turned round."""
    with database.transaction() as session:
        keys = engine.way_back(session, key, who=who, is_dry=given is not None and given.dry_run)
    return answer(Batches(batch_operation_keys=keys))


def _shown(it: BatchView) -> BatchOperation:
    return BatchOperation(
        batch_operation_key=it.key,
        state=it.state,
        batch_operation_type=None if it.type in OURS_ONLY else it.type,
        start_date=it.made_at,
        end_date=it.ended_at,
        actor_id=it.made_by_name,
        operations_total_count=it.total,
        operations_failed_count=it.failed,
        operations_completed_count=it.completed,
        dry_run=it.is_dry,
    )


def _item(it: ItemView) -> Item:
    return Item(
        operation_type=it.batch_type,
        batch_operation_key=it.batch_key,
        item_key=it.instance_key,
        process_instance_key=it.instance_key,
        state=it.state,
        processed_date=it.done_at,
        error_message=it.reason,
        error_code=it.code,
        outcome_key=it.outcome,
    )

"""/v2/process-instances/cancellation and the like: how is one command given to all instances that a filter finds?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy.orm import Session

import engine
from api.access import Data, permission
from api.exact import ExactRoute, Shape, answer
from api.v2.batch_operations import OURS_ONLY
from api.v2.migration import MigrationPlan
from engine import MOST, BatchType, InstancesWanted, Order
from kit.db import Database
from kit.errors import BadRequest
from kit.i18n import _
from kit.keys import KeyStr
from people.access import Who

FIELDS = {
    "processDefinitionId": "process_id",
    "processDefinitionKey": "definition_key",
    "parentProcessInstanceKey": "parent_key",
    "state": "state",
}
KEYS = "processInstanceKey"
WITH_CHILDREN = frozenset({BatchType.MIGRATE, BatchType.MODIFY, BatchType.RETRY})
"""What is done to each instance for itself; the rest is done to the outermost, and with it to what that called."""

router = APIRouter(prefix="/v2/process-instances", tags=["process instance"], route_class=ExactRoute)
Operator = Annotated[Who, permission("process.operate")]


class Batch(Shape):
    """Virke's own: `dry_run` tries each and leaves it as it was; `first` stops after so many until the batch is resumed."""

    filter: dict[str, Any]
    operation_reference: int | None = None
    dry_run: bool = False
    first: int | None = Field(None, ge=1)


class Migration(Batch):
    migration_plan: MigrationPlan


class Movement(Shape):
    source_element_id: str
    target_element_id: str


class Element(Shape):
    element_id: str


class Modification(Batch):
    """To begin and to end elements is Virke's own here."""

    move_instructions: tuple[Movement, ...] = ()
    activate_instructions: tuple[Element, ...] = ()
    terminate_instructions: tuple[Element, ...] = ()


class Restart(Batch):
    newest_version: bool = False


class Created(Shape):
    batch_operation_key: KeyStr
    batch_operation_type: str | None


@router.post("/cancellation", response_model=Created)
def cancel(given: Batch, who: Operator, database: Data) -> Response:
    return _begin(database, given, who, BatchType.CANCEL)


@router.post("/suspension", response_model=Created)
def suspend(given: Batch, who: Operator, database: Data) -> Response:
    return _begin(database, given, who, BatchType.SUSPEND)


@router.post("/resumption", response_model=Created)
def resume(given: Batch, who: Operator, database: Data) -> Response:
    return _begin(database, given, who, BatchType.RESUME)


@router.post("/deletion", response_model=Created)
def delete(given: Batch, who: Operator, database: Data) -> Response:
    return _begin(database, given, who, BatchType.DELETE)


@router.post("/incident-resolution", response_model=Created)
def resolve(given: Batch, who: Operator, database: Data) -> Response:
    return _begin(database, given, who, BatchType.RETRY)


@router.post("/{key}/incident-resolution", response_model=Created)
def resolve_one(key: int, who: Operator, database: Data) -> Response:
    """Every open incident of one instance."""
    return _begin(database, Batch(filter={KEYS: str(key)}), who, BatchType.RETRY)


@router.post("/restart", response_model=Created)
def restart(given: Restart, who: Operator, database: Data) -> Response:
    """Virke's own."""
    return _begin(database, given, who, BatchType.RESTART, newest=given.newest_version)


@router.post("/migration", response_model=Created)
def migrate(given: Migration, who: Operator, database: Data) -> Response:
    plan = given.migration_plan
    return _begin(database, given, who, BatchType.MIGRATE, target_key=plan.target_process_definition_key, mapping=plan.mapping)


@router.post("/modification", response_model=Created)
def modify(given: Modification, who: Operator, database: Data) -> Response:
    moves = tuple((each.source_element_id, each.target_element_id) for each in given.move_instructions)
    begun = tuple(each.element_id for each in given.activate_instructions)
    ended = tuple(each.element_id for each in given.terminate_instructions)
    return _begin(database, given, who, BatchType.MODIFY, moves=moves, activate=begun, terminate=ended)


def _begin(database: Database, given: Batch, who: Who, type_: BatchType, **more: Any) -> Response:
    order = Order(type_, is_dry=given.dry_run, first=given.first, **more)
    with database.transaction() as session:
        key = engine.batch(session, order, _keys(session, given.filter, who, type_), who=who)
    return answer(Created(batch_operation_key=key, batch_operation_type=None if type_.value in OURS_ONLY else type_.value))


def _keys(session: Session, wanted: Mapping[str, Any], who: Who, type_: BatchType) -> list[int]:
    """The exact instances, oldest first. Raises BadRequest for a filter that the database cannot answer."""
    named = _named(wanted.get(KEYS)) if KEYS in wanted else None
    others = {name: value for name, value in wanted.items() if name != KEYS}
    if named is not None and not others:
        return named
    given: dict[str, Any] = {}
    for name, value in others.items():
        if name == "hasIncident" and value is True:
            given["only_incidents"] = True
        elif name in FIELDS and isinstance(_plain(value), str):
            given[FIELDS[name]] = _key(_plain(value)) if FIELDS[name].endswith("_key") else _plain(value)
        else:
            raise BadRequest(_("A batch cannot be filtered by “%(field)s” in this way.") % {"field": name})
    outermost = type_ not in WITH_CHILDREN and "parent_key" not in given
    found = engine.instance_keys(session, InstancesWanted(**given), who=who, most=MOST + 1, only_outermost=outermost)
    chosen = None if named is None else frozenset(named)
    return [key for key in found if chosen is None or key in chosen]


def _named(value: Any) -> list[int]:
    given = _plain(value)
    if isinstance(given, Mapping) and set(given) == {"$in"}:
        return [_key(each) for each in given["$in"]]
    return [_key(given)]


def _plain(value: Any) -> Any:
    return value["$eq"] if isinstance(value, Mapping) and set(value) == {"$eq"} else value


def _key(value: Any) -> int:
    if not str(value).isdecimal():
        raise BadRequest(_("“%(value)s” is no key: a key is a whole number.") % {"value": value})
    return int(str(value))

"""/v2/jobs: how does a worker outside take jobs, and tell how they went?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy.orm import Session

import engine
from api.access import Data, permission
from api.exact import ExactRoute, Shape, answer
from api.v2.tenants import SHARED, tenant_of
from engine.store.jobs import Lease
from kit import clock
from kit.keys import KeyStr
from people.access import Who

LONGEST_LEASE = 24 * 60 * 60 * 1000

router = APIRouter(prefix="/v2/jobs", tags=["job"], route_class=ExactRoute)
Worker = Annotated[Who, permission("process.operate")]


class Activation(Shape):
    """The lease lasts `timeout` milliseconds."""

    type: str
    timeout: int = Field(ge=1, le=LONGEST_LEASE)
    max_jobs_to_activate: int = Field(ge=1, le=1000)
    worker: str = ""
    fetch_variable: tuple[str, ...] = ()
    request_timeout: int = 0
    tenant_ids: tuple[str, ...] = ()
    tenant_filter: str | None = None
    with_lease: bool | None = None


class ActivatedJob(Shape):
    """The deadline is in milliseconds since 1970."""

    type: str
    process_definition_id: str
    process_definition_version: int
    element_id: str
    custom_headers: dict[str, str]
    worker: str
    retries: int
    deadline: int = 0
    variables: dict[str, Any]
    tenant_id: str
    physical_tenant_id: str = SHARED
    job_key: KeyStr
    process_instance_key: KeyStr
    process_definition_key: KeyStr
    element_instance_key: KeyStr
    kind: str = "BPMN_ELEMENT"
    listener_event_type: str = "UNSPECIFIED"
    user_task: None = None
    tags: tuple[str, ...] = ()
    root_process_instance_key: None = None
    business_id: None = None
    priority: int = 0
    job_lease_token: None = None


class ActivatedJobs(Shape):
    jobs: list[ActivatedJob]


class Completion(Shape):
    variables: dict[str, Any] | None = None
    job_lease_token: str | None = None


class Failure(Shape):
    """The pause before the next try is in milliseconds; retries are counted by the server."""

    retries: int = 0
    error_message: str = ""
    retry_back_off: int = Field(0, ge=0, le=10**10)
    job_lease_token: str | None = None


class BusinessError(Shape):
    error_code: str
    error_message: str | None = None
    job_lease_token: str | None = None


@router.post("/activation", response_model=ActivatedJobs)
def activate(given: Activation, who: Worker, database: Data) -> Response:
    worker = given.worker or who.name
    lasting = timedelta(milliseconds=given.timeout)
    until = int((clock.now() + lasting).timestamp() * 1000)
    with database.transaction() as session:
        leases = engine.activate(session, given.type, worker[:100], who=who, limit=given.max_jobs_to_activate, lasting=lasting)
        jobs = [_shown(session, lease, given.fetch_variable, who).model_copy(update={"deadline": until}) for lease in leases]
    return answer(ActivatedJobs(jobs=jobs))


@router.post("/{key}/completion", status_code=204)
def complete(key: int, who: Worker, database: Data, given: Completion | None = None) -> None:
    with database.transaction() as session:
        engine.complete_job(session, key, (given.variables if given else None) or {}, who=who)


@router.post("/{key}/failure", status_code=204)
def fail(key: int, given: Failure, who: Worker, database: Data) -> None:
    pause = timedelta(milliseconds=given.retry_back_off) if given.retry_back_off else None
    with database.transaction() as session:
        engine.fail_job(session, key, given.error_message, who=who, pause=pause)


@router.post("/{key}/error", status_code=204)
def throw_error(key: int, given: BusinessError, who: Worker, database: Data) -> None:
    with database.transaction() as session:
        engine.refuse_job(session, key, given.error_code, given.error_message or "", who=who)


def _shown(session: Session, it: Lease, names: Sequence[str], who: Who) -> ActivatedJob:
    instance = engine.instance(session, it.instance_key or 0, who=who).instance
    return ActivatedJob(
        type=it.type,
        process_definition_id=instance.process_id,
        process_definition_version=instance.version,
        element_id=it.element_id,
        custom_headers=json.loads(it.headers or "{}"),
        worker=it.worker,
        retries=it.retries,
        variables={name: value for name, value in it.given.items() if not names or name in names},
        tenant_id=tenant_of(who.company_id),
        job_key=it.key,
        process_instance_key=instance.key,
        process_definition_key=instance.definition_key,
        element_instance_key=it.element_instance_key,
    )

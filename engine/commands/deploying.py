"""How are models and forms deployed?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import simplejson
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.bpmn import KNOW_ALL, EventDefinition, EventKind, Known, Plan, first_due, read
from engine.model import JobKind
from engine.store.keeping import STATEMENTS, job_row
from engine.store.waking import wake_after_commit
from engine.tables import Deployment, FormDefinition, Job, ProcessDefinition, Subscription
from engine.who import Who, require
from kit import audit, clock
from kit.db import execute_many
from kit.db.types import to_micros
from kit.errors import Invalid
from kit.i18n import _


@dataclass(frozen=True, slots=True)
class Deployed:
    """One thing of a deployment; `is_new` is False when the newest version was the very same."""

    id: str
    version: int
    key: int
    is_new: bool


def deploy(
    session: Session, files: Mapping[str, bytes], *, who: Who | None = None, company_id: int | None = None, known: Known = KNOW_ALL
) -> list[Deployed]:
    """Deploy *.bpmn and *.form files together, for all companies or for one. Raises ModelRefused."""
    if who is not None:
        require(who, "process.deploy")
    actor = who.user_id if who else None
    deployment = Deployment(company_id=company_id, deployed_by=actor, deployed_at=clock.now())
    session.add(deployment)
    session.flush()
    deployed: list[Deployed] = []
    for file, content in files.items():
        if file.endswith(".form"):
            deployed.append(_deploy_form(session, deployment, file, content))
        else:
            deployed += _deploy_model(session, deployment, file, content, known)
    detail: dict[str, object] = {"files": sorted(files)}
    audit.record(session, "process.deploy", "deployment", deployment.id, actor=actor, company_id=company_id, detail=detail)
    return deployed


def _deploy_model(session: Session, deployment: Deployment, file: str, content: bytes, known: Known) -> list[Deployed]:
    digest = hashlib.sha256(content).hexdigest()
    return [_deploy_plan(session, deployment, plan, (file, content, digest)) for plan in read(content, file, known).plans.values()]


def _deploy_plan(session: Session, deployment: Deployment, plan: Plan, source: tuple[str, bytes, str]) -> Deployed:
    file, content, digest = source
    before = session.scalars(
        select(ProcessDefinition)
        .filter_by(bpmn_process_id=plan.process_id, company_id=deployment.company_id)
        .order_by(ProcessDefinition.version.desc())
        .limit(1)
    ).first()
    if before is not None and before.hash == digest:
        return Deployed(plan.process_id, before.version, before.id, is_new=False)
    definition = ProcessDefinition(
        bpmn_process_id=plan.process_id,
        version=before.version + 1 if before else 1,
        version_tag=plan.version_tag,
        company_id=deployment.company_id,
        name=plan.name or plan.process_id,
        file=file,
        xml=content,
        hash=digest,
        start_form_id=next((start.form_id for start in plan.start_events if not start.definitions), None),
        deployment_key=deployment.id,
        deployed_at=deployment.deployed_at,
    )
    session.add(definition)
    session.flush()
    if before is not None:
        session.execute(delete(Subscription).filter_by(definition_key=before.id))
        session.execute(delete(Job).filter_by(definition_key=before.id, kind=JobKind.TIMER))
    for start in plan.start_events:
        for event in start.definitions:
            _listen(session, definition, start.id, event)
    return Deployed(plan.process_id, definition.version, definition.id, is_new=True)


def _listen(session: Session, definition: ProcessDefinition, element_id: str, event: EventDefinition) -> None:
    if event.kind is EventKind.TIMER:
        due, extra = first_due(event, {}, clock.now())
        facts = {"company_id": definition.company_id, "definition_key": definition.id, "element_id": element_id}
        row = job_row(JobKind.TIMER, **facts, run_at=to_micros(due), headers=simplejson.dumps({"cycle": extra}))
        execute_many(session, STATEMENTS["job"], [row])
        wake_after_commit(session)
    elif event.kind in {EventKind.MESSAGE, EventKind.SIGNAL} and event.name is not None:
        session.add(
            Subscription(
                kind=event.kind.name,
                company_id=definition.company_id,
                definition_key=definition.id,
                element_id=element_id,
                name=str(event.name.of({})),
            )
        )


def _deploy_form(session: Session, deployment: Deployment, file: str, content: bytes) -> Deployed:
    try:
        document = simplejson.loads(content, use_decimal=True)
        form_id = str(document["id"])
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid(_("%(file)s is no form: it must be JSON with an “id”.") % {"file": file}) from error
    digest = hashlib.sha256(content).hexdigest()
    mine = select(FormDefinition).filter_by(form_id=form_id, company_id=deployment.company_id)
    before = session.scalars(mine.order_by(FormDefinition.version.desc()).limit(1)).first()
    if before is not None and before.hash == digest:
        return Deployed(form_id, before.version, before.id, is_new=False)
    form = FormDefinition(
        form_id=form_id,
        version=before.version + 1 if before else 1,
        company_id=deployment.company_id,
        file=file,
        document=document,
        hash=digest,
        deployment_key=deployment.id,
        deployed_at=deployment.deployed_at,
    )
    session.add(form)
    session.flush()
    return Deployed(form_id, form.version, form.id, is_new=True)

"""How does one deployed file become new versions of what it holds?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import simplejson
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

import forms
from engine.bpmn import EventDefinition, EventKind, Known, Plan, first_due, read
from engine.model import JobKind
from engine.store.keeping import STATEMENTS, job_row
from engine.store.waking import wake_after_commit
from engine.tables import Deployment, FormDefinition, Job, ProcessDefinition, Subscription
from kit import clock
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
    warnings: tuple[str, ...] = ()
    """What in its file is perhaps not as meant; the first process of a file tells all of the file."""


@dataclass(frozen=True, slots=True)
class Release:
    """One deployment under way; `home` is the company for which timers of shared definitions start: the deploying person's."""

    session: Session
    deployment: Deployment
    home: int | None


def processes(release: Release, source: tuple[str, bytes], known: Known) -> list[Deployed]:
    """A version of each process in the file. Raises ModelRefused."""
    file, content = source
    model = read(content, file, known)
    warnings = tuple(f"{file}: {problem}" for problem in model.problems)
    deployed = [_process(release, plan, source) for plan in model.plans.values()]
    return [replace(each, warnings=() if number else warnings) for number, each in enumerate(deployed)]


def _process(release: Release, plan: Plan, source: tuple[str, bytes]) -> Deployed:
    file, content = source
    before = release.session.scalars(
        select(ProcessDefinition)
        .filter_by(bpmn_process_id=plan.process_id, company_id=release.deployment.company_id)
        .order_by(ProcessDefinition.version.desc())
        .limit(1)
    ).first()
    digest = digest_of(content)
    if before is not None and before.hash == digest:
        return Deployed(plan.process_id, before.version, before.id, is_new=False)
    definition = ProcessDefinition(
        bpmn_process_id=plan.process_id,
        version=before.version + 1 if before else 1,
        version_tag=plan.version_tag,
        company_id=release.deployment.company_id,
        name=plan.name or plan.process_id,
        file=file,
        xml=content,
        hash=digest,
        start_form_id=next((start.form_id for start in plan.start_events if not start.definitions), None),
        deployment_key=release.deployment.id,
        deployed_at=release.deployment.deployed_at,
    )
    release.session.add(definition)
    release.session.flush()
    if before is not None:
        release.session.execute(delete(Subscription).filter_by(definition_key=before.id))
        release.session.execute(delete(Job).filter_by(definition_key=before.id, kind=JobKind.TIMER))
    for start in plan.start_events:
        for event in start.definitions:
            _listen(release, definition, start.id, event)
    return Deployed(plan.process_id, definition.version, definition.id, is_new=True)


def _listen(release: Release, definition: ProcessDefinition, element_id: str, event: EventDefinition) -> None:
    if event.kind is EventKind.TIMER:
        due, extra = first_due(event, {}, clock.now())
        facts = {"company_id": release.home, "definition_key": definition.id, "element_id": element_id}
        row = job_row(JobKind.TIMER, **facts, run_at=to_micros(due), headers=simplejson.dumps({"cycle": extra}))
        execute_many(release.session, STATEMENTS["job"], [row])
        wake_after_commit(release.session)
    elif event.kind in {EventKind.MESSAGE, EventKind.SIGNAL, EventKind.CONDITION}:
        release.session.add(
            Subscription(
                kind=event.kind.name,
                company_id=definition.company_id,
                definition_key=definition.id,
                element_id=element_id,
                name=str(event.name.of({})) if event.name is not None else "",
            )
        )


def form(release: Release, file: str, content: bytes) -> Deployed:
    """A version of the form. Raises Invalid naming the form, the component and the file."""
    document = _document(file, content)
    form_id = str(document["id"])
    problems = forms.check(document)
    if problems:
        lead = _("The form “%(form)s” in %(file)s cannot be deployed.") % {"form": form_id, "file": file}
        raise Invalid("\n".join([lead, *(problem.message for problem in problems)]), code="FORM_REFUSED")
    digest = digest_of(content)
    mine = select(FormDefinition).filter_by(form_id=form_id, company_id=release.deployment.company_id)
    before = release.session.scalars(mine.order_by(FormDefinition.version.desc()).limit(1)).first()
    if before is not None and before.hash == digest:
        return Deployed(form_id, before.version, before.id, is_new=False)
    row = FormDefinition(
        form_id=form_id,
        version=before.version + 1 if before else 1,
        company_id=release.deployment.company_id,
        file=file,
        document=document,
        hash=digest,
        deployment_key=release.deployment.id,
        deployed_at=release.deployment.deployed_at,
    )
    release.session.add(row)
    release.session.flush()
    return Deployed(form_id, row.version, row.id, is_new=True)


def _document(file: str, content: bytes) -> Mapping[str, object]:
    try:
        document = simplejson.loads(content, use_decimal=True)
    except ValueError as error:
        raise Invalid(_("%(file)s is no form: it must be JSON with an “id”.") % {"file": file}, code="FORM_REFUSED") from error
    if not isinstance(document, Mapping) or not document.get("id"):
        raise Invalid(_("%(file)s is no form: it must be JSON with an “id”.") % {"file": file}, code="FORM_REFUSED")
    return document


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

"""/v2/deployments: how are models, decisions and forms put live together?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

import engine
from api.access import Data, permission
from api.exact import ExactRoute, Shape, answer
from api.v2.decision_requirements import DecisionRequirements, shown
from api.v2.tenants import SHARED, require_own, tenant_of
from engine.tables import DecisionDefinition, Deployment, FormDefinition, ProcessDefinition
from engine.tables import DecisionRequirements as DecisionModel
from kit.errors import BadRequest
from kit.i18n import _
from kit.keys import KeyStr
from people.access import Who

router = APIRouter(prefix="/v2/deployments", tags=["resource"], route_class=ExactRoute)


class DeployedProcess(Shape):
    process_definition_id: str
    process_definition_version: int
    resource_name: str
    tenant_id: str
    process_definition_key: KeyStr


class DeployedDecision(Shape):
    decision_definition_id: str
    version: int
    name: str
    tenant_id: str
    decision_requirements_id: str
    decision_definition_key: KeyStr
    decision_requirements_key: KeyStr


class DeployedForm(Shape):
    form_id: str
    version: int
    resource_name: str
    tenant_id: str
    form_key: KeyStr


class DeployedThing(Shape):
    """One of them is there, the others are null."""

    process_definition: DeployedProcess | None = None
    decision_definition: DeployedDecision | None = None
    decision_requirements: DecisionRequirements | None = None
    form: DeployedForm | None = None
    resource: None = None


class Deployed(Shape):
    deployment_key: KeyStr
    tenant_id: str
    deployments: list[DeployedThing]
    warnings: list[str] = Field(default_factory=list)
    """Virke only: what in the models is perhaps not as meant."""


@router.post("", response_model=Deployed)
def deploy(
    who: Annotated[Who, permission("process.deploy")],
    database: Data,
    resources: Annotated[list[UploadFile], File()],
    tenant_id: Annotated[str | None, Form(alias="tenantId")] = None,
) -> Response:
    """For all companies, or with a tenantId for that one."""
    require_own(who, tenant_id)
    company = None if tenant_id in {None, SHARED} else who.company_id
    with database.transaction() as session:
        found = engine.deploy(session, _files(resources), who=who, company_id=company)
        things = [thing for each in found if (thing := _thing(session, each.key)) is not None] + _models(session, found, who)
        mine = select(Deployment.id).filter_by(deployed_by=who.user_id).order_by(Deployment.id.desc())
        key = session.scalars(mine.limit(1)).one()
    warnings = [warning for each in found for warning in each.warnings]
    return answer(Deployed(deployment_key=key, tenant_id=tenant_of(company), deployments=things, warnings=warnings))


def _files(resources: list[UploadFile]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for each in resources:
        name = (each.filename or "").rpartition("/")[2]
        if not name or name in files:
            raise BadRequest(_("Each file of a deployment needs a name of its own; “%(name)s” is not.") % {"name": name})
        files[name] = each.file.read()
    return files


def _thing(session: Session, key: int) -> DeployedThing | None:
    if (process := session.get(ProcessDefinition, key)) is not None:
        shown = DeployedProcess(
            process_definition_id=process.bpmn_process_id,
            process_definition_version=process.version,
            resource_name=process.file,
            tenant_id=tenant_of(process.company_id),
            process_definition_key=process.id,
        )
        return DeployedThing(process_definition=shown)
    if (form := session.get(FormDefinition, key)) is not None:
        tenant = tenant_of(form.company_id)
        return DeployedThing(
            form=DeployedForm(form_id=form.form_id, version=form.version, resource_name=form.file, tenant_id=tenant, form_key=form.id)
        )
    if (decision := session.get(DecisionDefinition, key)) is not None:
        return DeployedThing(decision_definition=_decision(session, decision))
    return None


def _decision(session: Session, it: DecisionDefinition) -> DeployedDecision:
    return DeployedDecision(
        decision_definition_id=it.decision_id,
        version=it.version,
        name=it.name,
        tenant_id=tenant_of(it.company_id),
        decision_requirements_id=session.get_one(DecisionModel, it.requirements_key).requirements_id,
        decision_definition_key=it.id,
        decision_requirements_key=it.requirements_key,
    )


def _models(session: Session, found: list[engine.Deployed], who: Who) -> list[DeployedThing]:
    """The models of the deployed decisions, each once."""
    decisions = [decision for each in found if (decision := session.get(DecisionDefinition, each.key)) is not None]
    keys = dict.fromkeys(each.requirements_key for each in decisions)
    return [DeployedThing(decision_requirements=shown(engine.decision_model(session, key, who=who))) for key in keys]

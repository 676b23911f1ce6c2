"""/v2/decision-definitions: which decisions are deployed, and what do they say of these variables?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

import engine
from api.access import Data, permission
from api.exact import ExactRoute, Shape, answer, text_of
from api.v2.decision_instances import EvaluatedInput, MatchedRule, inputs_of, kind_of, rules_of
from api.v2.searching import Query, searched
from api.v2.tenants import require_own, tenant_of
from engine.queries.views import DecisionInstanceView, DecisionView
from kit.errors import BadRequest
from kit.i18n import _
from kit.keys import KeyStr
from people.access import Who

NEWEST_ONLY = "isLatestVersion"

router = APIRouter(prefix="/v2/decision-definitions", tags=["decision definition"], route_class=ExactRoute)
Starter = Annotated[Who, permission("process.start")]


class DecisionDefinition(Shape):
    decision_definition_id: str
    decision_definition_key: KeyStr
    decision_requirements_id: str
    decision_requirements_key: KeyStr
    decision_requirements_name: str
    decision_requirements_version: int
    name: str
    tenant_id: str
    version: int


class Asked(Shape):
    decision_definition_id: str | None = None
    decision_definition_key: KeyStr | None = None
    variables: dict[str, object] = Field(default_factory=dict)
    tenant_id: str | None = None


class EvaluatedDecision(Shape):
    decision_definition_id: str
    decision_definition_name: str
    decision_definition_version: int
    decision_definition_type: str
    output: str
    tenant_id: str
    matched_rules: list[MatchedRule]
    evaluated_inputs: list[EvaluatedInput]
    decision_definition_key: KeyStr
    decision_evaluation_instance_key: str


class Evaluation(Shape):
    """Its outputs as JSON in texts."""

    decision_definition_id: str
    decision_definition_key: KeyStr
    decision_definition_name: str
    decision_definition_version: int
    decision_evaluation_key: KeyStr
    decision_instance_key: KeyStr
    decision_requirements_id: str
    decision_requirements_key: KeyStr
    evaluated_decisions: list[EvaluatedDecision]
    failed_decision_definition_id: str | None
    failure_message: str | None
    output: str
    tenant_id: str


@router.post("/search", response_model=None)
def search(query: Query, who: Starter, database: Data) -> Response:
    newest_only = query.filter.pop(NEWEST_ONLY, False) is True
    with database.reading() as session:
        found = engine.decision_definitions(session, who=who, all_versions=not newest_only)
    return searched([_shown(each) for each in found], "decisionDefinitionKey", query)


@router.post("/evaluation", response_model=Evaluation)
def evaluate(given: Asked, who: Starter, database: Data) -> Response:
    """Decide for these variables; a decision that failed says why in the answer."""
    require_own(who, given.tenant_id)
    named = given.decision_definition_key or given.decision_definition_id
    if named is None or (given.decision_definition_key and given.decision_definition_id):
        raise BadRequest(_("Say which decision to evaluate: by decisionDefinitionId or by decisionDefinitionKey."))
    with database.transaction() as session:
        key = engine.decide(session, named, given.variables, who=who)
        made = engine.evaluation(session, key, who=who)
        definition = engine.decision_definition(session, made[-1].definition_key, who=who)
    return answer(_evaluation(key, made, definition))


@router.get("/{key}", response_model=DecisionDefinition)
def definition(key: int, who: Starter, database: Data) -> Response:
    with database.reading() as session:
        return answer(_shown(engine.decision_definition(session, key, who=who)))


@router.get("/{key}/xml", response_class=Response)
def xml(key: int, who: Starter, database: Data) -> Response:
    with database.reading() as session:
        model = engine.decision_definition(session, key, who=who).model
        return Response(engine.decision_xml(session, model.key, who=who), media_type="text/xml")


def _shown(it: DecisionView) -> DecisionDefinition:
    return DecisionDefinition(
        decision_definition_id=it.decision_id,
        decision_definition_key=it.key,
        decision_requirements_id=it.model.id,
        decision_requirements_key=it.model.key,
        decision_requirements_name=it.model.name,
        decision_requirements_version=it.model.version,
        name=it.name,
        tenant_id=tenant_of(it.company_id),
        version=it.version,
    )


def _evaluation(key: int, made: list[DecisionInstanceView], definition: DecisionView) -> Evaluation:
    last = made[-1]
    return Evaluation(
        decision_definition_id=last.decision_id,
        decision_definition_key=last.definition_key,
        decision_definition_name=last.decision_name,
        decision_definition_version=last.version,
        decision_evaluation_key=key,
        decision_instance_key=key,
        decision_requirements_id=definition.model.id,
        decision_requirements_key=definition.model.key,
        evaluated_decisions=[_evaluated(each) for each in made],
        failed_decision_definition_id=None if last.failure is None else last.decision_id,
        failure_message=last.failure,
        output=text_of(last.result),
        tenant_id=tenant_of(last.company_id),
    )


def _evaluated(it: DecisionInstanceView) -> EvaluatedDecision:
    return EvaluatedDecision(
        decision_definition_id=it.decision_id,
        decision_definition_name=it.decision_name,
        decision_definition_version=it.version,
        decision_definition_type=kind_of(it),
        output=text_of(it.result),
        tenant_id=tenant_of(it.company_id),
        matched_rules=rules_of(it),
        evaluated_inputs=inputs_of(it),
        decision_definition_key=it.definition_key,
        decision_evaluation_instance_key=f"{it.evaluation_key}-{it.number}",
    )

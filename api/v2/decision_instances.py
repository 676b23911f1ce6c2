"""/v2/decision-instances: how were decisions made, with which inputs, by which rules?"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response

import engine
from api.access import Data, permission
from api.exact import ExactRoute, Shape, answer, text_of
from api.v2.narrowing import Search, answered
from api.v2.searching import Query
from api.v2.tenants import tenant_of
from engine import Cut, DecisionsWanted, Found
from engine.queries.views import DecisionInstanceView
from kit.errors import NotFound
from kit.i18n import _
from kit.keys import KeyStr
from people.access import Who

KINDS = {"decisionTable": "DECISION_TABLE", "literalExpression": "LITERAL_EXPRESSION"}
COLUMNS = {
    "decisionDefinitionId": "decision_id",
    "decisionDefinitionKey": "definition_key",
    "processInstanceKey": "instance_key",
    "elementInstanceKey": "element_instance_key",
    "decisionEvaluationKey": "evaluation_key",
    "processDefinitionKey": "process_key",
}

router = APIRouter(prefix="/v2/decision-instances", tags=["decision instance"], route_class=ExactRoute)
Operator = Annotated[Who, permission("process.operate")]


class EvaluatedInput(Shape):
    input_id: str
    input_name: str
    input_value: str


class EvaluatedOutput(Shape):
    output_id: str
    output_name: str
    output_value: str
    rule_id: str | None
    rule_index: int | None


class MatchedRule(Shape):
    rule_id: str
    rule_index: int
    evaluated_outputs: list[EvaluatedOutput]


class DecisionInstance(Shape):
    """Its result as JSON in a text."""

    business_id: None = None
    decision_definition_id: str
    decision_definition_key: KeyStr
    decision_definition_name: str
    decision_definition_type: str
    decision_definition_version: int
    decision_evaluation_instance_key: str
    decision_evaluation_key: KeyStr
    element_instance_key: KeyStr | None
    evaluation_date: datetime
    evaluation_failure: str | None
    process_definition_key: KeyStr | None
    process_instance_key: KeyStr | None
    result: str
    root_decision_definition_key: KeyStr
    root_process_instance_key: KeyStr | None
    state: str
    tenant_id: str


class DecisionInstanceCard(DecisionInstance):
    evaluated_inputs: list[EvaluatedInput]
    matched_rules: list[MatchedRule]


@router.post("/search", response_model=None)
def search(query: Query, who: Operator, database: Data) -> Response:
    with database.reading() as session:

        def ask(given: dict[str, Any], cut: Cut) -> Found[DecisionInstanceView]:
            return engine.search_decision_instances(session, DecisionsWanted(**given), cut, who=who)

        return answered(query, Search("decisionEvaluationInstanceKey", COLUMNS, ask, lambda it: DecisionInstance(**_facts(it))))


@router.get("/{key}", response_model=DecisionInstanceCard)
def instance(key: str, who: Operator, database: Data) -> Response:
    """`key` is that of an evaluation and the decision's place in it: 123-1."""
    evaluation, _dash, number = key.partition("-")
    if not (evaluation.isdecimal() and number.isdecimal()):
        raise NotFound(_("There is no evaluation %(key)s of a decision.") % {"key": key})
    with database.reading() as session:
        made = [each for each in engine.evaluation(session, int(evaluation), who=who) if each.number == int(number)]
    if not made:
        raise NotFound(_("There is no evaluation %(key)s of a decision.") % {"key": key})
    return answer(DecisionInstanceCard(**_facts(made[0]), evaluated_inputs=inputs_of(made[0]), matched_rules=rules_of(made[0])))


def kind_of(it: DecisionInstanceView) -> str:
    return KINDS.get(it.kind, "UNSPECIFIED")


def inputs_of(it: DecisionInstanceView) -> list[EvaluatedInput]:
    return [EvaluatedInput(input_id=each.id, input_name=each.name, input_value=text_of(each.value)) for each in it.inputs]


def rules_of(it: DecisionInstanceView) -> list[MatchedRule]:
    return [
        MatchedRule(
            rule_id=rule.id,
            rule_index=rule.number,
            evaluated_outputs=[
                EvaluatedOutput(output_id=each.id, output_name=each.name, output_value=text_of(each.value), rule_id=rule.id, rule_index=rule.number)
                for each in rule.outputs
            ],
        )
        for rule in it.rules
    ]


def _facts(it: DecisionInstanceView) -> dict[str, Any]:
    return {
        "decision_definition_id": it.decision_id,
        "decision_definition_key": it.definition_key,
        "decision_definition_name": it.decision_name,
        "decision_definition_type": kind_of(it),
        "decision_definition_version": it.version,
        "decision_evaluation_instance_key": f"{it.evaluation_key}-{it.number}",
        "decision_evaluation_key": it.evaluation_key,
        "element_instance_key": it.element_instance_key,
        "evaluation_date": it.evaluated_at,
        "evaluation_failure": it.failure,
        "process_definition_key": it.process_key,
        "process_instance_key": it.instance_key,
        "result": text_of(it.result),
        "root_decision_definition_key": it.root_key,
        "root_process_instance_key": it.root_instance_key,
        "state": "EVALUATED" if it.failure is None else "FAILED",
        "tenant_id": tenant_of(it.company_id),
    }

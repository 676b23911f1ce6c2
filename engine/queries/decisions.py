"""Which decisions are deployed, how were they made, and why so?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from engine.queries.explaining import explanation
from engine.queries.searching import Cut, Found, cut, total
from engine.queries.views import DecisionInstanceView, DecisionView, Explanation, MatchedRule, Named, RequirementsView
from engine.tables import DecisionDefinition, DecisionInstance, DecisionRequirements, ProcessInstance
from engine.who import Who, require
from feel import codec
from feel.values import Value
from kit.errors import NotFound
from kit.i18n import _

AT_MOST = 200
"""Evaluations of one instance that are explained together."""


@dataclass(frozen=True, slots=True)
class DecisionsWanted:
    """What is None does not matter."""

    decision_id: str | None = None
    definition_key: int | None = None
    instance_key: int | None = None
    element_instance_key: int | None = None
    evaluation_key: int | None = None
    process_key: int | None = None


def decision_definitions(session: Session, *, who: Who, all_versions: bool = False) -> list[DecisionView]:
    """The newest version of each decision that this company uses, by name; or all versions."""
    company = DecisionDefinition.company_id
    found = session.execute(_definitions(who).order_by(DecisionDefinition.name, company.is_not(None), DecisionDefinition.version)).all()
    views = [_decision(each, model) for each, model in found]
    return views if all_versions else list({each.decision_id: each for each in views}.values())


def decision_definition(session: Session, key: int, *, who: Who) -> DecisionView:
    row = session.execute(_definitions(who).where(DecisionDefinition.id == key)).first()
    if row is None:
        raise NotFound(_("There is no decision definition %(key)s. Look it up in the list of decisions.") % {"key": key})
    return _decision(*row)


def decision_requirements(session: Session, *, who: Who) -> list[RequirementsView]:
    """Every version of every decision model that this company uses."""
    return [_requirements(each) for each in session.scalars(_models(who).order_by(DecisionRequirements.name, DecisionRequirements.version))]


def decision_model(session: Session, key: int, *, who: Who) -> RequirementsView:
    return _requirements(_model(session, key, who))


def decision_xml(session: Session, requirements_key: int, *, who: Who) -> bytes:
    """The model as it was deployed."""
    return _model(session, requirements_key, who).xml


def search_decision_instances(session: Session, wanted: DecisionsWanted, part: Cut | None = None, *, who: Who) -> Found[DecisionInstanceView]:
    """How decisions were made in this operator's company."""
    found = _instances(who)
    for column, value in (
        (DecisionInstance.decision_id, wanted.decision_id),
        (DecisionInstance.definition_key, wanted.definition_key),
        (DecisionInstance.instance_key, wanted.instance_key),
        (DecisionInstance.element_instance_key, wanted.element_instance_key),
        (DecisionInstance.evaluation_key, wanted.evaluation_key),
        (ProcessInstance.definition_key, wanted.process_key),
    ):
        if value is not None:
            found = found.where(column == value)
    key = DecisionInstance.id.expression
    rows = session.execute(cut(found, key, part or Cut())).all()
    return Found(tuple(_made(*row) for row in rows), total(session, found, key))


def decision_instance(session: Session, key: int, *, who: Who) -> DecisionInstanceView:
    row = session.execute(_instances(who).where(DecisionInstance.id == key)).first()
    if row is None:
        raise NotFound(_("There is no evaluation %(key)s of a decision.") % {"key": key})
    return _made(*row)


def evaluation(session: Session, key: int, *, who: Who) -> list[DecisionInstanceView]:
    """One evaluation, the decision that was asked for last; what no process asked for may be seen by whoever starts processes."""
    found = _made_here(who).where(DecisionInstance.evaluation_key == key).order_by(DecisionInstance.number)
    rows = [_made(*row) for row in session.execute(found).all()]
    require(who, "process.start" if rows and rows[0].instance_key is None else "process.operate")
    return rows


def explain(session: Session, instance_key: int, *, who: Who) -> list[Explanation]:
    """Why the decisions of a process instance came out as they did, in words, the oldest first."""
    found = _instances(who).where(DecisionInstance.instance_key == instance_key).order_by(DecisionInstance.evaluation_key, DecisionInstance.number)
    return [explanation(_made(*row)) for row in session.execute(found.limit(AT_MOST)).all()]


def _definitions(who: Who) -> Select[DecisionDefinition, DecisionRequirements]:
    company = DecisionDefinition.company_id
    return (
        select(DecisionDefinition, DecisionRequirements)
        .join(DecisionRequirements, DecisionRequirements.id == DecisionDefinition.requirements_key)
        .where(or_(company.is_(None), company == who.company_id))
    )


def _models(who: Who) -> Select[DecisionRequirements]:
    company = DecisionRequirements.company_id
    return select(DecisionRequirements).where(or_(company.is_(None), company == who.company_id))


def _model(session: Session, key: int, who: Who) -> DecisionRequirements:
    found = session.scalar(_models(who).where(DecisionRequirements.id == key))
    if found is None:
        raise NotFound(_("There is no decision model %(key)s. Look it up in the list of decisions.") % {"key": key})
    return found


def _instances(who: Who) -> Select[DecisionInstance, DecisionDefinition, ProcessInstance]:
    require(who, "process.operate")
    return _made_here(who)


def _made_here(who: Who) -> Select[DecisionInstance, DecisionDefinition, ProcessInstance]:
    return (
        select(DecisionInstance, DecisionDefinition, ProcessInstance)
        .join(DecisionDefinition, DecisionDefinition.id == DecisionInstance.definition_key)
        .outerjoin(ProcessInstance, ProcessInstance.id == DecisionInstance.instance_key)
        .where(DecisionInstance.company_id == who.company_id)
    )


def _decision(it: DecisionDefinition, model: DecisionRequirements) -> DecisionView:
    return DecisionView(it.id, it.decision_id, it.version, it.version_tag, it.name, it.company_id, _requirements(model))


def _requirements(it: DecisionRequirements) -> RequirementsView:
    return RequirementsView(it.id, it.requirements_id, it.name, it.version, it.company_id, it.file)


def _made(it: DecisionInstance, definition: DecisionDefinition, process: ProcessInstance | None) -> DecisionInstanceView:
    return DecisionInstanceView(
        key=it.id,
        evaluation_key=it.evaluation_key,
        number=it.number,
        definition_key=it.definition_key,
        decision_id=it.decision_id,
        decision_name=definition.name,
        version=definition.version,
        root_key=it.root_key,
        kind=it.kind,
        company_id=it.company_id,
        instance_key=it.instance_key,
        root_instance_key=process.root_key if process else None,
        process_key=process.definition_key if process else None,
        element_instance_key=it.element_instance_key,
        element_id=it.element_id,
        failure=it.failure,
        result=codec.load(it.result),
        notes=_texts(codec.load(it.notes)),
        inputs=tuple(Named(str(each["id"]), str(each["label"]), each["value"]) for each in _listed(it.inputs)),
        rules=tuple(_rule(each) for each in _listed(it.rules)),
        evaluated_at=it.evaluated_at,
    )


def _rule(it: dict[str, Value]) -> MatchedRule:
    number, passed, outputs, annotations = it["number"], it["passed"], it["outputs"], it["annotations"]
    return MatchedRule(
        id=str(it["id"]),
        number=int(str(number)),
        passed=tuple((str(each["label"]), each["value"], str(each["test"])) for each in _dicts(passed)),
        outputs=tuple(Named(str(each["id"]), str(each["name"]), each["value"]) for each in _dicts(outputs)),
        annotations=_texts(annotations),
    )


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else ()


def _listed(text: str) -> list[dict[str, Value]]:
    return _dicts(codec.load(text))


def _dicts(value: Value) -> list[dict[str, Value]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []

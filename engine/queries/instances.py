"""What runs, what has run, and what has each instance gone through?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from engine.model import ElementState, IncidentState
from engine.plans import plan_of
from engine.queries.masking import cockpit
from engine.queries.views import HistoryLine, InstanceCard, InstanceView
from engine.store.seeing import seen_instance
from engine.store.variables import of_instance
from engine.tables import ElementInstance, Incident, ProcessDefinition, ProcessInstance, SequenceFlowTaken
from engine.who import Who

PAGE = 50
HISTORY_PAGE = 500
INCIDENTS = (
    select(func.count())
    .where(Incident.instance_key == ProcessInstance.id, Incident.state == IncidentState.ACTIVE)
    .correlate(ProcessInstance)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which instances of a list; what is None does not matter."""

    process_id: str | None = None
    state: str | None = None
    only_incidents: bool = False


def instances(session: Session, wanted: Wanted | None = None, *, who: Who, limit: int = PAGE, offset: int = 0) -> list[InstanceView]:
    """Instances of this person's company, newest first; who is no operator sees those that they began."""
    found = of_person(who)
    wanted = wanted or Wanted()
    if wanted.process_id:
        found = found.where(ProcessInstance.bpmn_process_id == wanted.process_id)
    if wanted.state:
        found = found.where(ProcessInstance.state == wanted.state)
    if wanted.only_incidents:
        found = found.where(has_incident())
    rows = session.execute(found.order_by(ProcessInstance.id.desc()).limit(limit).offset(offset)).all()
    return [shown_instance(each, definition, count) for each, definition, count in rows]


def instance(session: Session, instance_key: int, *, who: Who) -> InstanceCard:
    """One instance with its variables, personal and restricted ones masked, and where it stands. Raises NotFound or Forbidden."""
    seen_instance(session, instance_key, who)
    found, definition, count = session.execute(_instances().where(ProcessInstance.id == instance_key)).one()
    active = select(ElementInstance.element_id).filter_by(instance_key=instance_key, state=ElementState.ACTIVE)
    taken = select(SequenceFlowTaken.flow_id).filter_by(instance_key=instance_key).distinct()
    return InstanceCard(
        shown_instance(found, definition, count),
        cockpit(session, found, of_instance(session, found)),
        tuple(sorted(set(session.scalars(active)))),
        tuple(sorted(session.scalars(taken))),
    )


def history(session: Session, instance_key: int, *, who: Who, limit: int = HISTORY_PAGE, offset: int = 0) -> list[HistoryLine]:
    """What the instance went through, in order."""
    seen = seen_instance(session, instance_key, who)
    nodes = plan_of(session, seen.definition_key).nodes
    rows = session.scalars(select(ElementInstance).filter_by(instance_key=instance_key).order_by(ElementInstance.id).limit(limit).offset(offset))
    return [
        HistoryLine(
            key=row.id,
            element_id=row.element_id,
            element_name=nodes[row.element_id].name if row.element_id in nodes else row.element_id,
            element_type=row.element_type,
            state=str(row.state),
            started_at=row.started_at,
            ended_at=row.ended_at,
        )
        for row in rows
    ]


def of_person(who: Who) -> Select[ProcessInstance, ProcessDefinition, int]:
    """Instances of this person's company; who is no operator sees those that they began."""
    found = _instances().where(ProcessInstance.company_id == who.company_id)
    return found if who.may("process.operate") else found.where(ProcessInstance.started_by == who.user_id)


def has_incident() -> ColumnElement[bool]:
    return INCIDENTS > 0


def _instances() -> Select[ProcessInstance, ProcessDefinition, int]:
    return select(ProcessInstance, ProcessDefinition, INCIDENTS).join(ProcessDefinition, ProcessDefinition.id == ProcessInstance.definition_key)


def shown_instance(row: ProcessInstance, definition: ProcessDefinition, incidents: int) -> InstanceView:
    return InstanceView(
        key=row.id,
        process_id=row.bpmn_process_id,
        process_name=definition.name,
        version=definition.version,
        definition_key=row.definition_key,
        parent_key=row.parent_key,
        state=str(row.state),
        started_by=row.started_by,
        started_at=row.started_at,
        ended_at=row.ended_at,
        incidents=incidents,
        root_key=row.root_key,
        parent_element_key=row.parent_element_key,
        version_tag=definition.version_tag,
        suspended_at=row.suspended_at,
    )

"""What has stopped, where, and why?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import IncidentState
from engine.queries.views import IncidentView
from engine.tables import Incident, ProcessInstance
from engine.who import Who, require

PAGE = 50


def incidents(
    session: Session, *, who: Who, instance_key: int | None = None, resolved: bool = False, limit: int = PAGE, offset: int = 0
) -> list[IncidentView]:
    """Incidents of this operator's company, newest first."""
    require(who, "process.operate")
    found = (
        select(Incident, ProcessInstance.bpmn_process_id, ProcessInstance.definition_key)
        .join(ProcessInstance, ProcessInstance.id == Incident.instance_key)
        .where(Incident.company_id == who.company_id)
    )
    if instance_key is not None:
        found = found.where(Incident.instance_key == instance_key)
    if not resolved:
        found = found.where(Incident.state == IncidentState.ACTIVE)
    rows = session.execute(found.order_by(Incident.id.desc()).limit(limit).offset(offset)).all()
    return [_view(row, process_id, definition_key) for row, process_id, definition_key in rows]


def _view(row: Incident, process_id: str, definition_key: int) -> IncidentView:
    return IncidentView(
        key=row.id,
        instance_key=row.instance_key,
        process_id=process_id,
        element_id=row.element_id,
        type=str(row.type),
        message=row.message,
        state=str(row.state),
        raised_at=row.raised_at,
        definition_key=definition_key,
        element_instance_key=row.element_instance_key,
        job_key=row.job_key,
    )

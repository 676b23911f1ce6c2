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
        select(Incident, ProcessInstance.bpmn_process_id)
        .join(ProcessInstance, ProcessInstance.id == Incident.instance_key)
        .where(Incident.company_id == who.company_id)
    )
    if instance_key is not None:
        found = found.where(Incident.instance_key == instance_key)
    if not resolved:
        found = found.where(Incident.state == IncidentState.ACTIVE)
    rows = session.execute(found.order_by(Incident.id.desc()).limit(limit).offset(offset)).all()
    return [
        IncidentView(row.id, row.instance_key, process_id, row.element_id, str(row.type), row.message, str(row.state), row.raised_at)
        for row, process_id in rows
    ]

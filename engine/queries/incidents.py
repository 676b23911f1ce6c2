"""What has stopped, where, and why?"""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.model import IncidentState
from engine.queries.masking import cockpit
from engine.queries.views import IncidentCard, IncidentView
from engine.tables import Incident, ProcessInstance
from engine.who import Who, require
from feel import codec
from kit.errors import NotFound
from kit.i18n import _

PAGE = 50


def incidents(
    session: Session, *, who: Who, instance_key: int | None = None, resolved: bool = False, limit: int = PAGE, offset: int = 0
) -> list[IncidentView]:
    """Incidents of this operator's company, newest first."""
    found = of_company(who)
    if instance_key is not None:
        found = found.where(Incident.instance_key == instance_key)
    if not resolved:
        found = found.where(Incident.state == IncidentState.ACTIVE)
    rows = session.execute(found.order_by(Incident.id.desc()).limit(limit).offset(offset)).all()
    return [shown_incident(row, process_id, definition_key) for row, process_id, definition_key in rows]


def incident(session: Session, incident_key: int, *, who: Who) -> IncidentCard:
    """One incident with its variables, personal and restricted ones masked. Raises NotFound."""
    found = session.execute(of_company(who).where(Incident.id == incident_key)).first()
    if found is None:
        raise NotFound(_("There is no incident %(key)s. Look it up in the list of incidents.") % {"key": incident_key})
    row, process_id, definition_key = found
    seen = codec.load(row.variables) if row.variables else {}
    instance = session.get_one(ProcessInstance, row.instance_key)
    return IncidentCard(shown_incident(row, process_id, definition_key), cockpit(session, instance, seen if isinstance(seen, dict) else {}))


def of_company(who: Who) -> Select[Incident, str, int]:
    """All incidents of this operator's company, each with its process."""
    require(who, "process.operate")
    return (
        select(Incident, ProcessInstance.bpmn_process_id, ProcessInstance.definition_key)
        .join(ProcessInstance, ProcessInstance.id == Incident.instance_key)
        .where(Incident.company_id == who.company_id)
    )


def shown_incident(row: Incident, process_id: str, definition_key: int) -> IncidentView:
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

"""How does an operator have the engine try again what stopped in an incident?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.advance import Step
from engine.bpmn import Execution
from engine.model import IncidentState, IncidentType
from engine.store.instances import locked
from engine.store.waking import wake_after_commit
from engine.tables import Incident
from engine.who import Who, require
from kit import audit, clock
from kit.db import execute
from kit.db.types import to_micros
from kit.errors import Conflict, NotFound
from kit.i18n import _


def retry(session: Session, incident_key: int, *, who: Who | None = None, retries: int = 3) -> None:
    """Resolve an incident: its job is due again, or its element runs again."""
    incident = session.get(Incident, incident_key)
    if who is not None:
        require(who, "process.operate")
    if incident is None or (who is not None and incident.company_id != who.company_id):
        raise NotFound(_("There is no incident %(key)s. Look it up in the list of incidents.") % {"key": incident_key})
    locked(session, incident.instance_key)
    session.refresh(incident)
    if incident.state != IncidentState.ACTIVE:
        raise Conflict(_("The incident %(key)s has been resolved already.") % {"key": incident_key})
    incident.state, incident.resolved_at = IncidentState.RESOLVED, clock.now()
    session.flush()
    actor = who.user_id if who else None
    if incident.job_key is not None:
        _job_again(session, incident.job_key, retries)
    else:
        Step(session, actor).act(incident.instance_key, lambda execution: _again(execution, incident))
    audit.record(session, "incident.retry", "incident", incident_key, actor=actor, company_id=incident.company_id)


def _job_again(session: Session, job_key: int, retries: int) -> None:
    statement = "UPDATE job SET state = 'READY', retries = :retries, run_at = :now WHERE id = :key AND state = 'FAILED'"
    execute(session, statement, {"key": job_key, "retries": retries, "now": to_micros(clock.now())})
    wake_after_commit(session)


def _again(execution: Execution, incident: Incident) -> None:
    if incident.type == IncidentType.EXECUTION_LOOP:
        execution.go_on()
    else:
        execution.resume(incident.element_instance_key)

"""How does an operator have the engine try again what stopped in an incident, with other variables if need be?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.advance import Step, at_rest
from engine.bpmn import Execution
from engine.commands.operating import operated
from engine.model import IncidentState, IncidentType, InstanceState, Variables
from engine.store.instances import Instance, locked
from engine.store.waking import wake_after_commit
from engine.tables import Incident
from engine.who import Who, require
from feel import codec
from kit import audit, clock
from kit.db import execute
from kit.db.types import to_micros
from kit.errors import Conflict, NotFound
from kit.i18n import _


def retry(session: Session, incident_key: int, *, who: Who | None = None, retries: int = 3, variables: Mapping[str, object] | None = None) -> None:
    """Resolve an incident: its job is due again, or its element runs again.

    Variables are corrected first, each in the nearest scope that has it; a job is given them too.
    """
    incident, instance = stopped(session, incident_key, who)
    step = Step(session, who.user_id if who else None)
    if incident.job_key is not None:
        given = _corrected(step, instance, incident, variables) if variables else None
        _job_again(session, incident.job_key, retries, given)
    else:
        step.act(instance, lambda execution: _again(execution, incident, variables or {}))
    note(session, "incident.retry", incident, who, {"variables": sorted(variables)} if variables else {})


def retry_all(session: Session, instance_key: int, *, who: Who | None = None) -> None:
    """Resolve every open incident of an instance. Raises Conflict when there is none."""
    instance = operated(session, instance_key, who)
    open_ones = session.scalars(select(Incident.id).filter_by(instance_key=instance.key, state=IncidentState.ACTIVE).order_by(Incident.id)).all()
    if not open_ones:
        raise Conflict(_("The process instance %(key)s has no open incident. Nothing was changed.") % {"key": instance_key})
    for key in open_ones:
        if session.scalars(select(Incident.state).filter_by(id=key)).one() == IncidentState.ACTIVE:
            retry(session, key, who=who)


def stopped(session: Session, incident_key: int, who: Who | None) -> tuple[Incident, Instance]:
    """An open incident of this operator's company, resolved from now on, and its instance, locked.

    Raises NotFound, and Conflict when it has been resolved, or its instance has ended or rests.
    """
    incident = session.get(Incident, incident_key)
    if who is not None:
        require(who, "process.operate")
    if incident is None or (who is not None and incident.company_id != who.company_id):
        raise NotFound(_("There is no incident %(key)s. Look it up in the list of incidents.") % {"key": incident_key})
    instance = locked(session, incident.instance_key)
    session.refresh(incident)
    if incident.state != IncidentState.ACTIVE:
        raise Conflict(_("The incident %(key)s has been resolved already.") % {"key": incident_key})
    if instance.state is not InstanceState.ACTIVE:
        raise at_rest(instance)
    incident.state, incident.resolved_at = IncidentState.RESOLVED, clock.now()
    session.flush()
    return incident, instance


def note(session: Session, action: str, incident: Incident, who: Who | None, detail: Mapping[str, object]) -> None:
    facts: dict[str, object] = {"element": incident.element_id, "instance": str(incident.instance_key), **detail}
    actor = who.user_id if who else None
    audit.record(session, action, "incident", incident.id, actor=actor, company_id=incident.company_id, detail=facts)


def _corrected(step: Step, instance: Instance, incident: Incident, variables: Mapping[str, object]) -> Variables:
    """What the job is given from now on."""
    found: Variables = {}

    def correct(execution: Execution) -> None:
        found.update(execution.correct(incident.element_instance_key, variables))

    step.act(instance, correct)
    return found


def _job_again(session: Session, job_key: int, retries: int, given: Variables | None) -> None:
    statement = (
        "UPDATE job SET state = 'READY', retries = :retries, run_at = :now, given = COALESCE(:given, given) WHERE id = :key AND state = 'FAILED'"
    )
    facts = {"key": job_key, "retries": retries, "now": to_micros(clock.now()), "given": None if given is None else codec.dump(given)}
    execute(session, statement, facts)
    wake_after_commit(session)


def _again(execution: Execution, incident: Incident, variables: Mapping[str, object]) -> None:
    key = incident.element_instance_key
    if variables:
        execution.correct(key, variables)
    if incident.type == IncidentType.EXECUTION_LOOP:
        execution.go_on()
    else:
        execution.resume(key)

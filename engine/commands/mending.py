"""How does an operator get past what stopped in an incident: skip it, or raise the business error that it should have been?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine.advance import Step
from engine.bpmn import Stuck
from engine.commands.retrying import note, stopped
from engine.who import Who
from kit.errors import Conflict
from kit.i18n import _


def skip(session: Session, incident_key: int, outputs: Mapping[str, object] | None = None, *, who: Who | None = None) -> None:
    """Go on as if the element had completed; the outputs are written as its output mapping would have written them.

    Raises Conflict when it is the whole process that has stopped.
    """
    incident, instance = stopped(session, incident_key, who)
    if incident.element_instance_key == instance.key:
        said = _("The whole process %(key)s has stopped, not one element of it, so nothing can be skipped. Correct its variables, then retry.")
        raise Conflict(said % {"key": instance.key})
    Step(session, who.user_id if who else None).act(instance, lambda execution: execution.skip(incident.element_instance_key, outputs or {}))
    note(session, "incident.skip", incident, who, {"outputs": sorted(outputs or {})})


def raise_error(
    session: Session, incident_key: int, code: str, message: str = "", variables: Mapping[str, object] | None = None, *, who: Who | None = None
) -> None:
    """Throw a BPMN error from where it stopped; its error event takes it. Raises Conflict when nothing catches it."""
    incident, instance = stopped(session, incident_key, who)
    step, key = Step(session, who.user_id if who else None), incident.element_instance_key
    try:
        step.act(instance, lambda execution: execution.raise_error(key, code, message, variables or {}))
    except Stuck as stuck:
        raise Conflict(stuck.message) from stuck
    note(session, "incident.error", incident, who, {"code": code})

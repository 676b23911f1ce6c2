"""How does an operator begin an ended instance anew?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.advance import Beginning, Step
from engine.bpmn import NoStart
from engine.commands.operating import note, operated
from engine.model import InstanceState
from engine.store import definitions
from engine.tables import ProcessInstance
from engine.who import Who
from feel import codec
from kit.errors import Conflict
from kit.i18n import _


def restart(session: Session, instance_key: int, *, who: Who | None = None, newest: bool = False) -> int:
    """Begin a new instance with what an ended one was begun with; gives its key.

    It runs the same version, or the newest one. Raises Conflict while the old one runs.
    """
    old = operated(session, instance_key, who)
    if old.state in {InstanceState.ACTIVE, InstanceState.SUSPENDED}:
        raise Conflict(_("The process instance %(key)s still runs. Only one that has ended can be restarted.") % {"key": instance_key})
    row = session.get_one(ProcessInstance, instance_key)
    definition = definitions.by_key(session, old.definition_key)
    if newest:
        definition = definitions.required(session, definition.bpmn_process_id, old.company_id)
    found = codec.load(row.given)
    given = found if isinstance(found, dict) else {}
    beginning = Beginning(given, department_id=old.department_id)
    if row.start_event_id is not None:
        beginning = Beginning({}, row.start_event_id, given, department_id=old.department_id)
    try:
        key = Step(session, who.user_id if who else None).begin(definition, old.company_id, beginning)
    except NoStart as error:
        raise Conflict(str(error)) from error
    note(session, "process.restart", old, who, {"new": str(key), "version": definition.version})
    return key

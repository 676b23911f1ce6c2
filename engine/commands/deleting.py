"""How does an operator delete an ended instance with its history?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.commands.operating import note, operated
from engine.model import InstanceState
from engine.store.deleting import delete_family
from engine.who import Who
from kit.errors import Conflict
from kit.i18n import _


def delete(session: Session, instance_key: int, *, who: Who | None = None) -> None:
    """Delete the instance and whatever it called. Audit rows and what operations did stay.

    Raises Conflict while it runs, and when another instance called it.
    """
    instance = operated(session, instance_key, who)
    if instance.root_key != instance_key:
        said = _("The process instance %(key)s was called by %(root)s and is deleted with it. Delete that one.")
        raise Conflict(said % {"key": instance_key, "root": instance.root_key})
    if instance.state in {InstanceState.ACTIVE, InstanceState.SUSPENDED}:
        raise Conflict(_("The process instance %(key)s still runs. Cancel it first, then delete it.") % {"key": instance_key})
    count = delete_family(session, instance_key)
    note(session, "process.delete", instance, who, {"definition": str(instance.definition_key), "state": instance.state.value, "instances": count})

"""Which instance does an operator mean, may they change it, and where does it stand that they did?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine.store.instances import Instance, locked
from engine.who import Who, require
from kit import audit
from kit.errors import NotFound
from kit.i18n import _

OPERATE = "process.operate"


def operated(session: Session, instance_key: int, who: Who | None) -> Instance:
    """The instance of this operator's company, locked. Without `who` the system itself asks. Raises Forbidden, NotFound."""
    if who is not None:
        require(who, OPERATE)
    instance = locked(session, instance_key)
    if who is not None and who.company_id != instance.company_id:
        raise NotFound(_("There is no process instance %(key)s. Look it up in the list of instances.") % {"key": instance_key})
    return instance


def note(session: Session, action: str, instance: Instance, who: Who | None, detail: Mapping[str, object] | None = None) -> None:
    """The audit row of what was done to the instance."""
    actor = who.user_id if who else None
    audit.record(session, action, "process_instance", instance.key, actor=actor, company_id=instance.company_id, detail=dict(detail or {}))

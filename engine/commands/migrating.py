"""How does a running instance go on in another version of its process?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from engine.advance import Step, at_rest
from engine.bpmn import CannotMigrate, Rebound
from engine.commands.operating import note, operated
from engine.migrating import bound
from engine.model import InstanceState
from engine.store import resting
from engine.store.instances import Instance
from engine.store.rebinding import Moved, follow
from engine.who import Who
from kit.errors import Conflict
from kit.i18n import _


def migrate(session: Session, instance_key: int, target_key: int, mapping: Mapping[str, str] | None = None, *, who: Who | None = None) -> None:
    """Move it to that definition. Elements of the same id and type carry over; `mapping` names the others' counterparts.

    Raises Conflict with every reason, its code NEEDS_MAPPING or CANNOT; then nothing is changed. The way back is a migration
    by the mapping turned round.
    """
    instance = operated(session, instance_key, who)
    if instance.state is InstanceState.SUSPENDED:
        resting.wake(session, instance_key)
        _move(session, replace(instance, state=InstanceState.ACTIVE), target_key, mapping or {}, who)
        resting.rest(session, instance_key)
    elif instance.state is InstanceState.ACTIVE:
        _move(session, instance, target_key, mapping or {}, who)
    else:
        raise at_rest(instance)


def _moved(rebound: Rebound) -> Moved:
    elements = [(key, node.id, node.type) for key, node in rebound.elements.items()]
    return Moved(elements, [(key, node.id) for key, node in rebound.waits.items()], rebound.tasks)


def _move(session: Session, instance: Instance, target_key: int, mapping: Mapping[str, str], who: Who | None) -> None:
    try:
        new = bound(session, instance, target_key, mapping)
        follow(session, instance, new.definition, _moved(new.rebound))
        moved = replace(instance, definition_key=target_key)
        Step(session, who.user_id if who else None).adopt(moved, new.state, lambda execution: execution.adopt(new.rebound), new.stored)
    except CannotMigrate as refused:
        said = _("The process instance %(key)s cannot be migrated so; nothing was changed.") % {"key": instance.key}
        raise Conflict("\n".join([said, *refused.reasons]), code=refused.verdict.value) from refused
    detail: dict[str, object] = {"from": str(instance.definition_key), "to": str(target_key)}
    note(session, "process.migrate", instance, who, {**detail, "mapping": dict(mapping)} if mapping else detail)

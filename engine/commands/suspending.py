"""How does an operator bring an instance to rest, and set it going again?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.advance import at_rest
from engine.commands.operating import note, operated
from engine.model import InstanceState
from engine.store import resting
from engine.store.instances import locked
from engine.who import Who
from kit.errors import Conflict
from kit.i18n import _


def suspend(session: Session, instance_key: int, *, who: Who | None = None) -> None:
    """Timers, jobs, messages, signals and tasks of the instance, and of what it called, wait until it is resumed.

    Raises Conflict when it is not active.
    """
    instance = operated(session, instance_key, who)
    if instance.state is not InstanceState.ACTIVE:
        raise at_rest(instance)
    count = resting.rest(session, instance_key)
    note(session, "process.suspend", instance, who, {"instances": count})


def resume(session: Session, instance_key: int, *, who: Who | None = None) -> None:
    """Go on, and with it whatever it called: what became due in the meantime happens now.

    Raises Conflict when it is not suspended, or when it was called by one that is.
    """
    instance = operated(session, instance_key, who)
    if instance.state is InstanceState.ACTIVE:
        raise Conflict(_("The process instance %(key)s is not suspended. Nothing was changed.") % {"key": instance_key})
    if instance.state is not InstanceState.SUSPENDED:
        raise at_rest(instance)
    if instance.parent_key is not None and locked(session, instance.parent_key).state is InstanceState.SUSPENDED:
        said = _("The process instance %(key)s was called by %(parent)s, which is suspended too. Resume that one.")
        raise Conflict(said % {"key": instance_key, "parent": instance.parent_key})
    count = resting.wake(session, instance_key)
    note(session, "process.resume", instance, who, {"instances": count})

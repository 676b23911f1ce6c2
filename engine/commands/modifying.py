"""How does an operator change by hand where the tokens of an instance stand?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.advance import Step
from engine.bpmn import Activate, CannotModify, Modification, Move, Place
from engine.commands.operating import note, operated
from engine.who import Who
from kit.errors import BadRequest
from kit.i18n import _


def modify(session: Session, instance_key: int, wanted: Modification, *, who: Who | None = None) -> None:
    """Move, begin and end tokens, all of it or nothing; timers, jobs, tasks and subscriptions follow.

    Raises BadRequest with every reason against it, and Conflict when the instance has ended.
    """
    instance = operated(session, instance_key, who)
    if wanted == Modification():
        raise BadRequest(_("The modification asks for nothing. Give at least one instruction."))
    try:
        Step(session, who.user_id if who else None).act_anyway(instance, lambda execution: execution.modify(wanted))
    except CannotModify as refused:
        said = _("The process instance %(key)s cannot be modified so; nothing was changed.") % {"key": instance_key}
        raise BadRequest("\n".join([said, *refused.reasons])) from refused
    note(session, "process.modify", instance, who, _told(wanted))


def _told(wanted: Modification) -> dict[str, object]:
    """The instructions as an audit row keeps them: without values."""
    told = {
        "activate": [_activated(each) for each in wanted.activate],
        "terminate": [_named(each) for each in wanted.terminate],
        "move": [_moved(each) for each in wanted.move],
        "variables": sorted({name for each in wanted.variables for name in each.variables}),
    }
    return {name: value for name, value in told.items() if value}


def _activated(each: Activate) -> str:
    return each.element_id if each.ancestor_key is None else f"{each.element_id} in {each.ancestor_key}"


def _moved(each: Move) -> str:
    return f"{_named(each.source)} > {each.target_id}"


def _named(place: Place) -> str:
    return str(place.key) if place.key is not None else str(place.element_id)

"""What plan would move instances to another version, and what would become of each?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.bpmn import CannotMigrate, Execution, Match, Verdict, dump, load
from engine.migrating import bound, suggested, visible_definition
from engine.model import InstanceState
from engine.plans import plan_of
from engine.services import StepServices
from engine.store.instances import Instance, unlocked
from engine.who import Who, require
from kit import clock
from kit.errors import Conflict
from kit.i18n import _


@dataclass(frozen=True, slots=True)
class Unmatched:
    """An element of the old version without a counterpart that could be guessed."""

    element_id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A plan to look at and to edit."""

    source_key: int
    target_key: int
    matches: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a plan means for one instance."""

    instance_key: int
    verdict: Verdict
    reasons: tuple[str, ...] = ()


def suggest_migration(session: Session, source_key: int, target_key: int, *, who: Who) -> Suggestion:
    """By id and type, then by name, then by the same work."""
    require(who, "process.operate")
    for key in (source_key, target_key):
        visible_definition(session, key, who.company_id)
    found = suggested(session, source_key, target_key)
    known = {match.source_id for match in found}
    nodes = plan_of(session, source_key).nodes.values()
    left = [Unmatched(node.id, node.name, node.kind) for node in nodes if node.id not in known and node.container is not None]
    return Suggestion(source_key, target_key, found, tuple(left))


def weigh_migration(session: Session, keys: Iterable[int], target_key: int, mapping: Mapping[str, str] | None = None, *, who: Who) -> list[Weighed]:
    """Sort instances of this company into those that carry over, those that need a mapping, and those that cannot.

    Nothing is changed: a copy of each is bound to the new version, waits there for what that waits for, is written down and
    read again.
    """
    require(who, "process.operate")
    return [_weigh(session, key, target_key, mapping or {}, who) for key in keys]


def _weigh(session: Session, key: int, target_key: int, mapping: Mapping[str, str], who: Who) -> Weighed:
    instance = unlocked(session, key)
    if instance is None or instance.company_id != who.company_id:
        return Weighed(key, Verdict.CANNOT, (_("There is no process instance %(key)s. Look it up in the list of instances.") % {"key": key},))
    if instance.state not in {InstanceState.ACTIVE, InstanceState.SUSPENDED}:
        return Weighed(key, Verdict.CANNOT, (_("It has ended."),))
    try:
        _try(session, instance, target_key, mapping)
    except CannotMigrate as refused:
        return Weighed(key, refused.verdict, refused.reasons)
    except Conflict as error:
        return Weighed(key, Verdict.CANNOT, (error.message,))
    return Weighed(key, Verdict.CARRIES_OVER)


def _try(session: Session, instance: Instance, target_key: int, mapping: Mapping[str, str]) -> None:
    new = bound(session, instance, target_key, mapping)
    execution = Execution(new.state.plan, new.state, StepServices(session, instance, None), clock.now())
    execution.adopt(new.rebound, only_try=True)
    load(new.state.plan, dump(new.state))

"""What becomes of what is alive in an instance, bound to another version of its process?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.bpmn import Because, Match, Rebound, State, load, matches, rebind
from engine.plans import plan_of
from engine.store.definitions import Definition, by_key
from engine.store.instances import Instance, scope_rows
from engine.tables import ProcessDefinition
from kit.errors import Conflict, NotFound
from kit.i18n import _


@dataclass(frozen=True, slots=True)
class Bound:
    """A copy of what is alive, in the new version; nothing is stored yet."""

    definition: Definition
    state: State
    rebound: Rebound
    stored: frozenset[int]
    """The keys of its scopes' rows."""


def bound(session: Session, instance: Instance, target_key: int, mapping: Mapping[str, str]) -> Bound:
    """Elements of the same id and type carry over by themselves; `mapping` says the rest, and what is to be otherwise.

    Raises CannotMigrate, NotFound, and Conflict when it runs this version already.
    """
    definition = visible_definition(session, target_key, instance.company_id)
    if definition.id == instance.definition_key:
        raise Conflict(_("The process instance %(key)s runs this version already.") % {"key": instance.key})
    source, target = plan_of(session, instance.definition_key), plan_of(session, target_key)
    same = {match.source_id: match.target_id for match in matches(source, target) if match.because is Because.SAME_ID}
    rows = scope_rows(session, instance)
    state = load(source, rows)
    rebound = rebind(state, target, {**same, **mapping})
    return Bound(definition, state, rebound, frozenset(row.scope_key for row in rows))


def suggested(session: Session, source_key: int, target_key: int) -> tuple[Match, ...]:
    """The counterparts that can be guessed."""
    return matches(plan_of(session, source_key), plan_of(session, target_key))


def visible_definition(session: Session, key: int, company_id: int) -> Definition:
    """A definition that this company runs. Raises NotFound."""
    found = session.get(ProcessDefinition, key)
    if found is None or found.company_id not in {None, company_id}:
        raise NotFound(_("There is no process definition %(key)s. Look it up in the list of processes.") % {"key": key})
    return by_key(session, key)

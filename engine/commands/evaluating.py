"""Which processes begin because a condition holds? Somebody says what is so; conditional start events look at it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine.advance import Beginning, Step
from engine.bpmn import EventKind, Stuck
from engine.plans import plan_of
from engine.store import definitions
from engine.who import Who, require
from kit import audit
from kit.db import execute
from kit.errors import NotFound
from kit.i18n import _

LISTENERS = (
    "SELECT s.definition_key, s.element_id, d.bpmn_process_id, d.company_id FROM subscription s"
    " JOIN process_definition d ON d.id = s.definition_key"
    " WHERE s.kind = 'CONDITION' AND (s.company_id = :company OR s.company_id IS NULL) ORDER BY s.id"
)


def evaluate_conditions(session: Session, variables: Mapping[str, object], *, who: Who, definition_key: int | None = None) -> list[tuple[int, int]]:
    """Begin an instance at each conditional start event that holds for these variables; they become the instance's.

    Gives the keys of definition and instance. A condition that gives neither true nor false does not hold.
    """
    require(who, "process.start")
    if definition_key is not None:
        _require(session, definition_key, who)
    rows = execute(session, LISTENERS, {"company": who.company_id}).mappings().all()
    own = {row["bpmn_process_id"] for row in rows if row["company_id"] is not None}
    begun = []
    for row in rows:
        is_meant = definition_key in (None, row["definition_key"]) and (row["company_id"] is not None or row["bpmn_process_id"] not in own)
        if is_meant and _holds(session, row["definition_key"], row["element_id"], variables):
            begun.append((row["definition_key"], _begin(session, row["definition_key"], row["element_id"], variables, who)))
    return begun


def _require(session: Session, definition_key: int, who: Who) -> None:
    found = execute(session, "SELECT company_id FROM process_definition WHERE id = :key", {"key": definition_key}).first()
    if found is None or found.company_id not in {None, who.company_id}:
        raise NotFound(_("There is no process definition %(key)s. Look it up in the list of processes.") % {"key": definition_key})


def _holds(session: Session, definition_key: int, element_id: str, variables: Mapping[str, object]) -> bool:
    starts = (start for start in plan_of(session, definition_key).start_events if start.id == element_id)
    conditions = (each.when for start in starts for each in start.definitions if each.kind is EventKind.CONDITION and each.when is not None)
    for condition in conditions:
        try:
            if condition.of(variables) is True:
                return True
        except Stuck:
            continue
    return False


def _begin(session: Session, definition_key: int, element_id: str, variables: Mapping[str, object], who: Who) -> int:
    definition = definitions.by_key(session, definition_key)
    key = Step(session, who.user_id).begin(definition, who.company_id, Beginning({}, element_id, variables))
    detail: dict[str, object] = {"process": definition.bpmn_process_id, "version": definition.version, "condition": element_id}
    audit.record(session, "process.start", "process_instance", key, actor=who.user_id, company_id=who.company_id, detail=detail)
    return key

"""How does a running step call operations?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine import asking, decisions, model
from engine.store.instances import Instance
from engine.store.keeping import Row
from kit import keys, operations
from kit.errors import Conflict, NotFound
from kit.i18n import _


class StepServices:
    """engine.asking.Services over the registered operations, for one step of one instance."""

    def __init__(self, session: Session, instance: Instance, actor: int | None) -> None:
        self._session = session
        self._instance = instance
        self._actor = actor
        self._keys = keys.Keys()
        self._made: set[int] = set()
        self.pending: list[operations.Entry] = []
        """What was done in this step: rows that are written together at its end."""
        self.decided: list[Row] = []
        """How decisions were made in this step: the same."""

    def new_key(self) -> int:
        key = self._keys.new()
        self._made.add(key)
        return key

    def is_inline(self, job_type: str) -> bool:
        return operations.known(job_type) and not operations.get(job_type).slow

    def is_operation(self, job_type: str) -> bool:
        return operations.known(job_type)

    def call(self, operation: str, element_instance_key: int, element_id: str, given: Mapping[str, object]) -> asking.Answer:
        """Exactly once for this element instance."""
        pending = self.pending if element_instance_key in self._made else None
        context = self._context(self._key(element_instance_key), element_id, pending)
        try:
            return answer_of(operations.call(self._session, operation, context, given))
        except (Conflict, NotFound) as error:
            return asking.Failed(error.message)

    def decide(self, asked: asking.DecisionCall) -> asking.Decided | asking.Undecided:
        home = self._instance
        definition = decisions.meant(self._session, asked, home.definition_key, home.company_id)
        if definition is None:
            said = _("The decision “%(decision)s” is not deployed. Deploy it, then retry.") % {"decision": asked.decision_id}
            return asking.Undecided(model.IncidentType.CALLED_DECISION_ERROR, said)
        made = decisions.decide(self._session, definition, asked.variables)
        place = decisions.Asker(home.company_id, home.key, asked.element_instance_key, asked.element_id)
        self.decided += decisions.rows(self._session, definition, made, place)
        if made.failure is not None:
            return asking.Undecided(model.IncidentType.DECISION_EVALUATION_ERROR, made.failure)
        return asking.Decided(made.value)

    def can_undo(self, job_type: str) -> bool:
        return operations.known(job_type) and operations.get(job_type).undo is not None

    def undo(self, operation: str, element_instance_key: int, element_id: str) -> asking.Answer:
        done_key = self._key(element_instance_key)
        operations.write(self._session, self.pending)
        self.pending.clear()
        outcome = operations.undo(self._session, operation, self._context(f"{done_key}:undo", element_id), done_key)
        if outcome is None:
            return asking.Failed(_("The operation %(operation)s cannot be taken back.") % {"operation": operation})
        return answer_of(outcome)

    def _key(self, element_instance_key: int) -> str:
        return call_key(self._instance.key, element_instance_key)

    def _context(self, key: str, element_id: str, pending: list[operations.Entry] | None = None) -> operations.Context:
        instance = self._instance
        return operations.Context(self._session, instance.company_id, self._actor, key, instance.key, element_id, pending)


def call_key(instance_key: int, element_instance_key: int) -> str:
    """What protects the effect of one element instance from being done twice; a migration to another element keeps it."""
    return f"{instance_key}:{element_instance_key}"


def answer_of(outcome: operations.Outcome) -> asking.Answer:
    if isinstance(outcome, operations.Done):
        return asking.Done(dict(outcome.result))
    if isinstance(outcome, operations.Refused):
        return asking.Refused(outcome.code, outcome.message)
    return asking.Failed(outcome.message)

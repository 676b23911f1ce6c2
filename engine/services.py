"""How does a running step call operations?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine import model
from engine.store.instances import Instance
from kit import keys, operations
from kit.errors import Conflict, NotFound
from kit.i18n import _


class StepServices:
    """engine.model.Services over the registered operations, for one step of one instance."""

    def __init__(self, session: Session, instance: Instance, actor: int | None) -> None:
        self._session = session
        self._instance = instance
        self._actor = actor
        self._made: set[int] = set()
        self.pending: list[operations.Entry] = []
        """What was done in this step: rows that are written together at its end."""

    def new_key(self) -> int:
        key = keys.new_key()
        self._made.add(key)
        return key

    def is_inline(self, job_type: str) -> bool:
        return operations.known(job_type) and not operations.get(job_type).slow

    def is_operation(self, job_type: str) -> bool:
        return operations.known(job_type)

    def call(self, operation: str, element_instance_key: int, element_id: str, given: Mapping[str, object]) -> model.Answer:
        """Exactly once for this element instance."""
        pending = self.pending if element_instance_key in self._made else None
        context = self._context(self._key(element_instance_key, element_id), element_id, pending)
        try:
            return answer_of(operations.call(self._session, operation, context, given))
        except (Conflict, NotFound) as error:
            return model.Failed(error.message)

    def can_undo(self, job_type: str) -> bool:
        return operations.known(job_type) and operations.get(job_type).undo is not None

    def undo(self, operation: str, element_instance_key: int, element_id: str) -> model.Answer:
        done_key = self._key(element_instance_key, element_id)
        operations.write(self._session, self.pending)
        self.pending.clear()
        outcome = operations.undo(self._session, operation, self._context(f"{done_key}:undo", element_id), done_key)
        if outcome is None:
            return model.Failed(_("The operation %(operation)s cannot be taken back.") % {"operation": operation})
        return answer_of(outcome)

    def _key(self, element_instance_key: int, element_id: str) -> str:
        return call_key(self._instance.key, element_id, element_instance_key)

    def _context(self, key: str, element_id: str, pending: list[operations.Entry] | None = None) -> operations.Context:
        instance = self._instance
        return operations.Context(self._session, instance.company_id, self._actor, key, instance.key, element_id, pending)


def call_key(instance_key: int, element_id: str, element_instance_key: int) -> str:
    """What protects the effect of one element instance from being done twice."""
    return f"{instance_key}:{element_id}:{element_instance_key}"


def answer_of(outcome: operations.Outcome) -> model.Answer:
    if isinstance(outcome, operations.Done):
        return model.Done(dict(outcome.result))
    if isinstance(outcome, operations.Refused):
        return model.Refused(outcome.code, outcome.message)
    return model.Failed(outcome.message)

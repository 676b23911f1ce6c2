"""What an operation knows while it runs, and how it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session, SessionTransaction

from kit import clock, links, messages

if TYPE_CHECKING:
    from kit.operations.ledger import Entry


class BusinessError(Exception):
    """The operation says no for a reason of the business: BPMN's error event with this code catches it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Context:
    """One call: for whom, under which key, and where it works.

    `pending` is for a key that was made in this very transaction, so that nothing can have been done under it: who calls writes these rows together.
    """

    __slots__ = ("_guards", "_session", "actor", "company_id", "element_id", "instance_key", "key", "pending", "savepoint")

    def __init__(  # noqa: PLR0913  a call has these facts
        self,
        session: Session,
        company_id: int,
        actor: int | None,
        key: str,
        instance_key: int | None = None,
        element_id: str | None = None,
        pending: list[Entry] | None = None,
        *,
        guards: bool = False,
    ) -> None:
        self._session = session
        self._guards = guards
        self.company_id = company_id
        self.actor = actor
        self.key = key
        self.instance_key = instance_key
        self.element_id = element_id
        self.pending = pending
        self.savepoint: SessionTransaction | None = None

    def guarded(self) -> Context:
        """The same for the operation itself, whose effects are undone alone."""
        return Context(self._session, self.company_id, self.actor, self.key, self.instance_key, self.element_id, self.pending, guards=True)

    @property
    def session(self) -> Session:
        """Under a SAVEPOINT, which is set when an operation first asks for it: one that keeps nothing pays for none."""
        if self._guards and self.savepoint is None:
            self.savepoint = self._session.begin_nested()
        return self._session

    @property
    def now(self) -> datetime:
        return clock.now()

    def link(self, entity_type: str, entity_id: int, role: str = "subject") -> None:
        """Say that this process instance is about that row."""
        if self.instance_key is not None:
            links.link(self.session, self.instance_key, entity_type, entity_id, role)

    def publish(self, name: str, correlation_key: str, variables: Mapping[str, object] | None = None) -> None:
        """Tell processes: the message is correlated after this transaction is committed."""
        messages.publish(self.session, name, correlation_key, variables or {}, company_id=self.company_id)


@dataclass(frozen=True, slots=True)
class Outside:
    """What a slow operation knows: no session, for it runs outside any transaction. `key` is its idempotency key, the same on each try."""

    company_id: int
    actor: int | None
    key: str
    instance_key: int | None = None
    element_id: str | None = None

    @property
    def now(self) -> datetime:
        return clock.now()

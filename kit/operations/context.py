"""What an operation knows while it runs, and how it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from kit import clock, links, messages

if TYPE_CHECKING:
    from kit.operations.ledger import Entry


class BusinessError(Exception):
    """The operation says no for a reason of the business: BPMN's error event with this code catches it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Context:
    session: Session
    company_id: int
    actor: int | None
    key: str
    instance_key: int | None = None
    element_id: str | None = None
    pending: list[Entry] | None = None
    """For a key that was made in this very transaction, so that nothing can have been done under it: who calls writes these rows together."""

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

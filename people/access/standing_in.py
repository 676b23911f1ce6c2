"""In whose place does a person work just now? Chains count: who stands in for an absent substitute stands in for both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kit import clock
from people.access.tables import Substitution


@dataclass(frozen=True, slots=True)
class Scope:
    """What of an absent person's work: a role, a process, and since when it may have opened; None is no limit."""

    role: str | None = None
    process_id: str | None = None
    opened_since: datetime | None = None

    def within(self, other: Scope) -> Scope | None:
        """What both allow, or None when that is nothing."""
        if self.role and other.role and self.role != other.role:
            return None
        if self.process_id and other.process_id and self.process_id != other.process_id:
            return None
        moments = [each for each in (self.opened_since, other.opened_since) if each is not None]
        return Scope(self.role or other.role, self.process_id or other.process_id, max(moments, default=None))


def scope_of(row: Substitution) -> Scope:
    return Scope(row.role, row.process_id, None if row.takes_existing else row.valid_from)


def absent_for(session: Session, company_id: int, user_id: int) -> list[tuple[int, Scope]]:
    """The absent people in whose place this person works now, and what of their work."""
    now = clock.now()
    current = select(Substitution).where(Substitution.company_id == company_id, Substitution.valid_to > now, Substitution.valid_from <= now)
    rows = session.scalars(current.order_by(Substitution.id)).all()
    return list(dict.fromkeys(_chain(rows, user_id, Scope(), (user_id,)))) if rows else []


def _chain(rows: Sequence[Substitution], person: int, limit: Scope, path: tuple[int, ...]) -> Iterator[tuple[int, Scope]]:
    for row in rows:
        scope = limit.within(scope_of(row))
        if row.substitute_id != person or row.absent_id in path or scope is None:
            continue
        yield row.absent_id, scope
        yield from _chain(rows, row.absent_id, scope, (*path, row.absent_id))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, and what of somebody's work."""

    begins: datetime
    ends: datetime
    scope: Scope

    def within(self, row: Substitution) -> Stretch | None:
        scope = self.scope.within(replace(scope_of(row), opened_since=None))
        begins, ends = max(self.begins, row.valid_from), min(self.ends, row.valid_to)
        return None if scope is None or begins >= ends else Stretch(begins, ends, scope)


def leads_back(rows: Sequence[Substitution], substitute: int, absent: int, stretch: Stretch) -> list[int]:
    """The chain from the substitute to the absent person at one and the same time, if there is one: nobody would be left to work."""
    return _search(rows, (substitute,), lambda person: person == absent, stretch)


def _search(rows: Sequence[Substitution], path: tuple[int, ...], found: Callable[[int], bool], stretch: Stretch) -> list[int]:
    for row in rows:
        rest = stretch.within(row)
        if row.absent_id != path[-1] or rest is None:
            continue
        if found(row.substitute_id):
            return [*path, row.substitute_id]
        if row.substitute_id not in path and (chain := _search(rows, (*path, row.substitute_id), found, rest)):
            return chain
    return []

"""In whose names does a person work: in their own, and in that of everybody for whom they stand in just now?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.who import SEES_ALL_DEPARTMENTS, Who


@dataclass(frozen=True, slots=True)
class Hat:
    """One name to work in, and which tasks belong to it."""

    user_id: int
    name: str
    groups: frozenset[str]
    departments: frozenset[int]
    sees_all: bool
    is_own: bool = True
    role: str | None = None
    process_id: str | None = None
    opened_since: datetime | None = None

    @property
    def names(self) -> tuple[str, str]:
        """How a model or a claim may name this person."""
        return str(self.user_id), self.name

    @property
    def offers(self) -> list[tuple[str, str]]:
        """The candidates that mean this person, by kind and name; a substitute is not offered what is open to all anyway."""
        groups = [("GROUP", name) for name in sorted(self.groups)]
        return [*groups, *(("USER", name) for name in self.names), *([("ALL", "")] if self.is_own else [])]

    def reaches(self, department_id: int | None) -> bool:
        return department_id is None or self.sees_all or department_id in self.departments


def hats(who: Who) -> tuple[Hat, ...]:
    """The person's own first."""
    return (own_hat(who), *_others(who))


def own_hat(who: Who) -> Hat:
    return Hat(who.user_id, who.name, who.roles | who.groups, who.departments, who.level >= SEES_ALL_DEPARTMENTS)


def _others(who: Who) -> Iterator[Hat]:
    for it in who.stand_ins:
        sees_all = it.level >= SEES_ALL_DEPARTMENTS
        yield Hat(it.user_id, it.name, it.roles, it.departments, sees_all, False, it.role, it.process_id, it.opened_since)

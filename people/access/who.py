"""Who asks, and what may they do here and now?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody absent for whom a person works just now: what of theirs, and since when it may have opened."""

    user_id: int
    name: str
    roles: frozenset[str] = frozenset()
    """The roles and groups whose tasks are looked after: of one role, or all that the absent person holds here."""
    role: str | None = None
    process_id: str | None = None
    opened_since: datetime | None = None
    """None where tasks from before the absence are looked after too."""
    level: int = 1
    departments: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Who:
    """A person in their active company, with the roles and permissions that hold there now.

    Levels: 1 staff, 2 team lead, 3 department head, 4 director, 5 head.
    """

    user_id: int
    name: str
    company_id: int
    level: int = 1
    roles: frozenset[str] = field(default_factory=frozenset)
    groups: frozenset[str] = field(default_factory=frozenset)
    departments: frozenset[int] = field(default_factory=frozenset)
    permissions: frozenset[str] = field(default_factory=frozenset)
    language: str = "en"
    limited: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    """The roles held in some departments only, with each of these departments."""
    stand_ins: tuple[StandIn, ...] = ()
    """Whose substitute they are at this moment."""

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def holds(self, role: str, department: int | None = None) -> bool:
        """Whether the role is held at all or, with a department, there."""
        if department is None or role not in self.roles:
            return role in self.roles
        return (role, department) in self.limited or role not in {limited for limited, _ in self.limited}

"""Who asks, and what may they do here and now?"""

from __future__ import annotations

from dataclasses import dataclass, field


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

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def holds(self, role: str) -> bool:
        return role in self.roles

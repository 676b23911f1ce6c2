"""What must the engine know of the person who asks?"""

from __future__ import annotations

from typing import Protocol

from kit.errors import Forbidden
from kit.i18n import _

SEES_ALL_DEPARTMENTS = 4


class Who(Protocol):
    """people.access.Who, as far as the engine looks at it."""

    @property
    def user_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def company_id(self) -> int: ...
    @property
    def level(self) -> int: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def groups(self) -> frozenset[str]: ...
    @property
    def departments(self) -> frozenset[int]: ...
    def may(self, permission: str) -> bool: ...


def require(who: Who, permission: str) -> None:
    if not who.may(permission):
        raise Forbidden(
            _("%(name)s lacks the permission “%(permission)s”. Ask an administrator for a role that has it.")
            % {"name": who.name, "permission": permission}
        )

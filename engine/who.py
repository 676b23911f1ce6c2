"""Who asks the engine, and may they?"""

from __future__ import annotations

from kit.errors import Forbidden
from kit.i18n import _
from people.access import Who

__all__ = ["SEES_ALL_DEPARTMENTS", "Who", "require"]

SEES_ALL_DEPARTMENTS = 4


def require(who: Who, permission: str) -> None:
    if not who.may(permission):
        raise Forbidden(
            _("%(name)s lacks the permission “%(permission)s”. Ask an administrator for a role that has it.")
            % {"name": who.name, "permission": permission}
        )

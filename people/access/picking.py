"""How does a form's picker find a colleague?"""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kit.i18n import N_
from kit.references import Choice, reference
from people.access.tables import AppUser, GroupMember, RoleGrant
from people.access.who import Who


@reference("user", label=N_("Colleague"))
class Colleagues:
    """People who hold, or held, a role in the asking person's company."""

    def search(self, session: Session, who: Who, text: str, limit: int) -> list[Choice]:
        named = _colleagues(who).where(AppUser.active, AppUser.name.icontains(text, autoescape=True))
        return [Choice(str(user.id), user.name) for user in session.scalars(named.order_by(AppUser.name, AppUser.id).limit(limit))]

    def find(self, session: Session, who: Who, key: str) -> Choice | None:
        if not key.isdecimal() or int(key) >= 2**63:
            return None
        user = session.scalars(_colleagues(who).where(AppUser.id == int(key))).one_or_none()
        return None if user is None else Choice(key, user.name)


def _colleagues(who: Who) -> Select[AppUser]:
    here = select(RoleGrant.user_id).where(RoleGrant.company_id == who.company_id, RoleGrant.user_id.is_not(None))
    groups = select(RoleGrant.group_id).where(RoleGrant.company_id == who.company_id)
    members = select(GroupMember.user_id).where(GroupMember.group_id.in_(groups))
    return select(AppUser).where(AppUser.id.in_(here.union(members)))

"""Who holds a role in a company now?"""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kit import clock
from people.access.tables import AppUser, GroupMember, Role, RoleGrant


def holders(session: Session, company_id: int, role: str) -> list[AppUser]:
    """The people, themselves or by a group, whose grant is valid and whose user is open; by name."""
    now = clock.now()
    grants = select(RoleGrant).join(Role, RoleGrant.role_id == Role.id).where(
        Role.code == role,
        RoleGrant.company_id == company_id,
        or_(RoleGrant.valid_from.is_(None), RoleGrant.valid_from <= now),
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > now),
    )  # fmt: skip
    held = grants.subquery()
    members = select(GroupMember.user_id).where(GroupMember.group_id.in_(select(held.c.group_id)))
    here = or_(AppUser.id.in_(select(held.c.user_id)), AppUser.id.in_(members))
    return list(session.scalars(select(AppUser).where(AppUser.active, here).order_by(AppUser.name, AppUser.id)))

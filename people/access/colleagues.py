"""Who works in a company?"""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kit import clock
from people.access.tables import AppUser, GroupMember, RoleGrant


def colleagues(session: Session, company_id: int) -> dict[int, str]:
    """The names of the people who hold a role there now, by their keys, in the names' order."""
    now = clock.now()
    valid = (
        RoleGrant.company_id == company_id,
        or_(RoleGrant.valid_from.is_(None), RoleGrant.valid_from <= now),
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > now),
    )
    by_group = select(GroupMember.user_id).join(RoleGrant, RoleGrant.group_id == GroupMember.group_id).where(*valid)
    people = select(AppUser.id, AppUser.name).where(
        AppUser.active, or_(AppUser.id.in_(select(RoleGrant.user_id).where(*valid)), AppUser.id.in_(by_group))
    )
    return dict(session.execute(people.order_by(AppUser.name, AppUser.id)).all())

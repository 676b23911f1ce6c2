"""Who works in a company, and how many hold a role there?"""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from kit import clock
from people.access.tables import AppUser, GroupMember, Role, RoleGrant


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


def holders_of(session: Session, company_id: int, role: str) -> int:
    """How many people hold this role in the company now, themselves or by a group."""
    now = clock.now()
    granted = (
        select(RoleGrant.user_id, RoleGrant.group_id)
        .join(Role, Role.id == RoleGrant.role_id)
        .where(
            Role.code == role,
            RoleGrant.company_id == company_id,
            or_(RoleGrant.valid_from.is_(None), RoleGrant.valid_from <= now),
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > now),
        )
        .subquery()
    )
    members = select(GroupMember.user_id).where(GroupMember.group_id.in_(select(granted.c.group_id)))
    people = select(func.count()).where(AppUser.active, or_(AppUser.id.in_(select(granted.c.user_id)), AppUser.id.in_(members)))
    return session.scalar(people) or 0


def colleague_called(session: Session, company_id: int, words: str) -> int | None:
    """The one who works there and has this key, e-mail or name; None where nobody or more than one has."""
    people = colleagues(session, company_id)
    if words.isdecimal():
        return int(words) if int(words) in people else None
    mail = session.scalars(select(AppUser.id).where(AppUser.email == words.strip().lower(), AppUser.id.in_(people))).first()
    named = [key for key, name in people.items() if name.casefold() == words.strip().casefold()]
    return mail or (named[0] if len(named) == 1 else None)

"""Which roles does this person hold in this company now, and in which companies do they hold any?"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from kit import clock
from kit.errors import Forbidden, Unauthorized
from kit.i18n import _
from people.access.tables import AppUser, GroupMember, Role, RoleGrant, UserGroup
from people.access.who import Who
from people.companies import Company


def who_of(session: Session, user_id: int, company_id: int) -> Who:
    """The person in this company; Unauthorized when they are gone, Forbidden when they hold no role there."""
    user = session.get(AppUser, user_id)
    if user is None or not user.active:
        raise Unauthorized(_("This user is closed. Ask an administrator to open it again."))
    query = select(Role.code, Role.permissions, RoleGrant.department_id).join(RoleGrant, RoleGrant.role_id == Role.id)
    grants = session.execute(query.where(RoleGrant.company_id == company_id, _held_by(user_id))).all()
    if not grants:
        raise Forbidden(_("%(name)s has no role in this company. Ask an administrator for one.") % {"name": user.name})
    everywhere = {role for role, _permissions, department in grants if department is None}
    inside = [(role, department) for role, _permissions, department in grants if department is not None]
    return Who(
        user_id=user.id,
        name=user.name,
        company_id=company_id,
        level=user.level,
        roles=frozenset(role for role, _permissions, _department in grants),
        groups=frozenset(session.scalars(select(UserGroup.code).join(GroupMember).where(GroupMember.user_id == user_id))),
        departments=frozenset(department for _role, department in inside),
        permissions=frozenset(permission for _role, permissions, _department in grants for permission in permissions),
        language=user.language,
        limited=frozenset((role, department) for role, department in inside if role not in everywhere),
    )


def companies_of(session: Session, user_id: int) -> list[Company]:
    """The companies where this person holds a role now, by name."""
    held = select(RoleGrant.company_id).where(_held_by(user_id))
    return list(session.scalars(select(Company).where(Company.id.in_(held)).order_by(Company.name, Company.id)))


def _held_by(user_id: int) -> ColumnElement[bool]:
    """Grants to this person or to a group of theirs that are valid now; the last instant is outside."""
    now = clock.now()
    groups = select(GroupMember.group_id).where(GroupMember.user_id == user_id)
    return and_(
        or_(RoleGrant.user_id == user_id, RoleGrant.group_id.in_(groups)),
        or_(RoleGrant.valid_from.is_(None), RoleGrant.valid_from <= now),
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > now),
    )

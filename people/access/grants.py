"""Which roles does this person hold in this company now, and in which companies do they hold any?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from kit import clock
from kit.errors import Forbidden, Unauthorized
from kit.i18n import _
from people.access.standing_in import absent_for
from people.access.tables import AppUser, GroupMember, Role, RoleGrant, UserGroup
from people.access.who import StandIn, Who
from people.companies import Company


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody holds in a company."""

    roles: frozenset[str]
    groups: frozenset[str]
    departments: frozenset[int]
    permissions: frozenset[str]
    limited: frozenset[tuple[str, int]]


def who_of(session: Session, user_id: int, company_id: int) -> Who:
    """The person in this company; Unauthorized when they are gone, Forbidden when they hold no role there."""
    user = session.get(AppUser, user_id)
    if user is None or not user.active:
        raise Unauthorized(_("This user is closed. Ask an administrator to open it again."))
    held = _held(session, user_id, company_id)
    if not held.roles:
        raise Forbidden(_("%(name)s has no role in this company. Ask an administrator for one.") % {"name": user.name})
    return Who(
        user_id=user.id,
        name=user.name,
        company_id=company_id,
        level=user.level,
        roles=held.roles,
        groups=held.groups,
        departments=held.departments,
        permissions=held.permissions,
        language=user.language,
        limited=held.limited,
        stand_ins=tuple(_stand_ins(session, company_id, user_id)),
    )


def _held(session: Session, user_id: int, company_id: int) -> Held:
    query = select(Role.code, Role.permissions, RoleGrant.department_id).join(RoleGrant, RoleGrant.role_id == Role.id)
    grants = session.execute(query.where(RoleGrant.company_id == company_id, _held_by(user_id))).all()
    everywhere = {role for role, _permissions, department in grants if department is None}
    inside = [(role, department) for role, _permissions, department in grants if department is not None]
    return Held(
        roles=frozenset(role for role, _permissions, _department in grants),
        groups=frozenset(session.scalars(select(UserGroup.code).join(GroupMember).where(GroupMember.user_id == user_id))),
        departments=frozenset(department for _role, department in inside),
        permissions=frozenset(permission for _role, permissions, _department in grants for permission in permissions),
        limited=frozenset((role, department) for role, department in inside if role not in everywhere),
    )


def _stand_ins(session: Session, company_id: int, user_id: int) -> Iterator[StandIn]:
    """What of their work the absent people still hold themselves: nobody inherits more."""
    for absent_id, scope in absent_for(session, company_id, user_id):
        absent = session.get(AppUser, absent_id)
        if absent is None:
            continue
        held = _held(session, absent_id, company_id)
        roles = held.roles | held.groups
        theirs = roles if scope.role is None else roles & {scope.role}
        yield StandIn(absent_id, absent.name, theirs, scope.role, scope.process_id, scope.opened_since, absent.level, held.departments)


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

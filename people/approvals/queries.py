"""Who may approve in whose place, and who comes next when nobody answers?"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from kit import clock
from people.access.standing_in import absent_for
from people.access.tables import AppUser, GroupMember, RoleGrant
from people.approvals.tables import ApprovalVerdict

PROCESS = "approve"
TEAM_LEAD = 2
"""Nobody below a department head decides in another's place."""


def next_above(session: Session, company_id: int, level: int, without: Collection[int]) -> list[int]:
    """The people of the next higher level at which there is anybody here; nobody where nobody stands above."""
    mine = or_(RoleGrant.user_id == AppUser.id, RoleGrant.group_id.in_(select(GroupMember.group_id).where(GroupMember.user_id == AppUser.id)))
    query = (
        select(AppUser.level, AppUser.id)
        .join(RoleGrant, mine)
        .where(RoleGrant.company_id == company_id, AppUser.level > level, AppUser.active, *_held_now(), AppUser.id.not_in(without))
        .distinct()
        .order_by(AppUser.level, AppUser.id)
    )
    rows = session.execute(query).all()
    return [user for found, user in rows if found == rows[0][0]]


def highest_level(session: Session, users: Collection[int]) -> int:
    """Theirs, and at least a team lead's."""
    levels: list[int] = list(session.scalars(select(AppUser.level).where(AppUser.id.in_(users))))
    return max([TEAM_LEAD, *levels])


def stands_in(session: Session, company_id: int, user: int, absent: int, role: str) -> bool:
    """Whether this person works in the place of the absent one now, in this role and in approvals."""
    return any(
        who == absent and scope.role in {None, role} and scope.process_id in {None, PROCESS} for who, scope in absent_for(session, company_id, user)
    )


def counted(session: Session, instance_key: int) -> set[int]:
    """All whose verdict in this approval is given, by themselves or by a stand-in, and these stand-ins."""
    rows = session.execute(select(ApprovalVerdict.approver_id, ApprovalVerdict.for_id).filter_by(instance_key=instance_key))
    return {user for row in rows for user in row}


def _held_now() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    now = clock.now()
    return or_(RoleGrant.valid_from.is_(None), RoleGrant.valid_from <= now), or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > now)

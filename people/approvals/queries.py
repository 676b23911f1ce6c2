"""Who may approve, who stands in for them, and who comes next when they do not answer?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from kit import clock
from people.access.tables import AppUser, GroupMember, RoleGrant
from people.approvals.tables import ApprovalVerdict, Delegation

TEAM_LEAD = 2
"""Nobody below a department head decides in another's place."""


@dataclass(frozen=True, slots=True)
class Seat:
    """An approver, and all who may answer in that place."""

    user: int
    stand_ins: tuple[int, ...] = ()


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


def seats(session: Session, company_id: int, users: Sequence[int], role: str, requester: int | None) -> list[Seat]:
    """A seat for each, with those who stand in for them now; whoever asked sits nowhere."""
    return [Seat(user, tuple(stand_ins(session, company_id, user, role, requester))) for user in users if user != requester]


def stand_ins(session: Session, company_id: int, user: int, role: str, requester: int | None) -> list[int]:
    """Who answers for this person in this role now; not whoever asked, and nobody for whoever asked."""
    if user == requester:
        return []
    query = select(Delegation.to_user_id).where(
        Delegation.company_id == company_id, Delegation.from_user_id == user, or_(Delegation.role.is_(None), Delegation.role == role), _valid_now()
    )
    return [other for other in session.scalars(query.distinct().order_by(Delegation.to_user_id)) if other != requester]


def counted(session: Session, instance_key: int) -> set[int]:
    """All whose verdict in this approval is given, by themselves or by a stand-in, and these stand-ins."""
    rows = session.execute(select(ApprovalVerdict.approver_id, ApprovalVerdict.for_id).filter_by(instance_key=instance_key))
    return {user for row in rows for user in row}


def _held_now() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    now = clock.now()
    return or_(RoleGrant.valid_from.is_(None), RoleGrant.valid_from <= now), or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > now)


def _valid_now() -> ColumnElement[bool]:
    now = clock.now()
    return and_(or_(Delegation.valid_from.is_(None), Delegation.valid_from <= now), or_(Delegation.valid_to.is_(None), Delegation.valid_to > now))

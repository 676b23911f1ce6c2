"""Which roles and permissions has a person, where and when?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kit.clock import MovingClock
from kit.db import Base, Database
from kit.errors import Forbidden, Unauthorized
from people.access import companies_of, ensure_roles, who_of
from people.access.tables import AppUser, GroupMember, Role, RoleGrant, UserGroup
from tests.people.northwind import build, role


def test_a_role_gives_its_permissions_in_its_company_only(database: Database) -> None:
    with database.transaction() as session:
        house = build(session)

        lise = who_of(session, house.lise, house.north)

        assert (lise.name, lise.level, lise.language) == ("Lise", 2, "da")
        assert lise.holds("warehouse")
        assert lise.may("task.work")
        assert not lise.may("invoice.post")
        assert [company.name for company in companies_of(session, house.lise)] == ["Northwind"]
        with pytest.raises(Forbidden):
            who_of(session, house.lise, house.south)


def test_a_group_hands_its_roles_to_its_members(database: Database) -> None:
    with database.transaction() as session:
        house = build(session)
        clerks = UserGroup(code="clerks", name="Clerks")
        session.add(clerks)
        session.flush()
        session.add(GroupMember(group_id=clerks.id, user_id=house.lise))
        session.add(RoleGrant(group_id=clerks.id, role_id=role(session, "accounting"), company_id=house.south))
        session.flush()

        lise = who_of(session, house.lise, house.south)

        assert lise.groups == {"clerks"}
        assert lise.roles == {"accounting"}
        assert lise.may("invoice.post")


def test_a_role_of_a_department_holds_there_and_not_elsewhere(database: Database) -> None:
    with database.transaction() as session:
        house = build(session)
        grant = RoleGrant(user_id=house.lise, role_id=role(session, "credit"), company_id=house.north, department_id=house.stores)
        session.add(grant)
        session.flush()

        lise = who_of(session, house.lise, house.north)

        assert lise.departments == {house.stores}
        assert lise.holds("credit", house.stores)
        assert not lise.holds("credit", house.stores + 1)
        assert lise.holds("warehouse", house.stores + 1)
        assert not lise.holds("hr", house.stores)


def test_a_grant_holds_from_its_first_instant_until_its_last(database: Database, moving_clock: MovingClock) -> None:
    with database.transaction() as session:
        house = build(session)
        begins = moving_clock.now() + timedelta(days=1)
        ends = begins + timedelta(days=1)
        grant = RoleGrant(user_id=house.lise, role_id=role(session, "hr"), company_id=house.north, valid_from=begins, valid_to=ends)
        session.add(grant)
        session.flush()

        assert not who_of(session, house.lise, house.north).holds("hr")
        moving_clock.set(begins)
        assert who_of(session, house.lise, house.north).holds("hr")
        moving_clock.set(ends)
        assert not who_of(session, house.lise, house.north).holds("hr")


def test_a_closed_user_is_nobody(database: Database) -> None:
    with database.transaction() as session:
        house = build(session)
        session.get_one(AppUser, house.lise).active = False

        with pytest.raises(Unauthorized):
            who_of(session, house.lise, house.north)


def test_a_grant_names_a_user_or_a_group_never_both_or_neither(database: Database) -> None:
    with database.transaction() as session:
        house = build(session)
        session.add(RoleGrant(role_id=role(session, "hr"), company_id=house.north))

        with pytest.raises(IntegrityError):
            session.flush()

        session.rollback()


def test_default_roles_come_once_and_changed_ones_stay(database: Database) -> None:
    with database.transaction() as session:
        ensure_roles(session)
        hr = session.scalars(select(Role).where(Role.code == "hr")).one()
        hr.permissions = ["task.work"]

        ensure_roles(session)

        assert session.scalars(select(Role.permissions).where(Role.code == "hr")).all() == [["task.work"]]


@pytest.mark.parametrize(
    "table", ["company", "department", "app_user", "user_group", "group_member", "role", "role_grant", "field_class", "user_session", "api_token"]
)
def test_every_column_has_a_label(table: str) -> None:
    assert [column.name for column in Base.metadata.tables[table].columns if not column.info.get("label")] == []

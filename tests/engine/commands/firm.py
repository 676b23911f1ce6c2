"""A company with people who exist, and a process of two tasks for some of them."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

import engine
from engine.tables import UserTask
from kit import clock
from kit.db import Database
from people.access import StandIn, Who, ensure_roles, who_of
from people.access.tables import AppUser, Role, RoleGrant
from people.companies import Company
from people.notices import unseen
from tests.engine.bpmn import drawing


class Firm:
    """A company with people who exist: Mona and Max approve, Carl keeps the store, Olga operates."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.day_one = clock.now()
        with database.transaction() as session:
            company = Company(name="Firm")
            session.add(company)
            session.flush()
            self.company = company.id
            ensure_roles(session)
            self.mona, self.max = self._person(session, "Mona", "purchasing"), self._person(session, "Max", "purchasing")
            self.carl, self.olga = self._person(session, "Carl", "warehouse"), self._person(session, "Olga", "operator")

    def _person(self, session: Session, name: str, code: str) -> int:
        user = AppUser(email=f"{name.lower()}@firm.example", name=name)
        session.add(user)
        session.flush()
        role = session.scalars(select(Role.id).filter_by(code=code)).one()
        session.add(RoleGrant(user_id=user.id, role_id=role, company_id=self.company))
        return user.id

    def who(self, user_id: int) -> Who:
        with self.database.reading() as session:
            return who_of(session, user_id, self.company)

    def does(self, command: Callable[..., object], user_id: int, *given: object, stand_ins: tuple[StandIn, ...] = ()) -> None:
        who = self.who(user_id)
        acting = Who(who.user_id, who.name, who.company_id, roles=who.roles, permissions=who.permissions, stand_ins=stand_ins)
        with self.database.transaction() as session:
            command(session, *given, who=acting)

    def does_as_they_are(self, command: Callable[..., object], user_id: int, *given: object) -> None:
        """With the roles and substitutions that the database holds for them now."""
        who = self.who(user_id)
        with self.database.transaction() as session:
            command(session, *given, who=who)

    def task(self, key: int) -> UserTask:
        with self.database.reading() as session:
            found = session.get_one(UserTask, key)
            session.expunge(found)
            return found

    def told(self, user_id: int) -> list[str]:
        with self.database.reading() as session:
            return [each.text for each in unseen(session, who_of(session, user_id, self.company))]


def drawn(firm: Firm, *, not_by: str = "") -> int:
    """Two tasks one after the other, the second perhaps not for who did the first; gives the first one's key."""
    tasks = drawing.user("ask", role="purchasing"), drawing.user("agree", role="purchasing")
    model = drawing.draw("pair", drawing.start(), *tasks, drawing.end(), drawing.flows("start > ask > agree > end"))
    if not_by:
        header = f'<zeebe:taskHeaders><zeebe:header key="virke:not-by" value="{not_by}" /></zeebe:taskHeaders>'
        before, agree, after = model.partition('<userTask id="agree"')
        model = before + agree + after.replace("<extensionElements>", f"<extensionElements>{header}", 1)
    with firm.database.transaction() as session:
        engine.deploy(session, {"pair.bpmn": model.encode()})
        engine.start(session, "pair", who=who_of(session, firm.mona, firm.company))
    return open_one(firm)


def open_one(firm: Firm) -> int:
    with firm.database.reading() as session:
        return session.scalars(select(UserTask.id).filter_by(state="CREATED")).one()

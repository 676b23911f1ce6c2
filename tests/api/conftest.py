"""What do tests of the doors share? Lise of the warehouse in Northwind, and ways for her to ask."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.access import COOKIE, CSRF_HEADER
from api.application import create
from kit.db import Database
from people.access import issue_api_token, open_session, passwords, session_of, throttle, who_of
from people.access.tables import AppUser, Role, RoleGrant
from people.companies import Company
from tests.people.northwind import House, build, role


@dataclass(frozen=True)
class Doors:
    """The application with people of whom each may knock."""

    app: FastAPI
    database: Database
    house: House

    def person(self, name: str, role_code: str, company: int | None = None) -> int:
        with self.database.transaction() as session:
            user = AppUser(email=f"{name.lower()}@northwind.example", name=name)
            session.add(user)
            session.flush()
            session.add(RoleGrant(user_id=user.id, role_id=role(session, role_code), company_id=company or self.house.north))
            return user.id

    def program(self, user_id: int, company: int | None = None) -> TestClient:
        """A program that acts as this person by an API token."""
        return TestClient(self.app, headers={"Authorization": f"Bearer {self.token(user_id, company)}"})

    def token(self, user_id: int, company: int | None = None) -> str:
        with self.database.transaction() as session:
            return issue_api_token(session, who_of(session, user_id, company or self.house.north), "test")

    def browser(self, user_id: int, *, with_csrf: bool = True) -> TestClient:
        """A browser in which this person has signed in."""
        with self.database.transaction() as session:
            token = open_session(session, user_id).token
            csrf = session_of(session, token)[1]
        return TestClient(self.app, cookies={COOKIE: token}, headers={CSRF_HEADER: csrf} if with_csrf else {})

    def stranger(self, role_code: str) -> TestClient:
        """Somebody with this role in another company."""
        with self.database.transaction() as session:
            other = Company(name="Eastwind")
            session.add(other)
            session.flush()
        return self.program(self.person("Sten", role_code, other.id), other.id)


@pytest.fixture
def doors(database: Database, monkeypatch: pytest.MonkeyPatch) -> Doors:
    monkeypatch.setattr(passwords, "_hasher", PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)))  # quick
    monkeypatch.setattr(throttle, "_limiter", MovingWindowRateLimiter(MemoryStorage()))
    with database.transaction() as session:
        house = build(session)
        session.add(Role(code="clerk", label="Clerk", permissions=["task.work", "process.start"]))
    return Doors(create(database), database, house)

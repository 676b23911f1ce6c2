"""What do tests of the pages share? People of Northwind with their browsers, and a process that gives them tasks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

import engine
from api.application import create
from kit.db import Database
from people.access import open_session, session_of, throttle
from people.access.tables import AppUser, RoleGrant
from tests.people.northwind import House, build, role
from ui import pages
from ui.access import COOKIE

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Office:
    """The application with its pages, and people who may open them."""

    app: FastAPI
    database: Database
    house: House

    def person(self, name: str, *roles: str, language: str = "en") -> int:
        with self.database.transaction() as session:
            user = AppUser(email=f"{name.lower()}@northwind.example", name=name, language=language)
            session.add(user)
            session.flush()
            for code in roles:
                session.add(RoleGrant(user_id=user.id, role_id=role(session, code), company_id=self.house.north))
            return user.id

    def browser(self, user_id: int | None = None) -> Browser:
        """A browser in which this person, or nobody, has signed in."""
        client = TestClient(self.app, headers={"Accept": "text/html"}, follow_redirects=False)
        if user_id is None:
            return Browser(client, "")
        with self.database.transaction() as session:
            token = open_session(session, user_id).token
            csrf = session_of(session, token)[1]
        client.cookies.set(COOKIE, token)
        return Browser(client, csrf)

    def start(self, count: int = 1, **variables: object) -> None:
        """So many new instances, each with a task for the warehouse."""
        with self.database.transaction() as session:
            engine.deploy(session, {path.name: path.read_bytes() for path in HERE.glob("counting.*")})
            for _number in range(count):
                engine.start(session, "counting", variables, company_id=self.house.north)

    def task_keys(self) -> list[int]:
        """The open tasks as the warehouse sees them."""
        with self.database.reading() as session:
            who = session_of(session, self.browser(self.house.lise).client.cookies[COOKIE])[0]
            return [task.key for task in engine.inbox(session, who=who)]


@dataclass(frozen=True)
class Browser:
    client: TestClient
    csrf: str

    def send(self, address: str, **fields: str) -> tuple[int, str, str]:
        """Submit a form as a page would; gives status, address of a redirect, and page."""
        answer = self.client.post(address, data={"csrf": self.csrf, **fields})
        return answer.status_code, answer.headers.get("Location", ""), answer.text

    def see(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.text
        return answer.text


@pytest.fixture
def office(database: Database, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(throttle, "_limiter", MovingWindowRateLimiter(MemoryStorage()))
    with database.transaction() as session:
        house = build(session)
    app = create(database)
    pages.mount(app)
    return Office(app, database, house)

"""A company with its people in which processes are lived through, as their stories tell it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

import main
from engine import Whose, claim, complete_task, deploy, inbox, incidents, start
from engine.bpmn import Known
from engine.store import variables
from engine.tables import ProcessInstance, TaskCandidate, UserTask
from kit import messages, operations
from kit.clock import MovingClock
from kit.db import Database
from kit.operations import Context, Done, Outcome
from people.access import Who, ensure_roles, who_of
from people.access.tables import AppUser, Role, RoleGrant
from people.companies import Company
from worker.embedded import run_all

PROCESSES = Path(__file__).resolve().parents[2] / "processes"


class Office:
    """One company; `staff` says by name which role and level each has."""

    def __init__(self, database: Database, clock: MovingClock, staff: Mapping[str, tuple[str, int]], *bundles: str) -> None:
        main.teach()
        self.database, self.clock = database, clock
        self.keys: dict[str, int] = {}
        with database.transaction() as session:
            ensure_roles(session)
            company = Company(name="Nordlys")
            session.add(company)
            session.flush()
            self.company = company.id
            roles = dict(session.execute(select(Role.code, Role.id)).all())
            for name, (role, level) in staff.items():
                user = AppUser(email=f"{name.lower()}@nordlys.example", name=name, level=level)
                session.add(user)
                session.flush()
                session.add(RoleGrant(user_id=user.id, role_id=roles[role], company_id=self.company))
                self.keys[name] = user.id
            for bundle in bundles:
                files = {path.name: path.read_bytes() for path in (PROCESSES / bundle).iterdir() if path.suffix in {".bpmn", ".dmn", ".form"}}
                deploy(session, files, known=Known(operation=operations.known))
        self._calls = 0

    def who(self, name: str) -> Who:
        with self.database.reading() as session:
            return who_of(session, self.keys[name], self.company)

    def call(self, name: str, by: str | None = None, **given: object) -> Outcome:
        """An operation from a page or the API, in its own transaction; what it tells is delivered."""
        self._calls += 1
        with self.database.transaction() as session:
            context = Context(session, self.company, self.keys[by] if by else None, f"story {self._calls}")
            outcome = operations.call(session, name, context, given)
        run_all(self.database)
        return outcome

    def done(self, name: str, by: str | None = None, **given: object) -> dict[str, Any]:
        outcome = self.call(name, by, **given)
        assert isinstance(outcome, Done), outcome
        return outcome.result

    def start(self, process: str, by: str | None = None, **given: object) -> int:
        who = self.who(by) if by else None
        with self.database.transaction() as session:
            key = start(session, process, given, who=who, company_id=None if who else self.company)
        run_all(self.database)
        return key

    def tell(self, name: str, key: str, **given: object) -> None:
        """Publish a message, as another process or an outside page does."""
        with self.database.transaction() as session:
            messages.publish(session, name, key, given, company_id=self.company)
        run_all(self.database)

    def wait(self, **how_long: float) -> None:
        self.clock.advance(timedelta(**how_long))
        run_all(self.database)

    def tasks(self, name: str) -> list[str]:
        """The elements of the open tasks that this person may do, in order of name."""
        who = self.who(name)
        with self.database.reading() as session:
            return sorted(task.element_id for task in inbox(session, who=who, whose=Whose.ALL))

    def all_tasks(self) -> list[str]:
        with self.database.reading() as session:
            return sorted(session.scalars(select(UserTask.element_id).filter_by(state="CREATED")))

    def asked(self, element: str) -> list[str]:
        """The people that the open tasks of this element name, in order."""
        names = {str(key): name for name, key in self.keys.items()}
        with self.database.reading() as session:
            query = select(TaskCandidate.name).join(UserTask, UserTask.id == TaskCandidate.task_key)
            found = session.scalars(query.where(UserTask.state == "CREATED", UserTask.element_id == element, TaskCandidate.kind == "USER"))
            return sorted(names[name] for name in found)

    def do(self, name: str, element: str, place: str | None = None, **answers: object) -> None:
        """Take the oldest open task of this element and finish it; with `place`, the one that names that person."""
        who = self.who(name)
        with self.database.transaction() as session:
            query = select(UserTask.id).filter_by(state="CREATED", element_id=element).order_by(UserTask.id)
            if place:
                query = query.join(TaskCandidate, TaskCandidate.task_key == UserTask.id).where(TaskCandidate.name == str(self.keys[place]))
            task = session.scalars(query).first()
            assert task is not None, f"{element} is not open, but {self.all_tasks()}"
            claim(session, task, who=who)
            complete_task(session, task, answers, who=who)
        run_all(self.database)

    def variables(self, key: int) -> Mapping[str, object]:
        with self.database.reading() as session:
            return variables.of_instance(session, session.get_one(ProcessInstance, key))

    def state(self, key: int) -> str:
        with self.database.reading() as session:
            return str(session.get_one(ProcessInstance, key).state)

    def troubles(self) -> list[str]:
        """What the open incidents say."""
        with self.database.reading() as session:
            boss = Who(0, "Boss", self.company, level=5, permissions=frozenset({"process.operate"}))
            return [incident.message for incident in incidents(session, who=boss)]

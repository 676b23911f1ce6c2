"""Does a ticket take each path that its manager would ask about?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

import engine
import main
from crm.service.tables import Ticket
from kit.clock import MovingClock
from kit.db import Database
from kit.messages import publish
from people.access import Who
from people.notices.tables import Notice
from processes.bundles import bundle
from tests.crm.stories import done, seller
from tests.erp.stories import customer
from worker.embedded import run_all

FOLDER = Path(__file__).resolve().parents[2] / "processes" / "service-ticket"
MAY = frozenset({"task.work", "process.start", "process.operate", "record.read"})


@dataclass
class Desk:
    """Customer service with two people, and one ticket."""

    database: Database
    clock: MovingClock
    people: tuple[int, ...]
    instance: int

    @classmethod
    def opened(cls, database: Database, clock: MovingClock, *names: str) -> Desk:
        main.teach()
        with database.transaction() as session:
            people = tuple(seller(session, name, role="service") for name in names)
            seller(session, "Mette", role="manager")
            engine.deploy(session, bundle(FOLDER).files)
            party = customer(session)
        desk = cls(database, clock, people, 0)
        with database.transaction() as session:
            given = {"party": str(party), "subject": "Broken shelf", "text": "It broke", "kind": "fault", "priority": "urgent"}
            desk.instance = engine.start(session, "service-ticket", given, who=desk.who(people[0] if people else 1))
        run_all(database)
        return desk

    def who(self, user: int) -> Who:
        return Who(user, "Signe", 1, level=2, roles=frozenset({"service", "manager"}), permissions=MAY)

    def open_tasks(self) -> list[str]:
        with self.database.reading() as session:
            found = engine.search_tasks(session, engine.TasksWanted(state="CREATED"), who=self.who(1)).items
            return [task.element_id for task in found]

    def finishes(self, **answers: object) -> None:
        with self.database.transaction() as session:
            (task,) = engine.search_tasks(session, engine.TasksWanted(state="CREATED"), who=self.who(1)).items
            worker = self.who(int(task.assignee or 1))
            engine.claim(session, task.key, who=worker)
            engine.complete_task(session, task.key, answers, who=worker)
        run_all(self.database)

    def does(self, operation: str) -> None:
        with self.database.transaction() as session:
            done(session, operation, {"ticket": session.scalars(select(Ticket.id)).one()})
        run_all(self.database)

    def waits(self, **how_long: float) -> None:
        self.clock.advance(timedelta(**how_long))
        run_all(self.database)

    def state(self) -> str:
        with self.database.reading() as session:
            return session.scalars(select(Ticket.state)).one()

    def told(self) -> int:
        """How often the manager was told."""
        with self.database.reading() as session:
            return len(session.scalars(select(Notice.id).filter_by(role="manager")).all())

    def ended_at(self) -> str:
        with self.database.reading() as session:
            assert engine.incidents(session, who=self.who(1)) == []
            view = engine.instance(session, self.instance, who=self.who(1)).instance
            ends = [step.element_id for step in engine.history(session, self.instance, who=self.who(1)) if step.element_type == "END_EVENT"]
            return ends[-1] if view.state == "COMPLETED" else ""


@pytest.fixture
def desk(database: Database, moving_clock: MovingClock) -> Desk:
    return Desk.opened(database, moving_clock, "Signe", "Tove")


def test_a_solved_ticket_is_closed_when_nobody_says_otherwise(desk: Desk) -> None:
    assert desk.open_tasks() == ["answer"]
    desk.finishes(how="mail", answer_text="A new one is on its way", outcome="solved")
    assert (desk.state(), desk.open_tasks()) == ("solved", [])

    desk.waits(days=2)
    assert desk.state() == "solved"
    desk.waits(days=1, minutes=1)

    assert (desk.state(), desk.ended_at()) == ("closed", "closed")


def test_a_ticket_that_was_not_solved_after_all_comes_back(desk: Desk) -> None:
    desk.finishes(how="mail", answer_text="A new one is on its way", outcome="solved")

    desk.does("crm.reopen-ticket")
    assert (desk.state(), desk.open_tasks()) == ("open", ["answer"])
    desk.finishes(how="call", answer_text="Sent another", outcome="solved")

    assert desk.state() == "solved"


def test_the_clock_stands_while_the_customer_is_awaited_and_the_manager_hears_when_the_promise_breaks(desk: Desk) -> None:
    desk.waits(hours=5)  # urgent: eight working hours, from Monday 10 o'clock
    desk.finishes(how="mail", answer_text="Which shelf?", outcome="ask")
    desk.waits(days=3)
    assert (desk.state(), desk.open_tasks(), desk.told()) == ("waiting", [], 0)

    desk.does("crm.resume-ticket")
    assert desk.open_tasks() == ["answer"]
    desk.waits(hours=18)  # Thursday 15 o'clock until Friday 9: two working hours
    assert desk.told() == 0
    desk.waits(hours=1, minutes=1)

    assert (desk.told(), desk.open_tasks()) == (1, ["answer"])


def test_a_customer_who_does_not_answer_for_a_week_is_not_waited_for(desk: Desk) -> None:
    desk.finishes(how="mail", answer_text="Which shelf?", outcome="ask")

    desk.waits(days=7, minutes=1)

    assert (desk.state(), desk.ended_at()) == ("closed", "unanswered")


def test_a_ticket_that_nobody_can_take_is_given_to_somebody(database: Database, moving_clock: MovingClock) -> None:
    desk = Desk.opened(database, moving_clock)
    assert desk.open_tasks() == ["name_owner"]
    with database.transaction() as session:
        signe = seller(session, "Signe", role="service")

    desk.finishes(owner=str(signe))

    assert desk.open_tasks() == ["answer"]


def test_a_ticket_comes_in_by_message(desk: Desk) -> None:
    with desk.database.transaction() as session:
        party = customer(session)
        publish(session, "ticket-received", "", {"party": str(party), "subject": "Where is my order?"}, company_id=1)
    run_all(desk.database)

    assert desk.open_tasks() == ["answer", "answer"]
    with desk.database.reading() as session:
        assert sorted(session.scalars(select(Ticket.priority))) == ["normal", "urgent"]
        assert set(session.scalars(select(Ticket.owner_id))) == set(desk.people)

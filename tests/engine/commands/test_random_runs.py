"""Does a run that is saved and restored at every step, through the database, equal one that never stops?

The same random model is played with the same chance in memory, where nothing is ever stored, and by the engine's commands, which
begin every step from rows. After each action both must offer the same tasks and wait for the same; at the end both must have
visited the same elements and flows, have the same variables, and have nothing left.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import engine
from kit import clock
from kit.db import Database, execute
from kit.db.types import to_micros
from people.access import Who
from tests.engine.bpmn.case import Case
from tests.engine.bpmn.generating import KINDS, SMALL, WAITING_LEAVES, Block, blocks, model
from tests.engine.bpmn.world import START, World
from tests.engine.commands.conftest import COMPANY, person

EVERYBODY = person(1, "Ann", "clerk", permissions=frozenset({"task.work", "process.start", "process.operate"}))
MODELS = blocks(WAITING_LEAVES, KINDS, SMALL)
MOST = 40
"""Actions of one run; what is not done by then was compared as far as it went."""
CHANCE = st.integers(0, 1000)
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
COUNTS = {"sqlite": (200, 1000), "postgresql": (50, 1000)}
"""Runs in CI, and with -m long."""
ALIVE = (
    "scope_state WHERE",
    "subscription WHERE",
    "job WHERE state IN ('READY', 'LEASED', 'FAILED') AND",
    "incident WHERE state = 'ACTIVE' AND",
    "user_task WHERE state = 'CREATED' AND",
)


class Stored:
    """One instance in the database."""

    def __init__(self, database: Database, who: Who, xml: str) -> None:
        self.database = database
        self.who = who
        self.clock = clock.MovingClock(START)
        with clock.use(self.clock), database.transaction() as session:
            engine.deploy(session, {"random.bpmn": xml.encode()}, company_id=who.company_id)
            self.key = engine.start(session, "random", {"one": 1, "order": "A1"}, who=who)

    def tasks(self) -> list[tuple[int, str]]:
        """Keys and elements of the open tasks, the oldest first."""
        return self._rows("SELECT id, element_id FROM user_task WHERE instance_key = :key AND state = 'CREATED' ORDER BY id")

    def waits(self) -> tuple[int, int]:
        timers = "SELECT id, element_id FROM job WHERE instance_key = :key AND kind = 'TIMER' AND state = 'READY'"
        return len(self._rows(timers)), len(self._rows("SELECT id, element_id FROM subscription WHERE instance_key = :key"))

    def act(self, what: str) -> None:
        with clock.use(self.clock):
            if what == "hour":
                self._hour()
                return
            with self.database.transaction() as session:
                if what == "news":
                    engine.correlate(session, "news", "A1", who=self.who)
                else:
                    engine.complete_task(session, self.tasks()[int(what)][0], who=self.who)
            engine.deliver_messages(self.database)

    def _hour(self) -> None:
        """Timers fire in their order, each at its time."""
        until = self.clock.now() + timedelta(hours=1)
        due = "SELECT MIN(run_at), 1 FROM job WHERE instance_key = :key AND kind = 'TIMER' AND state = 'READY' AND run_at <= :until"
        while (first := self._rows(due, until=to_micros(until))[0][0]) is not None:
            self.clock.advance(max(timedelta(), timedelta(microseconds=first - to_micros(self.clock.now()))))
            engine.fire_timers(self.database)
        self.clock.set(until)

    def visited(self) -> Counter[tuple[str, str]]:
        return Counter(
            (str(element), state) for element, state in self._rows("SELECT element_id, state FROM element_instance WHERE instance_key = :key")
        )

    def flows(self) -> Counter[str]:
        return Counter(flow for _id, flow in self._rows("SELECT id, flow_id FROM sequence_flow_taken WHERE instance_key = :key"))

    def left(self) -> int:
        """What is still alive of it."""
        return sum(self._rows(f"SELECT COUNT(*), '' FROM {alive} instance_key = :key")[0][0] for alive in ALIVE)

    def variables(self) -> dict[str, object]:
        with self.database.reading() as session:
            return dict(engine.instance(session, self.key, who=self.who).variables)

    def _rows(self, statement: str, **facts: object) -> list[tuple[int, str]]:
        with self.database.reading() as session:
            return [(row[0], row[1]) for row in execute(session, statement, {"key": self.key, **facts}).all()]


def todo(tasks: int, timers: int, subscriptions: int) -> list[str]:
    return [*map(str, range(tasks)), *["hour"] * bool(timers), *["news"] * bool(subscriptions)]


def do(world: World, case: Case, what: str) -> None:
    if what == "hour":
        world.pass_time(hours=1)
    elif what == "news":
        world.message("news", "A1")
    else:
        key = [*case.tasks][int(what)]
        world.step(case, lambda execution: execution.complete_task(key, {}))


def compare(database: Database, company: int, block: Block, seed: int) -> None:
    chance, xml = random.Random(seed), model(block)
    world = World(restores=False)
    world.deploy(xml)
    case = world.start("random", one=1, order="A1")
    stored = Stored(database, person(1, "Ann", "clerk", company_id=company, permissions=EVERYBODY.permissions), xml)
    for _ in range(MOST):
        assert [element for _key, element in stored.tasks()] == [task.element_id for task in case.tasks.values()]
        assert stored.waits() == (len(case.timers), len(case.subscriptions))
        choices = todo(len(case.tasks), len(case.timers), len(case.subscriptions))
        if not choices:
            assert case.is_completed
            assert stored.left() == 0
            break
        what = chance.choice(choices)
        do(world, case, what)
        stored.act(what)
    assert stored.visited() == Counter([(each, "COMPLETED") for each in case.done] + [(each, "TERMINATED") for each in case.cancelled] + alive(case))
    assert stored.flows() == Counter(case.flows)
    assert stored.variables() == {"one": Decimal(1), "order": "A1"} == case.variables


def alive(case: Case) -> list[tuple[str, str]]:
    return [(each.element_id, "ACTIVE") for each in case.alive.values()]


def runs(database: Database, count: int) -> None:
    companies: Iterator[int] = iter(range(COMPANY + 100, COMPANY + 100 + 10 * count))

    @settings(CALM, max_examples=count)
    @given(MODELS, CHANCE)
    def play(block: Block, seed: int) -> None:
        compare(database, next(companies), block, seed)

    play()


def test_a_stored_run_equals_a_run_that_never_stops(database: Database) -> None:
    runs(database, COUNTS[database.engine.dialect.name][0])


@pytest.mark.long
def test_many_more_stored_runs(database: Database) -> None:
    runs(database, COUNTS[database.engine.dialect.name][1])

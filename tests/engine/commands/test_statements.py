"""How many SQL statements does a step cost, and does it cost more in a larger model?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

import engine
from benchmarks.counting import statements
from engine.tables import ScopeState
from kit.db import Database
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import COMPANY, MANAGER, Till
from tests.engine.commands.stories import open_task, state_of

COSTS = {"sqlite": (10, 14), "postgresql": (4, 8)}
"""A start's and a completion's, without BEGIN and COMMIT; PostgreSQL takes much of what is written as one."""


def deployed(database: Database, more: int) -> None:
    """Start, operation, task, operation, end, and so many elements on a path that is not taken."""
    others = [f"other{number}" for number in range(more)]
    aside = (drawing.gateway("exclusive", "way", default="way_file"), *map(drawing.task, others), drawing.flows("way > other0 ? approved = null"))
    parts = [drawing.start(), drawing.service("prepare", "inline.prepare"), drawing.user("approve", role="manager"), *aside]
    parts += [drawing.service("file", "inline.file"), drawing.end(), drawing.flows("start > prepare > approve > way > file > end")]
    parts.append(drawing.flows(" > ".join([*others, "end"])))
    with database.transaction() as session:
        engine.deploy(session, {"large.bpmn": drawing.draw("large", *parts).encode()})


@pytest.mark.parametrize("more", [1, 54])
def test_a_step_costs_the_same_in_a_small_and_a_large_model(database: Database, till: Till, more: int) -> None:
    deployed(database, more)
    keys: list[int] = []

    def start() -> None:
        with database.transaction() as session:
            keys.append(engine.start(session, "large", {"amount": 5}, company_id=COMPANY))

    def complete() -> None:
        with database.transaction() as session:
            engine.complete_task(session, task, {"approved": True}, who=MANAGER)

    start()  # the model is compiled once
    starting = statements(database, start)
    task = open_task(database, keys[-1])
    completing = statements(database, complete)

    assert state_of(database, keys[-1]) == "COMPLETED"
    start_costs, complete_costs = COSTS[database.engine.dialect.name]
    assert len(starting) == start_costs, "\n".join(starting)
    assert len(completing) == complete_costs, "\n".join(completing)


def test_a_loop_costs_the_same_at_its_fiftieth_turn_as_at_its_fifth(database: Database) -> None:
    loop = drawing.gateway("exclusive", "entry"), drawing.user("work", role="manager"), drawing.gateway("exclusive", "way", default="way_end")
    flows = drawing.flows("start > entry > work > way > end", "way > entry ? again")
    with database.transaction() as session:
        engine.deploy(session, {"loop.bpmn": drawing.draw("loop", drawing.start(), *loop, drawing.end(), flows).encode()})
        key = engine.start(session, "loop", company_id=COMPANY)
    costs: dict[int, tuple[int, int]] = {}

    def complete() -> None:
        with database.transaction() as session:
            engine.complete_task(session, task, {"again": True}, who=MANAGER)

    for turn in range(1, 51):
        task = open_task(database, key)
        said = statements(database, complete)
        with database.reading() as session:
            costs[turn] = len(said), sum(map(len, session.scalars(select(ScopeState.live).filter_by(instance_key=key))))

    assert costs[50] == costs[5]

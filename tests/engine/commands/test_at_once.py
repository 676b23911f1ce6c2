"""When several finish the same thing at once, does one win, and is nothing lost or half done?"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

import engine
from engine.tables import ElementInstance, UserTask
from kit.db import Database
from kit.errors import Conflict
from kit.operations import ServiceCall
from tests.engine.bpmn import drawing
from tests.engine.commands.conftest import MANAGER, OPERATOR, Till
from tests.engine.commands.stories import begun, open_task, started, state_of


def at_once(count: int, act: Callable[[int], None]) -> Counter[str]:
    """So many threads act as near to one moment as can be; gives how often each outcome was."""
    ready = threading.Barrier(count)

    def one(number: int) -> str:
        ready.wait()
        try:
            act(number)
        except Conflict:
            return "refused"
        return "done"

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(one, range(count)))


@pytest.mark.parametrize("count", [2, 4, 8])
def test_of_several_completions_of_a_task_one_wins(database: Database, till: Till, count: int) -> None:
    key = begun(database, "approval")
    task = open_task(database, key)

    def complete(number: int) -> None:
        with database.transaction() as session:
            engine.complete_task(session, task, {"approved": True, "by": number}, who=MANAGER)

    assert at_once(count, complete) == {"done": 1, "refused": count - 1}

    assert state_of(database, key) == "COMPLETED"
    assert len(till.calls) == 2
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ServiceCall)) == 2
        assert session.scalar(select(func.count()).select_from(ElementInstance).filter_by(element_id="end")) == 1


@pytest.mark.parametrize("count", [2, 4])
def test_of_several_claims_one_wins(database: Database, till: Till, count: int) -> None:
    task = open_task(database, begun(database, "approval"))
    people = [type(MANAGER)(100 + number, f"P{number}", 7, roles=MANAGER.roles, permissions=MANAGER.permissions) for number in range(count)]

    def claim(number: int) -> None:
        with database.transaction() as session:
            engine.claim(session, task, who=people[number])

    assert at_once(count, claim) == {"done": 1, "refused": count - 1}


@pytest.mark.parametrize("branches", [2, 5, 8])
def test_branches_that_end_at_once_all_stand_and_join_once(database: Database, branches: int) -> None:
    names = [f"b{number}" for number in range(branches)]
    drawn = drawing.draw(
        "forked", drawing.start(), drawing.gateway("parallel", "fork"), *map(drawing.user, names), drawing.gateway("parallel", "join"),
        drawing.user("after"), drawing.end(), drawing.flows("start > fork", *(f"fork > {name} > join" for name in names), "join > after > end"),
    )  # fmt: skip
    with database.transaction() as session:
        engine.deploy(session, {"forked.bpmn": drawn.encode()})
    key = started(database, "forked")
    with database.reading() as session:
        tasks = session.execute(select(UserTask.id, UserTask.element_id).filter_by(instance_key=key)).all()

    def complete(number: int) -> None:
        with database.transaction() as session:
            engine.complete_task(session, tasks[number].id, {tasks[number].element_id: number}, who=OPERATOR)

    assert at_once(branches, complete) == {"done": branches}

    with database.reading() as session:
        assert session.scalars(select(UserTask.element_id).filter_by(state="CREATED")).all() == ["after"]
        assert session.scalar(select(func.count()).select_from(ElementInstance).filter_by(element_id="join", state="COMPLETED")) in {1, branches}
        assert set(engine.instance(session, key, who=OPERATOR).variables) == set(names)

"""Does whatever can be alive in an instance carry over to a version with the same elements, unchanged?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

import engine
from engine.tables import Job, ScopeState, Subscription, UserTask
from kit.clock import MovingClock
from kit.db import Database
from tests.engine.commands.conftest import OPERATOR
from tests.engine.commands.stories import DIAGRAMS, migrated, started, state_of, weighed


@pytest.mark.parametrize(
    "name",
    ["ad_hoc_parallel", "boundary_message_again_and_again", "boundary_timer_reminds", "call_activity", "compensation_of_a_sub_process",
     "complex_gateway_resets", "event_based_gateway", "event_sub_process_timer", "inclusive_gateway_in_a_loop", "multi_instance_sequential",
     "multi_instance_sub_process", "multiple_boundary_events", "parallel_join_counts_flows", "standard_loop", "timers", "transaction"],
)  # fmt: skip
def test_every_kind_of_state_goes_to_a_version_with_the_same_elements(database: Database, moving_clock: MovingClock, name: str) -> None:
    """Whatever is alive after the start, and after a first completed task, carries over with not one row changed but the version."""
    source = (DIAGRAMS / f"{name}.bpmn").read_bytes()
    with database.transaction() as session:
        deployed = engine.deploy(session, {f"{name}.bpmn": source})
    keys = {each.id: begin(database, each.id) for each in deployed}
    with database.transaction() as session:
        newer = engine.deploy(session, {f"{name}.bpmn": source.replace(b"</definitions>", b"<!-- newer --></definitions>")})
    targets = {each.id: each.key for each in newer}
    for each in deployed:
        key = keys[each.id]
        for turn in range(3):
            target = each.key if turn % 2 else targets[each.id]
            before = alive(database, key)
            if state_of(database, key) != "ACTIVE":
                break
            assert weighed(database, key, target) == ("CARRIES_OVER", "")
            migrated(database, key, target)
            assert alive(database, key) == before
            one_more_task(database, key)


def begin(database: Database, process_id: str) -> int:
    names: dict[str, object] = {"order": "O-1", "items": [1, 2], "list": [1, 2], "amount": 5, "orders": ["O-1", "O-2"]}
    return started(database, process_id, **names)


def alive(database: Database, key: int) -> list[list[tuple[object, ...]]]:
    with database.reading() as session:
        scopes = session.execute(select(ScopeState.scope_key, ScopeState.live, ScopeState.variables).filter_by(instance_key=key))
        jobs = session.execute(select(Job.id, Job.element_id, Job.run_at, Job.state).filter_by(instance_key=key))
        subscriptions = session.execute(select(Subscription.id, Subscription.element_id, Subscription.name).filter_by(instance_key=key))
        tasks = session.execute(select(UserTask.id, UserTask.element_id, UserTask.name, UserTask.state).filter_by(instance_key=key))
        return [sorted(map(tuple, rows)) for rows in (scopes, jobs, subscriptions, tasks)]


def one_more_task(database: Database, key: int) -> None:
    with database.transaction() as session:
        task = session.scalars(select(UserTask.id).filter_by(instance_key=key, state="CREATED").order_by(UserTask.id)).first()
        if task is not None:
            engine.complete_task(session, task, {}, who=OPERATOR)

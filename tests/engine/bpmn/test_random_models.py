"""Does a run that is saved and restored at every step equal a run that never stops?"""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.model import Effect
from tests.engine.bpmn.case import Case
from tests.engine.bpmn.generating import KINDS, LEAVES, PLAIN, SMALL, WAITING_LEAVES, Block, blocks, model
from tests.engine.bpmn.oracle import completed
from tests.engine.bpmn.world import World

RUNS = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def play(block: Block, seed: int, *, restores: bool, migrates: bool = False) -> Case:
    """Do what there is to do, in an order that the seed decides, until nothing is left."""
    chance = random.Random(seed)
    world = World(restores=restores, migrates=migrates)
    world.deploy(model(block))
    case = world.start("random", one=1, order="A1")
    for _ in range(200):
        todo = [f"task {key}" for key in case.tasks] + ["hour"] * bool(case.timers) + ["news"] * bool(case.subscriptions)
        if not todo:
            break
        _do(world, case, chance.choice(todo))
    return case


def _do(world: World, case: Case, what: str) -> None:
    if what == "hour":
        world.pass_time(hours=1)
    elif what == "news":
        world.message("news", "A1")
    else:
        key = int(what.removeprefix("task "))
        world.step(case, lambda execution: execution.complete_task(key, {}))


@settings(RUNS, max_examples=100)
@given(blocks(WAITING_LEAVES, KINDS, SMALL), st.integers(0, 1000))
def test_restoring_changes_nothing(block: Block, seed: int) -> None:
    live, restored = (play(block, seed, restores=each) for each in (False, True))

    effects: list[Effect] = live.effects
    assert restored.effects == effects
    assert restored.rows == live.rows


@settings(RUNS, max_examples=50)
@given(blocks(WAITING_LEAVES, KINDS), st.integers(0, 1000))
def test_a_migration_and_its_way_back_at_every_step_change_nothing(block: Block, seed: int) -> None:
    live, migrated = play(block, seed, restores=False), play(block, seed, restores=True, migrates=True)

    effects: list[Effect] = live.effects
    assert migrated.effects == effects


@RUNS
@given(blocks(WAITING_LEAVES, PLAIN), st.integers(0, 1000))
def test_a_block_structured_model_ends_and_leaves_nothing(block: Block, seed: int) -> None:
    case = play(block, seed, restores=True)

    assert case.is_completed
    assert (case.rows, case.tasks, case.timers, case.subscriptions, case.alive) == ({}, {}, {}, {}, {})
    assert case.done[-2:] == ["end", "random"]


@RUNS
@given(blocks(LEAVES, ("sequence", "parallel", "exclusive", "inclusive", "box")))
def test_where_spiffworkflow_is_right_we_agree(block: Block) -> None:
    ours = Counter(element for element in play(block, 1, restores=False).done if element.startswith(LEAVES))

    assert ours == completed(model(block), {"one": 1}, LEAVES)

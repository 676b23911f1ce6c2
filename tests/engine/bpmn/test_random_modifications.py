"""Whatever an operator moves, begins and ends by hand in a random model: is it whole, restored as well as live, and is nothing left over?"""

from __future__ import annotations

import json
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.bpmn import Activate, CannotModify, Modification, Move, Place
from engine.model import Effect
from tests.engine.bpmn.case import Case
from tests.engine.bpmn.generating import WAITING_LEAVES, Block, blocks, model
from tests.engine.bpmn.world import World

KINDS = ("sequence", "parallel", "exclusive", "inclusive", "box", "guarded")
RUNS = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def played(block: Block, seed: int, *, restores: bool) -> tuple[World, Case, int]:
    """A modification, then a completed task, in turns; gives how many modifications were made."""
    chance, made = random.Random(seed), 0
    world = World(restores=restores)
    world.deploy(model(block))
    case = world.start("random", one=1, order="A1")
    for _turn in range(12):
        if case.ended is not None:
            break
        made += modified(world, case, chance)
        if case.tasks:
            key = chance.choice(sorted(case.tasks))
            world.step(case, lambda execution, key=key: execution.complete_task(key, {}))  # type: ignore[misc]  # bound now
    return world, case, made


def modified(world: World, case: Case, chance: random.Random) -> int:
    anywhere = sorted(case.plan.nodes)
    here = sorted({entered.element_id for entered in case.alive.values()} - {case.plan.root.id}) or anywhere
    wanted = chance.choice([
        Modification(move=(Move(Place(chance.choice(here)), chance.choice(anywhere)),)),
        Modification(activate=(Activate(chance.choice(anywhere)),), terminate=(Place(chance.choice(here)),)),
        Modification(activate=(Activate(chance.choice(anywhere)), Activate(chance.choice(anywhere)))),
        Modification(terminate=(Place(chance.choice(here)),)),
    ])  # fmt: skip
    try:
        world.step(case, lambda execution: execution.modify(wanted))
    except CannotModify:
        return 0
    return 1


def alive(case: Case) -> dict[int, object]:
    """Its rows; the order of keys in them carries no meaning."""
    return {key: json.loads(row.live or "") for key, row in case.rows.items()}


@RUNS
@given(blocks(WAITING_LEAVES, KINDS), st.integers(0, 10_000))
def test_restoring_between_modifications_changes_nothing(block: Block, seed: int) -> None:
    (_world, live, made), (_other, restored, again) = (played(block, seed, restores=each) for each in (False, True))

    effects: list[Effect] = live.effects
    assert (restored.effects, again) == (effects, made)
    assert {key: json.loads(row.live or "") for key, row in restored.rows.items()} == {
        key: json.loads(row.live or "") for key, row in live.rows.items()
    }


@RUNS
@given(blocks(WAITING_LEAVES, KINDS), st.integers(0, 10_000))
def test_what_is_open_belongs_to_what_is_alive_and_goes_with_it(block: Block, seed: int) -> None:
    world, case, _made = played(block, seed, restores=True)

    owners = {each.element_instance_key for each in case.timers.values()} | {each.element_instance_key for each in case.subscriptions.values()}
    assert owners | set(case.tasks) <= set(case.alive)
    if case.ended is None:
        world.cancel(case)
    assert (case.rows, case.tasks, case.timers, case.subscriptions, case.jobs, case.alive) == ({}, {}, {}, {}, {}, {})

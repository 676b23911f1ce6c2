"""Is a spoilt model refused by name, or else executed, and never met with a traceback?"""

from __future__ import annotations

import pytest

from engine.bpmn import Limits, Model, ModelRefused, read
from tests.engine.bpmn.case import Case
from tests.engine.bpmn.mutating import mutated
from tests.engine.bpmn.world import DIAGRAMS, World

FILES = sorted(DIAGRAMS.glob("*.bpmn"))
A_TIME = 50


def outcome(seed: int) -> str:
    xml = mutated(FILES[seed % len(FILES)].read_bytes(), seed)
    try:
        model = read(xml, "spoilt.bpmn")
    except ModelRefused as refusal:
        is_plain = all(problem.message and "object at 0x" not in problem.message for problem in refusal.problems)
        return "refused" if is_plain else refusal.message
    play(model)
    return "executed"


def play(model: Model) -> None:
    """Start each process at each of its starts and do what there is to do, for a few turns."""
    world = World(restores=True, limits=Limits(steps=200, seconds=60), turns=20)
    world.plans = dict(model.plans)
    for plan in model.plans.values():
        for start in plan.start_events:
            world.start(plan.process_id, start.id, order="A1", level=0, people=["Ann"])
    for _ in range(4):
        for case in [*world.cases]:
            _work(world, case)
        world.pass_time(hours=1)


def _work(world: World, case: Case) -> None:
    for key in [*case.tasks][:2]:
        if key in case.tasks:
            world.step(case, lambda execution, key=key: execution.complete_task(key, {"x": True}))  # type: ignore[misc]
    for key in [*case.jobs][:2]:
        if key in case.jobs:
            world.finish(case, key, x=True)


@pytest.mark.parametrize("chunk", range(8))
def test_a_spoilt_model_is_refused_or_executed(chunk: int) -> None:
    seeds = range(chunk * A_TIME, (chunk + 1) * A_TIME)

    outcomes = {seed: outcome(seed) for seed in seeds}

    assert set(outcomes.values()) <= {"refused", "executed"}


@pytest.mark.long
@pytest.mark.parametrize("chunk", range(8, 88))
def test_many_more_spoilt_models(chunk: int) -> None:
    test_a_spoilt_model_is_refused_or_executed(chunk)

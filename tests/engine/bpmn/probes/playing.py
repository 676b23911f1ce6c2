"""How does a probe draw its model and begin it?"""

from __future__ import annotations

from tests.engine.bpmn.case import Case
from tests.engine.bpmn.drawing import draw, end, flows, start
from tests.engine.bpmn.world import World


def begun(world: World, *nodes: str, path: tuple[str, ...], beside: tuple[str, ...] = (), **variables: object) -> Case:
    """A process of these nodes between `start` and `end`, and what its flows say, begun."""
    world.deploy(draw("probe", start(), *nodes, end(), flows(*path), beside=beside))
    return world.start("probe", None, order="A1", **variables)


def finish(world: World, case: Case, *elements: str, **variables: object) -> None:
    """These tasks are done, in this order."""
    for element in elements:
        world.complete(case, element, **variables)


def is_clean(case: Case) -> bool:
    """Completed, and nothing of it is left anywhere."""
    return case.is_completed and (case.rows, case.tasks, case.timers, case.subscriptions, case.alive) == ({}, {}, {}, {}, {})

"""Do inclusive and complex gateways wait for what can still come, and for nothing else?"""

from __future__ import annotations

import pytest

from tests.engine.bpmn.case import Case
from tests.engine.bpmn.world import World


def finish(world: World, case: Case, *elements: str, **variables: object) -> None:
    for element in elements:
        world.complete(case, element, **variables)


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_an_inclusive_join_waits_for_every_branch_that_was_taken(world: World, order: tuple[str, str]) -> None:
    world.diagram("inclusive_gateway")
    case = world.start("inclusive_gateway", x=True, y=True)

    finish(world, case, order[0])
    assert "after" not in case.done
    finish(world, case, order[1])

    assert case.done.count("after") == 1
    assert case.is_completed


def test_an_inclusive_join_does_not_wait_for_a_branch_that_was_not_taken(world: World) -> None:
    world.diagram("inclusive_gateway")
    case = world.start("inclusive_gateway", x=True, y=False)

    finish(world, case, "a")

    assert "plain" not in case.done
    assert case.is_completed


def test_an_inclusive_split_takes_its_default_when_nothing_holds(world: World) -> None:
    world.diagram("inclusive_gateway")

    case = world.start("inclusive_gateway", x=False, y=False)

    assert "plain" in case.done
    assert case.is_completed


def test_an_inclusive_join_works_anew_in_each_turn_of_a_loop(world: World) -> None:
    world.diagram("inclusive_gateway_in_a_loop")
    case = world.start("inclusive_gateway_in_a_loop", x=True, y=True)

    finish(world, case, "a", "b", more=True, x=True, y=False)
    assert case.open_tasks == ["a"]
    finish(world, case, "a", more=True, x=True, y=True)
    assert case.open_tasks == ["a", "b"]
    finish(world, case, "b", "a", more=False)

    assert case.done.count("join") == 3
    assert case.is_completed


def test_an_inclusive_join_waits_while_a_token_may_still_come(world: World) -> None:
    world.diagram("inclusive_join_waits_for_a_detour")
    case = world.start("inclusive_join_waits_for_a_detour")
    assert "after" not in case.done

    finish(world, case, "slow", long=True)

    assert case.done.count("after") == 1, "the detour does not lead to the join any more"
    assert case.open_tasks == ["detour"]


def test_an_inclusive_join_takes_the_late_token_along(world: World) -> None:
    world.diagram("inclusive_join_waits_for_a_detour")
    case = world.start("inclusive_join_waits_for_a_detour")

    finish(world, case, "slow", long=False)

    assert case.done.count("after") == 1
    assert case.is_completed


def test_two_inclusive_joins_that_wait_for_one_another_do_not_wait_for_ever(world: World) -> None:
    world.diagram("inclusive_joins_face_to_face")

    case = world.start("inclusive_joins_face_to_face")

    assert case.done.index("left") < case.done.index("right")
    assert case.is_completed


def test_a_complex_gateway_goes_on_with_two_of_three_and_swallows_the_third(world: World) -> None:
    world.diagram("complex_gateway")
    case = world.start("complex_gateway")

    finish(world, case, "c")
    assert "after" not in case.done
    finish(world, case, "a")
    assert case.done.count("after") == 1
    assert not case.ended
    finish(world, case, "b")

    assert case.done.count("after") == 1
    assert case.is_completed


def test_a_complex_gateway_tells_activation_from_reset(world: World) -> None:
    world.diagram("complex_gateway_resets")
    case = world.start("complex_gateway_resets")

    finish(world, case, "b")
    assert "now" in case.done
    assert "at_reset" not in case.done
    finish(world, case, "a")

    assert case.done.count("now") == 1
    assert case.done.count("at_reset") == 1
    assert case.is_completed


def test_a_complex_gateway_resets_when_nothing_more_can_come(world: World) -> None:
    world.diagram("complex_gateway_resets")
    case = world.start("complex_gateway_resets")
    finish(world, case, "b")

    world.cancel(case)

    assert case.rows == {}
    assert "at_reset" not in case.done

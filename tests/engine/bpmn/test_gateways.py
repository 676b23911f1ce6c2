"""Do gateways choose, split and join as BPMN says?"""

from __future__ import annotations

import pytest

from tests.engine.bpmn.world import World


@pytest.mark.parametrize(("amount", "way"), [(2000, "large"), (500, "medium"), (50, "small")])
def test_an_exclusive_gateway_takes_the_first_flow_that_holds(world: World, amount: int, way: str) -> None:
    world.diagram("exclusive_gateway")

    case = world.start("exclusive_gateway", amount=amount)

    assert case.done == ["start", "choice", way, "merge", "after", "end", "exclusive_gateway"]


def test_a_parallel_gateway_waits_for_both_branches(world: World) -> None:
    world.diagram("parallel_gateway")
    case = world.start("parallel_gateway")
    assert case.open_tasks == ["left", "right"]

    world.complete(case, "left")
    assert "after" not in case.done
    world.complete(case, "right")

    assert case.done.count("join") == 1
    assert case.is_completed


def test_two_tokens_on_one_flow_do_not_fire_a_parallel_join(world: World) -> None:
    world.diagram("parallel_join_counts_flows")
    case = world.start("parallel_join_counts_flows")
    assert case.done.count("merge") == 2
    assert "join" not in case.done

    world.complete(case, "slow")

    assert case.done.count("join") == 1
    assert case.ended is None, "the second token of the first flow stands before the join for ever"


@pytest.mark.parametrize(
    ("a", "b", "ways"), [(True, True, ["one", "two"]), (True, False, ["one"]), (False, True, ["two"]), (False, False, ["neither"])]
)
def test_conditions_on_the_flows_of_a_task_choose_every_way_that_holds(world: World, a: object, b: object, ways: list[str]) -> None:
    world.diagram("conditional_flows")

    case = world.start("conditional_flows", a=a, b=b)

    assert [each for each in case.done if each in {"one", "two", "neither"}] == ways
    assert case.is_completed


def test_a_condition_that_gives_null_is_an_incident_and_goes_on_when_mended(world: World) -> None:
    world.diagram("exclusive_gateway")
    case = world.start("exclusive_gateway")
    assert [each.element_id for each in case.incidents] == ["choice"]
    assert case.waiting == ["choice"]

    world.step(case, lambda execution: execution.set_variables(case.key, {"amount": 500}))
    world.resume(case)

    assert "medium" in case.done
    assert case.is_completed


def test_token_quantities_multiply_and_gather(world: World) -> None:
    world.diagram("token_quantities")
    case = world.start("token_quantities")
    assert case.open_tasks == ["between", "between"]

    world.complete(case, "between")
    assert "both" not in case.done
    world.complete(case, "between")

    assert case.done.count("both") == 1
    assert case.is_completed

"""Do loops, ad-hoc sub-processes, global tasks, data and instantiating elements run as BPMN says?"""

from __future__ import annotations

from tests.engine.bpmn.world import World


def test_everything_in_a_parallel_ad_hoc_sub_process_is_offered_at_once(world: World) -> None:
    world.diagram("ad_hoc_parallel")
    case = world.start("ad_hoc_parallel", enough=False)
    assert case.open_tasks == ["a", "b"]

    world.complete(case, "b")
    assert case.open_tasks == ["a", "c"]
    world.complete(case, "a", enough=True)

    assert case.cancelled == ["c"]
    assert "after" in case.done
    assert case.is_completed


def test_an_ad_hoc_sub_process_whose_condition_does_not_hold_begins_anew(world: World) -> None:
    world.diagram("ad_hoc_parallel")
    case = world.start("ad_hoc_parallel", enough=False)

    for element in ("a", "b", "c"):
        world.complete(case, element)

    assert case.open_tasks == ["a", "b"]


def test_a_sequential_ad_hoc_sub_process_offers_one_at_a_time(world: World) -> None:
    world.diagram("ad_hoc_sequential")
    case = world.start("ad_hoc_sequential")
    assert case.open_tasks == ["a"]

    world.complete(case, "a")
    assert case.open_tasks == ["b"]
    world.complete(case, "b")

    assert "after" in case.done


def test_a_loop_goes_on_while_its_condition_holds(world: World) -> None:
    world.diagram("standard_loop")
    case = world.start("standard_loop", open=0)

    world.complete(case, "ask", answer="no")
    assert case.open_tasks == ["ask"]
    world.complete(case, "ask", answer="yes")

    assert "check" in case.done, "tested before, the second loop has no turn at all"
    assert case.is_completed


def test_a_loop_ends_at_its_maximum(world: World) -> None:
    world.diagram("standard_loop")
    case = world.start("standard_loop", open=1)

    for _ in range(3):
        world.complete(case, "ask", answer="no")
    assert case.open_tasks == ["check"]
    world.complete(case, "check", open=0)

    assert case.is_completed


def test_one_of_several_events_is_enough(world: World) -> None:
    world.diagram("multiple_events")
    case = world.start("multiple_events", order="A1")

    world.message("two", "A1")
    assert "first" in case.done
    world.message("two", "A1")
    assert "second" not in case.done
    world.message("one", "A1")

    assert "second" in case.done
    assert case.is_completed


def test_a_parallel_multiple_event_needs_each(world: World) -> None:
    world.diagram("multiple_events")
    case = world.start("multiple_events", order="A1")

    for _ in range(3):
        world.message("two", "A1")

    assert "second" not in case.done
    assert case.waiting == ["both"]


def test_boundary_events_with_several_definitions(world: World) -> None:
    world.diagram("multiple_boundary_events")
    case = world.start("multiple_boundary_events", order="A1")

    world.pass_time(hours=1)
    assert case.done.count("note") == 1
    world.message("two", "A1")
    assert case.open_tasks == ["work"]
    world.message("one", "A1")
    assert case.done.count("note") == 2
    world.message("three", "A1")

    assert "stop" in case.done
    assert case.cancelled == ["work"]


def test_a_receive_task_begins_an_instance_for_each_message(world: World) -> None:
    world.diagram("instantiating_receive_task")

    world.message("order", "A1", amount=1)
    world.message("order", "A2", amount=2)

    assert [case.variables["amount"] for case in world.cases] == [1, 2]
    assert [case.open_tasks for case in world.cases] == [["look"], ["look"]]
    assert world.cases[0].done == ["order_comes"]


def test_a_gateway_begins_an_instance_by_the_first_of_its_events(world: World) -> None:
    world.diagram("instantiating_gateways")

    world.message("b", "A1")

    (case,) = world.cases
    assert case.done == ["first", "c2"]
    assert case.open_tasks == ["t2"]
    assert case.subscriptions == {}


def test_a_parallel_gateway_that_began_an_instance_waits_for_its_other_events(world: World) -> None:
    world.diagram("instantiating_parallel_gateway")

    world.message("b", "A1", order="A1")
    (case,) = world.cases
    assert case.open_tasks == ["t2"]
    assert case.waiting == ["both", "t2"]
    world.complete(case, "t2")
    assert not case.ended
    world.message("a", "A1")

    assert case.open_tasks == ["t1"]
    assert case.done == ["c2", "t2", "e2", "both", "c1"]


def test_event_definitions_can_be_referred_to(world: World) -> None:
    world.diagram("event_definition_references")
    case = world.start("event_definition_references")

    world.pass_time(minutes=59)
    assert case.waiting == ["wait"]
    world.pass_time(minutes=1)

    assert case.is_completed


def test_a_global_task_is_called_like_a_process(world: World) -> None:
    world.diagram("global_task")
    case = world.start("global_task")
    child = world.cases[1]
    assert next(iter(child.tasks.values())).candidate_groups == ("manager",)

    world.complete(child, child.open_tasks[0], approved=True)

    assert case.is_completed
    assert case.variables["approved"] is True


def test_data_associations_carry_a_data_object_along(world: World) -> None:
    world.diagram("data_associations")
    case = world.start("data_associations")

    world.complete(case, "write", text="Dear Ann")

    assert case.variables == {"letter": "Dear Ann"}
    key = next(iter(case.tasks))
    assert case.state is not None
    assert case.state.instances[key].variables == {"shown": "Dear Ann"}


def test_each_instance_tells_the_boundary_without_being_interrupted(world: World) -> None:
    world.diagram("multi_instance_signals")
    world.operation("step")

    case = world.start("multi_instance_signals", copies=3)

    assert case.done.count("note") == 3
    assert case.done.count("step") == 4, "three instances and the whole"
    assert "after" in case.done
    assert case.is_completed

"""Do loops, ad-hoc sub-processes, global tasks, data and instantiating elements run as BPMN says?"""

from __future__ import annotations

from datetime import UTC, datetime

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


def test_who_by_when_and_with_which_form_is_fixed_when_the_task_opens(world: World) -> None:
    world.diagram("user_task_assignment")

    case = world.start("user_task_assignment", form="pick-list", picker="Carl", role="manager")

    (task,) = case.tasks.values()
    assert (task.name, task.form_id, task.form_binding, task.priority) == ("Pick the goods", "pick-list", "deployment", 75)
    assert (task.assignee, task.candidate_groups, task.candidate_users) == ("Carl", ("warehouse", "manager"), ("Ann", "Bo"))
    assert (task.due, task.follow_up) == (datetime(2026, 1, 5, 12, tzinfo=UTC), datetime(2026, 1, 3, 7, tzinfo=UTC))
    assert task.headers == {"place": "A7"}


def test_a_task_for_nobody_known_is_an_incident_until_it_is_mended(world: World) -> None:
    world.diagram("user_task_assignment")
    case = world.start("user_task_assignment", form="pick-list", picker=[1], role="manager")
    assert [(each.element_id, "assignee" in each.message) for each in case.incidents] == [("pick", True)]

    world.step(case, lambda execution: execution.set_variables(case.key, {"picker": "Carl"}))
    world.resume(case)

    assert case.open_tasks == ["pick"]


def test_an_ad_hoc_sub_process_offers_what_was_chosen(world: World) -> None:
    world.diagram("ad_hoc_chosen")
    case = world.start("ad_hoc_chosen", wanted=["c", "a", "nothing of the kind"])
    assert case.open_tasks == ["a", "c"]

    world.complete(case, "a")
    assert case.open_tasks == ["c"]
    world.complete(case, "c")

    assert case.open_tasks == ["after"]


def test_an_ad_hoc_sub_process_of_which_nothing_is_chosen_is_done(world: World) -> None:
    world.diagram("ad_hoc_chosen")

    assert world.start("ad_hoc_chosen", wanted=[]).open_tasks == ["after"]


def test_every_kind_of_global_task_is_called(world: World) -> None:
    world.operation("rules", {"ruled_out": False})
    world.diagram("global_tasks")

    case = world.start("global_tasks")

    assert [element for element in case.done if element.startswith("call_")] == ["call_plain", "call_by_hand", "call_computed", "call_ruled"]
    assert (case.variables["answer"], case.variables["ruled_out"]) == (42, False)


def test_tasks_that_need_nobody_are_done_at_once(world: World) -> None:
    world.operation("rules", {"ruled_out": False})
    world.decisions["rate"] = lambda _variables: 5
    world.diagram("kinds_of_tasks")

    case = world.start("kinds_of_tasks")

    assert case.done[1:5] == ["plain", "by_hand", "ruled", "decided"]
    assert case.variables == {"ruled_out": False, "rebate": 5}

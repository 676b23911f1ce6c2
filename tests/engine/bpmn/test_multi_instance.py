"""Do multi-instance activities make the right instances and gather the right results?"""

from __future__ import annotations

from tests.engine.bpmn.world import World


def test_all_at_once_gathers_in_the_order_of_the_list(world: World) -> None:
    world.diagram("multi_instance_parallel")
    case = world.start("multi_instance_parallel", reviewers=["Ann", "Bo", "Cy"], quick=False, order="A1")
    keys = list(case.tasks)
    assert [case.state.instances[key].variables["asked"] for key in keys if case.state] == ["Ann", "Bo", "Cy"]

    for key, answer in zip(reversed(keys), ("third", "second", "first"), strict=True):
        world.step(case, lambda execution, key=key, answer=answer: execution.complete_task(key, {"answer": answer}))  # type: ignore[misc]

    assert case.variables["answers"] == ["first", "second", "third"]
    assert "answer" not in case.variables, "a name first assigned in an instance stays there"
    assert case.is_completed
    assert case.rows == {}


def test_enough_is_enough(world: World) -> None:
    world.diagram("multi_instance_parallel")
    case = world.start("multi_instance_parallel", reviewers=["Ann", "Bo", "Cy"], quick=True, order="A1")

    world.complete(case, "review", answer=1)
    world.complete(case, "review", answer=2)

    assert case.variables["answers"] == [1, 2, None]
    assert case.cancelled == ["review"]
    assert case.is_completed


def test_a_message_at_its_boundary_ends_every_instance(world: World) -> None:
    world.diagram("multi_instance_parallel")
    case = world.start("multi_instance_parallel", reviewers=["Ann", "Bo", "Cy"], quick=False, order="A1")
    world.complete(case, "review", answer=1)

    world.message("stop", "A1")

    assert "undone" in case.done
    assert case.tasks == {}
    assert case.is_completed


def test_nothing_to_do_is_done_at_once(world: World) -> None:
    world.diagram("multi_instance_parallel")

    case = world.start("multi_instance_parallel", reviewers=[], quick=False, order="A1")

    assert case.variables["answers"] == []
    assert case.is_completed


def test_one_after_another_also_over_null(world: World) -> None:
    world.diagram("multi_instance_sequential")
    case = world.start("multi_instance_sequential", people=["Ann", None, "Cy"])

    for signature in ("A", "B", "C"):
        assert case.open_tasks == ["sign"]
        world.complete(case, "sign", signature=signature)

    assert case.variables["signatures"] == ["A", "B", "C"]
    assert case.is_completed


def test_what_is_no_list_is_an_incident(world: World) -> None:
    world.diagram("multi_instance_sequential")
    case = world.start("multi_instance_sequential", people=5)
    assert [each.element_id for each in case.incidents] == ["sign"]

    world.step(case, lambda execution: execution.set_variables(case.key, {"people": ["Ann"]}))
    world.resume(case)

    assert case.open_tasks == ["sign"]


def test_sub_processes_one_a_parcel(world: World) -> None:
    world.diagram("multi_instance_sub_process")
    world.operation("label", {"printed": True})
    case = world.start("multi_instance_sub_process", parcels=["p", "q"])
    assert case.open_tasks == ["ship", "ship"]

    world.complete(case, "ship", number=7)
    world.complete(case, "ship", number=8)

    assert case.variables["numbers"] == [7, 8]
    assert "after" in case.done
    assert "printed" not in case.variables


def test_a_number_of_times(world: World) -> None:
    world.diagram("multi_instance_times")
    world.operation("print")

    case = world.start("multi_instance_times", copies=3)

    assert len(world.calls) == 3
    assert case.is_completed


def test_a_thousand_at_once_go_on_in_a_second_step(world: World) -> None:
    world.diagram("multi_instance_times")
    world.operation("print")

    case = world.start("multi_instance_times", copies=2500)

    assert len(world.calls) == 2500
    assert case.is_completed
    assert case.rows == {}

"""Does an error go to the nearest catcher, going outwards, and to an incident when there is none?"""

from __future__ import annotations

from engine.asking import Failed, Refused
from tests.engine.bpmn.world import World


def test_a_refused_operation_takes_the_boundary_of_its_code(world: World) -> None:
    world.diagram("boundary_error")
    world.operation("reserve", Refused("NOTHING_AVAILABLE", "No stock."))

    case = world.start("boundary_error")

    assert case.open_tasks == ["decide"]
    assert case.cancelled == ["reserve"]


def test_another_code_takes_the_boundary_that_catches_all(world: World) -> None:
    world.diagram("boundary_error")
    world.operation("reserve", Refused("BLOCKED", "The customer is blocked."))

    case = world.start("boundary_error")

    assert "other" in case.done
    assert case.open_tasks == []


def test_an_operation_that_succeeds_takes_no_boundary(world: World) -> None:
    world.diagram("boundary_error")
    world.operation("reserve", {"reserved": 3})

    case = world.start("boundary_error")

    assert case.open_tasks == ["pick"]
    assert case.variables["reserved"] == 3


def test_a_technical_error_leaves_the_token_and_files_a_job(world: World) -> None:
    world.diagram("boundary_error")
    world.operation("reserve", Failed("database is down"))
    case = world.start("boundary_error")
    assert [(job.element_id, job.kind, job.cause) for job in case.jobs.values()] == [("reserve", "OPERATION", "database is down")]

    world.finish_job(case, "reserve", reserved=3)

    assert case.open_tasks == ["pick"]


def test_a_job_elsewhere_can_end_in_a_business_error(world: World) -> None:
    world.diagram("boundary_error")
    case = world.start("boundary_error")
    assert [job.kind for job in case.jobs.values()] == ["EXTERNAL"]

    world.refuse_job(case, "reserve", "NOTHING_AVAILABLE")

    assert case.open_tasks == ["decide"]
    assert case.jobs == {}


def test_an_error_passes_boundaries_of_other_codes_on_its_way_out(world: World) -> None:
    world.diagram("error_goes_outwards")
    world.operation("risky", Refused("BAD", ""))

    case = world.start("error_goes_outwards")

    assert "mend" in case.done
    assert "not_this" not in case.done
    assert sorted(case.cancelled) == ["inner", "outer", "risky"] or sorted(case.cancelled) == ["inner", "outer", "risky", "wait"]
    assert case.is_completed


def test_the_inner_boundary_wins_over_the_outer(world: World) -> None:
    world.diagram("error_goes_outwards")
    world.operation("risky", Refused("OTHER", ""))

    case = world.start("error_goes_outwards")

    assert "not_this" in case.done
    assert "mend" not in case.done
    assert case.is_completed


def test_an_error_end_event_interrupts_its_sub_process(world: World) -> None:
    world.diagram("error_end_event")
    case = world.start("error_end_event")

    world.complete(case, "inside", wrong=True)

    assert "mend" in case.done
    assert "after" not in case.done


def test_without_the_error_the_sub_process_just_ends(world: World) -> None:
    world.diagram("error_end_event")
    case = world.start("error_end_event")

    world.complete(case, "inside", wrong=False)

    assert "mend" not in case.done
    assert "after" in case.done


def test_an_error_that_nobody_catches_is_an_incident_and_no_silent_end(world: World) -> None:
    world.diagram("error_without_catcher")

    case = world.start("error_without_catcher")

    assert [(each.element_id, each.type) for each in case.incidents] == [("bad", "UNHANDLED_ERROR_EVENT")]
    assert case.ended is None
    assert case.waiting == ["bad"]


def test_a_refusal_that_nobody_catches_can_be_retried(world: World) -> None:
    world.diagram("approval")
    world.operation("inline.prepare", Refused("BAD", "Not today."))
    case = world.start("approval")
    assert [(each.element_id, each.type) for each in case.incidents] == [("prepare", "UNHANDLED_ERROR_EVENT")]
    assert "Not today." in case.incidents[0].message

    world.operation("inline.prepare")
    world.resume(case)

    assert case.open_tasks == ["approve"]


def test_an_error_starts_the_event_sub_process_around_it(world: World) -> None:
    world.diagram("event_sub_process_error")
    case = world.start("event_sub_process_error")
    assert case.open_tasks == ["other"]

    world.refuse_job(case, "risky", "BAD")
    assert case.open_tasks == ["mend"]
    assert sorted(case.cancelled) == ["other", "risky"]
    world.complete(case, "mend")

    assert "after" in case.done
    assert case.is_completed


def test_another_error_does_not_start_it(world: World) -> None:
    world.diagram("event_sub_process_error")
    case = world.start("event_sub_process_error")

    world.refuse_job(case, "risky", "OTHER")

    assert case.open_tasks == ["other"]
    assert [each.element_id for each in case.incidents] == ["risky"]


def test_an_error_of_the_event_sub_process_itself_goes_further_out(world: World) -> None:
    world.diagram("error_in_an_event_sub_process")
    world.operation("risky", Refused("BAD", ""))
    world.operation("mend", Refused("WORSE", ""))

    case = world.start("error_in_an_event_sub_process")

    assert [element for element, _given in world.calls] == ["risky", "mend"]
    assert "give_up" in case.done
    assert "after" not in case.done
    assert case.is_completed

"""Is completed work compensated in reverse order, each activity once, and nothing else?"""

from __future__ import annotations

from engine.asking import Failed
from tests.engine.bpmn.world import World


def test_handlers_run_one_after_another_the_last_first(world: World) -> None:
    world.diagram("compensation_in_reverse")
    case = world.start("compensation_in_reverse")

    world.complete(case, "decide", wrong=True)

    for element in ("undo_two", "undo_one"):
        assert case.open_tasks == [element]
        assert "undo_all" not in case.done
        world.complete(case, element)
    assert "three" in case.done
    assert case.open_tasks == []
    assert case.is_completed
    assert case.rows == {}


def test_without_a_throw_nothing_is_compensated(world: World) -> None:
    world.diagram("compensation_in_reverse")
    case = world.start("compensation_in_reverse")

    world.complete(case, "decide", wrong=False)

    assert not [element for element in case.done if element.startswith("undo")]
    assert case.is_completed


def test_one_activity_is_compensated_and_only_once(world: World) -> None:
    world.diagram("compensation_of_one")
    case = world.start("compensation_of_one")
    assert case.open_tasks == ["undo_two"]

    world.complete(case, "undo_two")

    assert case.done.count("undo_two") == 1
    assert "undo_one" not in case.done
    assert case.done[-4:-1] == ["back", "back_again", "end"]
    assert case.is_completed


def test_an_event_that_does_not_wait_goes_on_beside_the_handlers(world: World) -> None:
    world.diagram("compensation_goes_on")
    case = world.start("compensation_goes_on")
    assert case.open_tasks == ["meanwhile", "undo_one"]

    world.complete(case, "meanwhile")
    assert not case.ended
    world.complete(case, "undo_one")

    assert case.is_completed


def test_what_is_in_a_sub_process_is_compensated_within_it(world: World) -> None:
    world.diagram("compensation_of_a_sub_process")
    case = world.start("compensation_of_a_sub_process")
    assert case.open_tasks == ["undo_out"]

    world.complete(case, "undo_out")
    assert case.open_tasks == ["undo_in_two"]
    handler = case.tasks[next(iter(case.tasks))].key
    assert case.state is not None
    around = case.state.instances[handler].parent
    assert around is not None
    assert around.variables == {"inside": 7}, "the handler sees the variables of its sub-process"
    world.complete(case, "undo_in_two")
    world.complete(case, "undo_in_one")

    assert case.is_completed
    assert case.rows == {}


def test_a_compensation_event_sub_process_takes_the_place_of_the_handlers(world: World) -> None:
    world.diagram("compensation_event_sub_process")
    case = world.start("compensation_event_sub_process")
    assert case.open_tasks == ["instead"]

    world.complete(case, "instead")
    assert case.open_tasks == ["undo_in_one"], "its own throw compensates what is around it"
    world.complete(case, "undo_in_one")

    assert case.is_completed


def test_every_instance_of_a_loop_is_compensated(world: World) -> None:
    world.diagram("compensation_of_a_loop")
    world.operation("book")
    case = world.start("compensation_of_a_loop", rooms=["north", "south"])
    seen = []

    for _ in range(2):
        key = next(iter(case.tasks))
        assert case.state is not None
        around = case.state.instances[key].parent
        assert around is not None
        seen.append(around.variables["room"])
        world.complete(case, "cancel_booking")

    assert seen == ["south", "north"]
    assert case.is_completed


def test_an_operation_without_a_handler_is_undone_by_its_own_undo(world: World) -> None:
    world.diagram("compensation_by_undo")
    world.operation("reserve", {"reserved": 3})
    world.operation("reserve.undo")
    world.operation("mail")

    case = world.start("compensation_by_undo")

    assert [element for element, _given in world.calls] == ["reserve", "mail", "reserve"]
    assert case.is_completed


def test_an_undo_that_fails_is_an_incident_and_can_be_retried(world: World) -> None:
    world.diagram("compensation_by_undo")
    world.operation("reserve")
    world.operation("reserve.undo", Failed("the warehouse is closed"))
    world.operation("mail")
    case = world.start("compensation_by_undo")
    assert [each.element_id for each in case.incidents] == ["undo"]
    assert "the warehouse is closed" in case.incidents[0].message

    world.operation("reserve.undo")
    world.resume(case)

    assert case.is_completed


def test_a_cancelled_transaction_ends_what_runs_and_compensates_what_is_done(world: World) -> None:
    world.diagram("transaction")
    case = world.start("transaction")
    assert case.open_tasks == ["other", "sign"]

    world.complete(case, "sign", refused=True)
    assert case.open_tasks == ["undo_pay"]
    assert case.cancelled == ["other"]
    world.complete(case, "undo_pay")

    assert "tell" in case.done
    assert "after" not in case.done
    assert "deal" in case.cancelled
    assert case.is_completed
    assert case.rows == {}


def test_a_transaction_that_succeeds_compensates_nothing(world: World) -> None:
    world.diagram("transaction")
    case = world.start("transaction")

    world.complete(case, "sign", refused=False)
    world.complete(case, "other")

    assert "after" in case.done
    assert "tell" not in case.done
    assert "undo_pay" not in case.done
    assert case.is_completed


def test_what_could_be_compensated_is_forgotten_at_the_end(world: World) -> None:
    world.diagram("compensation_never_asked")
    world.operation("work")

    case = world.start("compensation_never_asked", wrong=False)

    assert case.is_completed
    assert case.rows == {}


def test_sub_processes_within_one_another_are_compensated_inside_out(world: World) -> None:
    world.diagram("compensation_never_asked")
    world.operation("work")
    case = world.start("compensation_never_asked", wrong=True)

    for element in ("undo_shallow", "undo_deep"):
        assert case.open_tasks == [element]
        world.complete(case, element)

    assert case.is_completed
    assert case.rows == {}

"""Do sub-processes, call activities and terminate ends keep to their scope, and variables to theirs?"""

from __future__ import annotations

import pytest

from engine.model import VariablesChanged
from tests.engine.bpmn.drawing import draw, end, flows, script, start
from tests.engine.bpmn.world import World


def test_a_sub_process_ends_with_its_last_token(world: World) -> None:
    world.diagram("sub_process")
    case = world.start("sub_process")
    assert case.waiting == ["box", "inside"]

    world.complete(case, "inside")

    assert case.done == ["start", "inner_start", "inside", "inner_end", "box", "after", "end", "sub_process"]


def test_a_terminate_end_ends_its_own_scope_only(world: World) -> None:
    world.diagram("terminate_end_event")
    case = world.start("terminate_end_event")

    world.complete(case, "stop_box")
    assert case.cancelled == ["inside"]
    assert case.open_tasks == ["slow", "stop_all"]
    world.complete(case, "stop_all")

    assert case.cancelled == ["inside", "slow"]
    assert case.is_completed
    assert case.rows == {}


def test_a_called_process_gets_variables_and_gives_some_back(world: World) -> None:
    world.diagram("call_activity")
    case = world.start("call_activity", id="A1")
    child = world.cases[1]
    assert child.variables == {"id": "A1", "order": "A1"}
    assert case.waiting == ["deliver"]

    world.complete(child, "ship", number="P7", lost=False)

    assert "after" in case.done
    assert case.variables == {"id": "A1", "parcel": "P7"}


def test_an_error_of_a_called_process_reaches_the_call_activity(world: World) -> None:
    world.diagram("call_activity")
    case = world.start("call_activity", id="A1")
    child = world.cases[1]

    world.complete(child, "ship", lost=True)

    assert child.ended is not None
    assert child.ended.error_code == "BAD"
    assert "mend" in case.done
    assert case.is_completed


def test_an_interrupted_call_activity_ends_its_child(world: World) -> None:
    world.diagram("call_activity")
    case = world.start("call_activity", id="A1")
    child = world.cases[1]

    world.pass_time(hours=1)

    assert child.ended is not None
    assert child.ended.state == "TERMINATED"
    assert child.tasks == {}
    assert "give_up" in case.done


def test_an_error_end_in_a_process_that_nobody_calls_is_an_incident(world: World) -> None:
    world.diagram("call_activity")
    case = world.start("delivery")

    world.complete(case, "ship", lost=True)

    assert [each.element_id for each in case.incidents] == ["d_bad"]


def test_names_are_written_where_they_are_declared_else_in_the_root(world: World) -> None:
    world.diagram("io_mapping")

    case = world.start("io_mapping", who="Ann")

    assert case.variables == {"who": "Ann", "total": 10}
    key = next(iter(case.tasks))
    assert case.state is not None
    assert case.state.instances[key].variables == {"shown": 10}


def test_an_output_mapping_lets_only_its_names_out(world: World) -> None:
    world.diagram("io_mapping")
    case = world.start("io_mapping", who="Ann")

    world.complete(case, "ask", said="yes", noise=1)

    assert case.variables == {"who": "Ann", "total": 10, "answer": "yes"}


@pytest.mark.parametrize("expression", ["function(x) x", "[1, [count]]", "{f: {g: sum}}"])
def test_a_function_cannot_be_kept_in_a_variable(world: World, expression: str) -> None:
    world.deploy(draw("odd", start(), script("make", expression, "f"), end(), flows("start > make > end")))

    case = world.start("odd")

    assert [each.element_id for each in case.incidents] == ["make"]
    assert case.variables == {}


def test_a_context_can_be_filled_name_by_name(world: World) -> None:
    world.diagram("io_mapping")

    case = world.start("io_mapping", who="Ann")

    declared = [each.values for each in case.effects if isinstance(each, VariablesChanged)]
    assert {"customer": {"name": "Ann"}} in declared


def test_a_user_task_without_assignment_belongs_to_the_role_of_its_lane(world: World) -> None:
    world.diagram("lanes")
    case = world.start("lanes")
    groups = []

    for element in ("enter", "inside", "approve"):
        groups.append(next(iter(case.tasks.values())).candidate_groups)
        world.complete(case, element)

    assert groups == [("sales-admin",), ("sales-admin",), ("manager",)]


def test_cancelling_takes_everything_back(world: World) -> None:
    world.diagram("boundary_message_interrupts")
    case = world.start("boundary_message_interrupts", order="A1")

    world.cancel(case)

    assert case.ended is not None
    assert case.ended.state == "TERMINATED"
    assert (case.tasks, case.subscriptions, case.rows, case.alive) == ({}, {}, {}, {})

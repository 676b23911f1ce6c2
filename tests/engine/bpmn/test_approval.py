"""Does the smallest useful process run?"""

from __future__ import annotations

from tests.engine.bpmn.world import World


def test_an_approved_request_is_filed(world: World) -> None:
    world.diagram("approval")
    world.operation("inline.prepare", {"prepared": True})
    world.operation("inline.file")

    case = world.start("approval", amount=5)
    assert case.open_tasks == ["approve"]
    world.complete(case, "approve", approved=True)

    assert case.is_completed
    assert case.done == ["Start", "prepare", "approve", "choice", "file_it", "end", "approval"]
    assert case.rows == {}


def test_a_refused_request_is_not_filed(world: World) -> None:
    world.diagram("approval")
    world.operation("inline.prepare")

    case = world.start("approval")
    world.complete(case, "approve", approved=False)

    assert case.is_completed
    assert "file_it" not in case.done


def test_an_answer_without_the_decision_is_no_approval(world: World) -> None:
    world.diagram("approval")
    world.operation("inline.prepare")
    case = world.start("approval")

    world.complete(case, "approve")

    assert case.is_completed
    assert "file_it" not in case.done

"""Does every kind of trigger work at every place where BPMN allows it: once, again and again, and not without its cause?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.engine.bpmn.case import Case
from tests.engine.bpmn.world import DIAGRAMS, World

TRIGGERS = DIAGRAMS / "triggers"
Cause = Callable[[World, Case], None]


def hour(world: World, _case: Case) -> None:
    world.pass_time(hours=1)


def level(world: World, case: Case) -> None:
    """It falls and rises again: a condition fires when it becomes true."""
    for value in (0, 3):
        if not case.ended:
            world.step(case, lambda execution, value=value: execution.set_variables(case.key, {"level": value}))  # type: ignore[misc]


def work(world: World, case: Case) -> None:
    """The work itself throws."""
    world.complete(case, "work")


CAUSES: dict[str, Cause] = {
    "message": lambda world, _case: world.message("news", "A1"),
    "signal": lambda world, _case: world.signal("alarm"),
    "timer_duration": hour,
    "timer_date": hour,
    "timer_cycle": hour,
    "condition": level,
    "error": work,
    "escalation": work,
}
OFTEN = {"message", "signal", "timer_cycle", "condition"}
"""What comes again; a duration and a date are over, and the work throws once."""
PLACES = ("boundary", "event_sub_process")


def begun(world: World, name: str) -> Case:
    world.deploy((TRIGGERS / f"{name}.bpmn").read_bytes())
    return world.start(name, order="A1", level=0)


@pytest.mark.parametrize("kind", CAUSES)
@pytest.mark.parametrize("place", PLACES)
def test_it_interrupts(world: World, place: str, kind: str) -> None:
    case = begun(world, f"{place}_{kind}")
    assert case.open_tasks == ["work"]

    CAUSES[kind](world, case)

    assert case.done.count("late") == 1
    assert case.open_tasks == []
    assert case.is_completed
    assert (case.timers, case.subscriptions, case.alive) == ({}, {}, {})
    assert ("box" in case.done) == (place == "event_sub_process"), "an event sub-process completes what it is in"


@pytest.mark.parametrize("kind", [kind for kind in CAUSES if kind != "error"])
@pytest.mark.parametrize("place", PLACES)
def test_it_comes_three_times_beside_the_work(world: World, place: str, kind: str) -> None:
    case = begun(world, f"{place}_{kind}_again")
    comes = 3 if kind in OFTEN else 1

    for turn in range(comes):
        CAUSES[kind](world, case)
        assert case.done.count("late") == turn + 1
    if kind in {"timer_cycle", "timer_duration", "timer_date"}:
        hour(world, case)
        assert case.done.count("late") == comes, "its turns are over"
    for task in [*case.open_tasks, "rest"]:
        if task in case.open_tasks:
            world.complete(case, task)

    assert case.done.count("late") == comes
    assert "end" in case.done
    assert case.is_completed
    assert (case.timers, case.subscriptions, case.alive) == ({}, {}, {})


@pytest.mark.parametrize("kind", [kind for kind in CAUSES if CAUSES[kind] is not work])
@pytest.mark.parametrize("place", [f"{place}_{{}}{again}" for place in PLACES for again in ("", "_again")])
def test_after_the_work_it_comes_too_late(world: World, place: str, kind: str) -> None:
    case = begun(world, place.format(kind))
    world.complete(case, "work")
    world.complete(case, "rest")
    assert case.is_completed

    if kind != "condition":
        CAUSES[kind](world, case)

    assert "late" not in case.done
    assert (case.timers, case.subscriptions) == ({}, {})


@pytest.mark.parametrize("kind", [kind for kind in CAUSES if CAUSES[kind] is not work and kind != "timer_cycle"])
def test_a_token_waits_for_it(world: World, kind: str) -> None:
    case = begun(world, f"catch_{kind}")
    world.message("something else", "A1")
    world.pass_time(minutes=59)
    assert case.waiting == ["late_event"]

    CAUSES[kind](world, case)

    assert case.done[-3:] == ["late", "end", f"catch_{kind}"]


@pytest.mark.parametrize("kind", [kind for kind in CAUSES if CAUSES[kind] is not work])
def test_the_first_of_two_decides(world: World, kind: str) -> None:
    first, other = (begun(world, f"gateway_{kind}") for _ in range(2))

    world.message("other", "A1")
    CAUSES[kind](world, other)

    assert (first.done.count("instead"), first.done.count("late")) == (1, 0)
    assert (other.done.count("instead"), other.done.count("late")) == (0, 1)
    assert first.is_completed
    assert other.is_completed


@pytest.mark.parametrize("kind", ["message", "signal", "condition"])
def test_it_begins_an_instance(world: World, kind: str) -> None:
    world.deploy((TRIGGERS / f"start_{kind}.bpmn").read_bytes())

    if kind == "condition":
        assert world.evaluate(level=2) == []
        world.evaluate(level=3)
    else:
        world.message("other", "A1")
        assert world.cases == []
        world.message("news", "A1") if kind == "message" else world.signal("alarm")

    assert [case.done[:2] for case in world.cases] == [["late_event", "late"]]


def test_an_end_event_signals_to_its_own_instance(world: World) -> None:
    case = begun(world, "end_signal")
    assert case.waiting == ["late_event", "work"]

    world.complete(case, "work")

    assert case.done.count("late") == 1
    assert case.is_completed


def test_an_end_event_sends_to_another_instance(world: World) -> None:
    case = begun(world, "end_message")
    receiver = world.start("receiver", order="A1")
    assert "late" not in receiver.done

    world.complete(case, "work")

    assert receiver.is_completed


def test_an_end_event_compensates_before_the_instance_ends(world: World) -> None:
    case = begun(world, "end_compensation")
    assert case.open_tasks == ["late"]
    assert case.ended is None

    world.complete(case, "late")

    assert case.is_completed


def test_either_of_several_begins_an_instance(world: World) -> None:
    world.deploy((TRIGGERS / "start_multiple.bpmn").read_bytes())

    world.message("news", "A1")
    world.signal("alarm")
    world.signal("other")

    assert [case.done[:2] for case in world.cases] == [["late_event", "late"]] * 2


@pytest.mark.parametrize("place", ["throw", "end"])
def test_all_of_several_are_thrown(world: World, place: str) -> None:
    case = begun(world, f"{place}_multiple")
    assert case.waiting == ["heard", "seen", "work"]

    world.complete(case, "work")

    assert {"heard", "seen"} <= {*case.done}
    assert case.is_completed

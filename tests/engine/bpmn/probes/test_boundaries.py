"""Do boundary events fire as often as they should, and clear what they interrupt?"""

from __future__ import annotations

from tests.engine.bpmn.drawing import (
    boundary,
    call,
    catch,
    condition,
    draw,
    each,
    end,
    event,
    event_sub,
    flows,
    gateway,
    message,
    node,
    signal,
    start,
    sub,
    task,
    timer,
    user,
)
from tests.engine.bpmn.probes.playing import begun, finish, is_clean
from tests.engine.bpmn.world import World

NEWS, ALARM = message("news"), signal("alarm")


def test_three_messages_at_the_boundary_make_three_tasks_beside_the_work(world: World) -> None:
    nodes = (user("work"), boundary("told", "work", event("message", "news"), interrupting=False), user("read"), end("e"))
    case = begun(world, *nodes, path=("start > work > end", "told > read > e"), beside=(NEWS,))
    for _ in range(3):
        world.message("news", "A1")
    assert case.open_tasks == ["read", "read", "read", "work"]

    finish(world, case, "read", "work", "read")
    world.message("news", "A1")
    assert not case.is_completed
    finish(world, case, "read")

    assert case.done.count("read") == 3
    assert is_clean(case)


def test_a_reminder_stops_in_the_middle_of_its_turns(world: World) -> None:
    nodes = (user("work"), boundary("tick", "work", timer("cycle", "R3/PT1H"), interrupting=False), user("remind"), end("e"))
    case = begun(world, *nodes, path=("start > work > end", "tick > remind > e"))
    world.pass_time(hours=2)
    assert case.open_tasks == ["remind", "remind", "work"]

    finish(world, case, "work", "remind", "remind")
    world.pass_time(hours=5)

    assert case.done.count("remind") == 2
    assert is_clean(case)


def test_an_interruption_clears_everything_inside(world: World) -> None:
    inner = sub(
        "inner",
        start("s2"),
        user("deep", each("items", "item")),
        boundary("tick", "deep", timer("cycle", "R/PT1H"), interrupting=False),
        catch("heard", event("message", "news")),
        end("e2"),
        end("e3"),
        flows("s2 > deep > heard > e2", "tick > e3"),
    )
    aside = event_sub(
        "aside", start("on_alarm", event("signal", "alarm"), isInterrupting="false"), user("look"), end("e5"), flows("on_alarm > look > e5")
    )
    box = sub(
        "box",
        start("s1"),
        gateway("parallel", "split"),
        inner,
        catch("wait", timer("duration", "P1D")),
        user("plain"),
        aside,
        end("e1"),
        flows("s1 > split > inner > e1", "split > wait > e1", "split > plain > e1"),
    )
    nodes = (box, boundary("stop", "box", event("signal", "alarm")), boundary("late", "box", timer("duration", "PT9H")), task("after"))
    case = begun(world, *nodes, path=("start > box > end", "stop > after > end", "late > end"), beside=(NEWS, ALARM), items=[1, 2, 3])
    finish(world, case, "deep")

    world.pass_time(hours=9)

    assert case.open_tasks == []
    assert "after" not in case.done
    assert is_clean(case)


def test_the_first_of_two_interrupting_boundaries_wins(world: World) -> None:
    nodes = (
        user("work"),
        boundary("told", "work", event("message", "news")),
        boundary("late", "work", timer("duration", "PT1H")),
        task("a"),
        task("b"),
    )
    case = begun(world, *nodes, path=("start > work > end", "told > a > end", "late > b > end"), beside=(NEWS,))

    world.message("news", "A1")
    world.pass_time(hours=2)

    assert (case.done.count("a"), case.done.count("b")) == (1, 0)
    assert is_clean(case)


def test_what_a_boundary_began_lives_on_when_its_activity_is_interrupted(world: World) -> None:
    nodes = (
        user("work"),
        boundary("told", "work", event("message", "news"), interrupting=False),
        user("read"),
        boundary("late", "work", timer("duration", "PT1H")),
        task("after"),
        end("e"),
    )
    case = begun(world, *nodes, path=("start > work > end", "told > read > e", "late > after > end"), beside=(NEWS,))
    world.message("news", "A1")
    world.message("news", "A1")

    world.pass_time(hours=1)
    assert case.open_tasks == ["read", "read"]
    finish(world, case, "read", "read")

    assert is_clean(case)


def test_a_timer_ends_a_call_and_what_the_called_process_called(world: World) -> None:
    world.deploy(draw("deepest", start("s"), user("work"), end("e"), flows("s > work > e")))
    world.deploy(draw("middle", start("s"), call("further", "deepest"), end("e"), flows("s > further > e")))
    nodes = (call("ask_them", "middle"), boundary("late", "ask_them", timer("duration", "PT1H")))
    case = begun(world, *nodes, path=("start > ask_them > end", "late > end"))
    (middle,) = case.children.values()
    (deepest,) = middle.children.values()

    world.pass_time(hours=1)

    assert deepest.open_tasks == []
    assert (deepest.rows, middle.rows) == ({}, {})
    assert is_clean(case)


def test_a_condition_at_the_boundary_fires_each_time_it_becomes_true(world: World) -> None:
    nodes = (user("work"), boundary("high", "work", condition("level > 2"), interrupting=False), user("note"), end("e"))
    case = begun(world, *nodes, path=("start > work > end", "high > note > e"), level=0)

    for level in (3, 4, 1, 5, 0, 2, 9):
        world.step(case, lambda execution, level=level: execution.set_variables(case.key, {"level": level}))  # type: ignore[misc]

    assert case.open_tasks == ["note", "note", "note", "work"]
    finish(world, case, "work", "note", "note", "note")
    assert is_clean(case)


def test_a_parallel_multiple_boundary_needs_both_each_time(world: World) -> None:
    both = node(
        "boundaryEvent",
        "both",
        event("message", "news"),
        event("signal", "alarm"),
        attachedToRef="work",
        cancelActivity="false",
        parallelMultiple="true",
    )
    case = begun(world, user("work"), both, user("note"), end("e"), path=("start > work > end", "both > note > e"), beside=(NEWS, ALARM))

    world.message("news", "A1")
    assert case.open_tasks == ["work"]
    world.signal("alarm")
    assert case.open_tasks == ["note", "work"]
    world.signal("alarm")
    assert case.open_tasks == ["note", "work"]
    world.message("news", "A1")
    assert case.open_tasks == ["note", "note", "work"]

    finish(world, case, "work", "note", "note")
    assert is_clean(case)


def test_an_incident_at_a_boundary_opens_nothing_until_it_is_mended(world: World) -> None:
    nodes = (
        user("work"),
        boundary("told", "work", event("message", "news"), interrupting=False),
        boundary("late", "work", timer("duration", "= wait")),
        end("e"),
    )
    case = begun(world, *nodes, path=("start > work > end", "told > e", "late > e"), beside=(NEWS,))
    assert [incident.element_id for incident in case.incidents] == ["work"]
    assert (case.open_tasks, case.timers, case.subscriptions) == ([], {}, {})

    world.step(case, lambda execution: execution.set_variables(case.key, {"wait": "PT1H"}))
    world.resume(case)
    world.pass_time(hours=1)

    assert "late" in case.done
    assert is_clean(case)


def test_a_parallel_multiple_boundary_whose_timer_comes_last_waits_for_both_again(world: World) -> None:
    both = node("boundaryEvent", "both", event("message", "news"), timer("cycle", "R/PT1H"), attachedToRef="work", cancelActivity="false",
                parallelMultiple="true")  # fmt: skip
    case = begun(world, user("work"), both, user("note"), end("e"), path=("start > work > end", "both > note > e"), beside=(NEWS,))

    for notes in (1, 2):
        world.message("news", "A1")
        world.pass_time(hours=1)
        assert case.open_tasks == [*["note"] * notes, "work"]
        assert (len(case.subscriptions), len(case.timers)) == (1, 1)

    finish(world, case, "work", "note", "note")
    assert is_clean(case)

"""Do events find whom they should, as often as they should, among boundaries, event sub-processes and siblings?"""

from __future__ import annotations

import pytest

from tests.engine.bpmn.drawing import (
    boundary,
    call,
    catch,
    condition,
    draw,
    each,
    end,
    error,
    escalation,
    event,
    event_sub,
    flows,
    gateway,
    link,
    message,
    node,
    script,
    signal,
    start,
    sub,
    task,
    throw,
    timer,
    user,
)
from tests.engine.bpmn.probes.playing import begun, finish, is_clean
from tests.engine.bpmn.world import World

NEWS, ALARM, HELP, BAD = message("news"), signal("alarm"), escalation("HELP"), error("BAD")


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


def test_event_sub_processes_run_three_at_once_and_their_scope_waits(world: World) -> None:
    aside = event_sub("aside", start("told", event("message", "news"), isInterrupting="false"), user("read"), end("e2"), flows("told > read > e2"))
    box = sub("box", start("s"), user("work"), aside, end("e1"), flows("s > work > e1"))
    case = begun(world, box, path=("start > box > end",), beside=(NEWS,))
    for _ in range(3):
        world.message("news", "A1")

    finish(world, case, "work", "read", "read")
    assert "box" not in case.done
    finish(world, case, "read")

    assert is_clean(case)


def test_an_interrupting_event_sub_process_ends_those_that_run_beside(world: World) -> None:
    beside = event_sub("beside", start("told", event("message", "news"), isInterrupting="false"), user("read"), end("e2"), flows("told > read > e2"))
    instead = event_sub("instead", start("on_alarm", event("signal", "alarm")), user("rescue"), end("e3"), flows("on_alarm > rescue > e3"))
    case = begun(world, user("work"), beside, instead, path=("start > work > end",), beside=(NEWS, ALARM))
    world.message("news", "A1")

    world.signal("alarm")
    world.message("news", "A1")
    world.signal("alarm")

    assert case.open_tasks == ["rescue"]
    finish(world, case, "rescue")
    assert is_clean(case)


def test_an_error_is_handled_inside_and_thrown_on_outside(world: World) -> None:
    inner = event_sub(
        "inner", start("caught", event("error", "BAD")), user("mend"), end("again", event("error", "BAD")), flows("caught > mend > again")
    )
    box = sub("box", start("s"), user("work"), end("bad", event("error", "BAD")), inner, flows("s > work > bad"))
    nodes = (box, boundary("out", "box", event("error", "BAD")), user("after"))
    case = begun(world, *nodes, path=("start > box > end", "out > after > end"), beside=(BAD,))

    finish(world, case, "work")
    assert case.open_tasks == ["mend"]
    finish(world, case, "mend")
    assert case.open_tasks == ["after"]
    finish(world, case, "after")

    assert is_clean(case)


def test_an_event_gateway_in_a_loop_leaves_no_listener_behind(world: World) -> None:
    nodes = (
        gateway("exclusive", "merge"),
        gateway("eventBased", "first"),
        catch("told", event("message", "news")),
        catch("hour", timer("duration", "PT1H")),
        script("count", "n + 1", "n"),
        gateway("exclusive", "again", default="again_end"),
    )
    path = ("start > merge > first > told > count > again", "first > hour > count", "again > merge ? 4 > n", "again > end")
    case = begun(world, *nodes, path=path, beside=(NEWS,), n=1)

    for act in ("message", "hour", "message"):
        assert (len(case.timers), len(case.subscriptions)) == (1, 1)
        world.message("news", "A1") if act == "message" else world.pass_time(hours=1)

    assert (case.done.count("told"), case.done.count("hour")) == (2, 1)
    assert is_clean(case)


def test_an_escalation_is_not_heard_by_a_sibling(world: World) -> None:
    one = sub("one", start("s1"), user("a"), throw("tell", event("escalation", "HELP")), user("b"), end("e1"), flows("s1 > a > tell > b > e1"))
    two = sub("two", start("s2"), user("c"), end("e2"), flows("s2 > c > e2"))
    nodes = (
        gateway("parallel", "split"),
        one,
        two,
        boundary("mine", "one", event("escalation", "HELP"), interrupting=False),
        boundary("others", "two", event("escalation", "HELP")),
        user("hurry"),
        task("wrong"),
        end("e3"),
        end("e4"),
    )
    case = begun(world, *nodes, path=("start > split > one > end", "split > two > end", "mine > hurry > e3", "others > wrong > e4"), beside=(HELP,))

    finish(world, case, "a")

    assert case.open_tasks == ["b", "c", "hurry"]
    finish(world, case, "b", "c", "hurry")
    assert "wrong" not in case.done
    assert is_clean(case)


def test_an_escalation_passes_two_levels_to_an_event_sub_process_and_the_work_goes_on(world: World) -> None:
    inner = sub("inner", start("s2"), throw("tell", event("escalation", "HELP")), user("work"), end("e2"), flows("s2 > tell > work > e2"))
    box = sub("box", start("s1"), inner, end("e1"), flows("s1 > inner > e1"))
    aside = event_sub(
        "aside", start("heard", event("escalation", "HELP"), isInterrupting="false"), user("help"), end("e3"), flows("heard > help > e3")
    )
    case = begun(world, box, aside, path=("start > box > end",), beside=(HELP,))

    assert case.open_tasks == ["help", "work"]
    finish(world, case, "work")
    assert not case.is_completed
    finish(world, case, "help")

    assert is_clean(case)


def test_an_interrupting_escalation_of_one_instance_ends_them_all(world: World) -> None:
    box = sub(
        "box",
        each("items", "item"),
        start("s"),
        user("ask"),
        gateway("exclusive", "way", default="way_e1"),
        throw("tell", event("escalation", "HELP")),
        user("never"),
        end("e1"),
        end("e2"),
        flows("s > ask > way", "way > tell ? bad", "way > e1", "tell > never > e2"),
    )
    nodes = (box, boundary("heard", "box", event("escalation", "HELP")), user("after"))
    case = begun(world, *nodes, path=("start > box > end", "heard > after > end"), beside=(HELP,), items=[1, 2, 3])

    world.complete(case, "ask", bad=False)
    world.complete(case, "ask", bad=True)

    assert case.open_tasks == ["after"]
    finish(world, case, "after")
    assert is_clean(case)


def test_an_error_in_one_branch_ends_the_others(world: World) -> None:
    box = sub(
        "box",
        start("s"),
        gateway("parallel", "split"),
        user("a"),
        user("b"),
        catch("wait", timer("duration", "P1D")),
        end("bad", event("error", "BAD")),
        end("e"),
        flows("s > split > a > bad", "split > b > e", "split > wait > e"),
    )
    case = begun(
        world, box, boundary("caught", "box", event("error", "BAD")), user("after"), path=("start > box > end", "caught > after > end"), beside=(BAD,)
    )

    finish(world, case, "a")

    assert case.open_tasks == ["after"]
    assert case.timers == {}
    finish(world, case, "after")
    assert is_clean(case)


def test_a_signal_reaches_catchers_boundaries_and_event_sub_processes_in_the_order_in_which_they_waited(world: World) -> None:
    aside = event_sub("aside", start("third", event("signal", "alarm"), isInterrupting="false"), task("x"), end("e3"), flows("third > x > e3"))
    nodes = (
        aside,
        gateway("parallel", "split"),
        catch("first", event("signal", "alarm")),
        user("work"),
        boundary("second", "work", event("signal", "alarm"), interrupting=False),
        user("go"),
        throw("shout", event("signal", "alarm")),
        end("e1"),
        end("e2"),
    )
    path = ("start > split > first > e1", "split > work > end", "second > e2", "split > go > shout > end")
    case = begun(world, *nodes, path=path, beside=(ALARM,))

    finish(world, case, "go")

    assert [element for element in case.done if element in {"first", "second", "third"}] == ["third", "first", "second"]
    finish(world, case, "work")
    assert is_clean(case)


def test_a_signal_thrown_in_a_loop_starts_an_event_sub_process_each_time(world: World) -> None:
    aside = event_sub(
        "aside",
        start("heard", event("signal", "alarm"), isInterrupting="false"),
        script("count", "n + 1", "n"),
        end("e2"),
        flows("heard > count > e2"),
    )
    nodes = (
        aside,
        gateway("exclusive", "merge"),
        user("work"),
        throw("shout", event("signal", "alarm")),
        gateway("exclusive", "again", default="again_end"),
    )
    case = begun(world, *nodes, path=("start > merge > work > shout > again", "again > merge ? more", "again > end"), beside=(ALARM,), n=0, more=True)

    finish(world, case, "work", "work")
    world.complete(case, "work", more=False)

    assert case.variables["n"] == 3
    assert is_clean(case)


@pytest.mark.parametrize(("code", "way"), [("BAD", "inner"), ("WORSE", "outer")])
def test_an_error_of_a_called_process_finds_the_boundary_of_its_code(world: World, code: str, way: str) -> None:
    world.deploy(draw("called", start("s"), user("ask"), end("bad", event("error", "E")), flows("s > ask > bad"), beside=(error("E", code),)))
    box = sub(
        "box",
        start("s1"),
        call("ask_them", "called"),
        boundary("inner", "ask_them", event("error", "BAD")),
        end("e1"),
        end("e2"),
        flows("s1 > ask_them > e1", "inner > e2"),
    )
    case = begun(
        world, box, boundary("outer", "box", event("error", "ANY")), path=("start > box > end", "outer > end"), beside=(BAD, '<error id="ANY" />')
    )
    (child,) = case.children.values()

    finish(world, child, "ask")

    assert [element for element in case.done if element in {"inner", "outer"}] == [way]
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


def test_a_condition_that_a_parallel_branch_makes_true_interrupts_at_once(world: World) -> None:
    instead = event_sub("instead", start("high", condition("level > 2")), user("alarm"), end("e2"), flows("high > alarm > e2"))
    nodes = (instead, gateway("parallel", "split"), user("work"), user("go"), script("up", "5", "level"), task("too_late"))
    case = begun(world, *nodes, path=("start > split > work > end", "split > go > up > too_late > end"), level=0)

    finish(world, case, "go")

    assert case.open_tasks == ["alarm"]
    assert "too_late" not in case.done
    finish(world, case, "alarm")
    assert is_clean(case)


def test_messages_find_their_own_instance_of_a_loop_by_key(world: World) -> None:
    parcel = message("parcel", key="= item")
    case = begun(
        world,
        node("receiveTask", "wait", each("parcels", "item"), messageRef="parcel"),
        path=("start > wait > end",),
        beside=(parcel,),
        parcels=["P1", "P2", "P3"],
    )

    world.message("parcel", "P2")
    world.message("parcel", "P9")
    assert len(case.subscriptions) == 2
    world.message("parcel", "P3")
    world.message("parcel", "P1")

    assert is_clean(case)


def test_links_carry_a_loop(world: World) -> None:
    nodes = (
        gateway("exclusive", "merge"),
        script("count", "n + 1", "n"),
        gateway("exclusive", "way", default="way_end"),
        throw("away", link("back")),
        catch("here", link("back")),
    )
    case = begun(world, *nodes, path=("start > merge > count > way", "way > away ? 4 > n", "here > merge", "way > end"), n=0)

    assert case.done.count("here") == 3
    assert is_clean(case)


def test_a_terminate_end_ends_instances_listeners_and_timers_of_its_scope(world: World) -> None:
    aside = event_sub("aside", start("told", event("message", "news"), isInterrupting="false"), user("read"), end("e3"), flows("told > read > e3"))
    box = sub(
        "box",
        start("s"),
        gateway("parallel", "split"),
        user("many", each("items", "item")),
        catch("wait", timer("duration", "P1D")),
        user("stop"),
        aside,
        end("halt", event("terminate")),
        end("e"),
        flows("s > split > many > e", "split > wait > e", "split > stop > halt"),
    )
    case = begun(world, box, user("after"), path=("start > box > after > end",), beside=(NEWS,), items=[1, 2])
    world.message("news", "A1")

    finish(world, case, "stop")

    assert case.open_tasks == ["after"]
    assert (case.timers, case.subscriptions) == ({}, {})
    finish(world, case, "after")
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

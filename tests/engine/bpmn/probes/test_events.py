"""Do event sub-processes, gateways, conditions, messages and links hold in loops and beside the work?"""

from __future__ import annotations

from tests.engine.bpmn.drawing import (
    catch,
    condition,
    each,
    end,
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

NEWS, ALARM = message("news"), signal("alarm")


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

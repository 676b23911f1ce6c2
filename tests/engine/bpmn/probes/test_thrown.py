"""Do errors, escalations and signals find their catcher among boundaries, event sub-processes and siblings?"""

from __future__ import annotations

import pytest

from tests.engine.bpmn.drawing import (
    boundary,
    call,
    catch,
    draw,
    each,
    end,
    error,
    escalation,
    event,
    event_sub,
    flows,
    gateway,
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

ALARM, HELP, BAD = signal("alarm"), escalation("HELP"), error("BAD")


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

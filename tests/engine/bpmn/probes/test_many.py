"""Do many instances of an activity run, end, fail and gather each for itself?"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.bpmn.drawing import (
    boundary,
    call,
    catch,
    draw,
    each,
    end,
    error,
    event,
    event_sub,
    flows,
    gateway,
    loop,
    message,
    script,
    service,
    start,
    sub,
    task,
    timer,
    times,
    user,
)
from tests.engine.bpmn.probes.playing import begun, finish, is_clean
from tests.engine.bpmn.world import World

NEWS = (message("news"),)


def test_a_timer_inside_one_instance_leaves_the_others_alone(world: World) -> None:
    box = sub(
        "box",
        each("waits", "wait"),
        start("s"),
        user("work"),
        boundary("late", "work", timer("duration", "= wait")),
        task("given_up"),
        end("e"),
        flows("s > work > e", "late > given_up > e"),
    )
    case = begun(world, box, path=("start > box > end",), waits=["PT1H", "PT5H", "PT9H"])

    world.pass_time(hours=2)
    assert case.open_tasks == ["work", "work"]
    finish(world, case, "work", "work")
    world.pass_time(hours=20)

    assert case.done.count("given_up") == 1
    assert is_clean(case)


@pytest.mark.parametrize("sequential", [True, False])
def test_a_cancelled_multi_instance_sub_process_leaves_nothing(world: World, sequential: bool) -> None:
    aside = event_sub("aside", start("told", event("message", "news"), isInterrupting="false"), user("read"), end("e2"), flows("told > read > e2"))
    box = sub(
        "box",
        each("items", "item", ("all", "item"), sequential=sequential),
        start("s"),
        user("a"),
        user("b"),
        boundary("tick", "b", timer("cycle", "R/PT1H"), interrupting=False),
        aside,
        end("e"),
        end("e3"),
        flows("s > a > b > e", "tick > e3"),
    )
    nodes = (box, boundary("stop", "box", timer("duration", "PT3H")), user("after"))
    case = begun(world, *nodes, path=("start > box > end", "stop > after > end"), beside=NEWS, items=["x", "y", "z"])
    finish(world, case, "a")
    world.message("news", "A1")

    world.pass_time(hours=3)

    assert case.open_tasks == ["after"]
    assert (case.timers, case.subscriptions) == ({}, {})
    assert "all" not in case.variables
    finish(world, case, "after")
    assert is_clean(case)


def test_enough_instances_end_the_others_with_all_that_waits_in_them(world: World) -> None:
    box = sub(
        "box",
        each("items", "item", ("results", "result"), until="numberOfCompletedInstances >= 2"),
        start("s"),
        user("work"),
        boundary("tick", "work", timer("cycle", "R/PT1H"), interrupting=False),
        end("e"),
        end("e2"),
        flows("s > work > e", "tick > e2"),
    )
    case = begun(world, box, path=("start > box > end",), items=[1, 2, 3])

    world.complete(case, "work", result="first")
    assert len(case.timers) == 2
    world.complete(case, "work", result="second")

    assert case.variables["results"] == ["first", "second", None]
    assert is_clean(case)


def test_many_of_many_gather_lists_of_lists(world: World) -> None:
    box = sub(
        "rows", each("table", "row", ("sums", "cells")), start("s"), user("cell", each("row", "x", ("cells", "y"))), end("e"), flows("s > cell > e")
    )
    case = begun(world, box, path=("start > rows > end",), table=[[1, 2], [3], []])

    for value in ("a", "b", "c"):
        world.complete(case, "cell", y=value)

    assert case.variables["sums"] == [["a", "b"], ["c"], []]
    assert is_clean(case)


def test_enough_children_end_the_calls_of_the_others(world: World) -> None:
    world.deploy(draw("called", start("s"), user("ask"), end("e"), flows("s > ask > e")))
    asked = call("ask_all", "called").replace("</callActivity>", each("items", "item", until="numberOfCompletedInstances = 1") + "</callActivity>")
    case = begun(world, asked, path=("start > ask_all > end",), items=[1, 2, 3])
    children = [*case.children.values()]
    assert [child.open_tasks for child in children] == [["ask"]] * 3

    finish(world, children[1], "ask")

    assert [child.open_tasks for child in children] == [[], [], []]
    assert all(child.rows == {} for child in children)
    assert is_clean(case)


def test_an_error_of_one_instance_ends_them_all_at_the_boundary(world: World) -> None:
    box = sub(
        "box",
        each("items", "item"),
        start("s"),
        user("work"),
        gateway("exclusive", "way", default="way_e"),
        end("bad", event("error", "BAD")),
        end("e"),
        flows("s > work > way", "way > bad ? wrong", "way > e"),
    )
    nodes = (box, boundary("caught", "box", event("error", "BAD")), user("mend"))
    case = begun(world, *nodes, path=("start > box > end", "caught > mend > end"), beside=(error("BAD"),), items=[1, 2, 3])

    world.complete(case, "work", wrong=False)
    world.complete(case, "work", wrong=True)

    assert case.open_tasks == ["mend"]
    finish(world, case, "mend")
    assert is_clean(case)


def test_instances_keep_their_own_names_apart(world: World) -> None:
    box = sub(
        "box",
        each("items", "item", ("seen", "mine")),
        start("s"),
        user("work"),
        script("note", 'item + "-" + said', "mine"),
        end("e"),
        flows("s > work > note > e"),
    )
    case = begun(world, box, path=("start > box > end",), items=["x", "y"])
    first, second = [*case.tasks]

    world.step(case, lambda execution: execution.complete_task(second, {"said": "two"}))
    world.step(case, lambda execution: execution.complete_task(first, {"said": "one"}))

    assert case.variables["seen"] == ["x-one", "y-two"]
    assert "said" not in case.variables
    assert is_clean(case)


def test_a_list_of_nothing_passes_a_join(world: World) -> None:
    nodes = (gateway("parallel", "split"), user("many", each("items", "item", ("all", "item"))), user("a"), gateway("parallel", "join"))
    case = begun(world, *nodes, path=("start > split > many > join > end", "split > a > join"), items=[])

    finish(world, case, "a")

    assert case.variables["all"] == []
    assert is_clean(case)


def test_a_sub_process_loops_while_its_condition_holds(world: World) -> None:
    box = sub(
        "box",
        loop("not(done)"),
        start("s"),
        gateway("parallel", "split"),
        user("a"),
        user("b"),
        gateway("parallel", "join"),
        end("e"),
        flows("s > split > a > join > e", "split > b > join"),
    )
    case = begun(world, box, path=("start > box > end",), done=False)

    finish(world, case, "b", "a")
    assert case.open_tasks == ["a", "b"]
    world.complete(case, "a", done=True)
    assert not case.is_completed
    finish(world, case, "b")

    assert is_clean(case)


def test_a_loop_interrupted_in_its_second_turn(world: World) -> None:
    nodes = (user("again", loop("true")), boundary("late", "again", timer("duration", "PT1H")))
    case = begun(world, *nodes, path=("start > again > end", "late > end"))
    finish(world, case, "again", "again")
    assert len(case.timers) == 1, "the boundary is of the whole loop"

    world.pass_time(hours=1)

    assert is_clean(case)


def test_an_incident_of_one_instance_holds_only_that_one(world: World) -> None:
    box = sub(
        "box",
        each("items", "item", ("all", "double")),
        start("s"),
        script("compute", "{double: item.n * 2}.double", "double"),
        user("look"),
        end("e"),
        flows("s > compute > look > e"),
    )
    nodes = (box,)
    case = begun(world, *nodes, path=("start > box > end",), items=[{"n": 1}, {"n": 2}])

    finish(world, case, "look", "look")

    assert case.variables["all"] == [2, 4]
    assert is_clean(case)


def test_a_failed_job_of_one_instance_is_mended_alone(world: World) -> None:
    case = begun(world, service("pack", "packing", each("items", "item")), path=("start > pack > end",), items=[1, 2, 3])
    world.refuse_job(case, "pack", "TORN")
    assert [incident.element_id for incident in case.incidents] == ["pack"]

    world.finish_job(case, "pack")
    world.finish_job(case, "pack")
    assert not case.is_completed
    world.resume(case)
    world.finish_job(case, "pack")

    assert is_clean(case)


def test_the_activities_of_an_ad_hoc_sub_process_have_boundaries_and_flows(world: World) -> None:
    free = sub(
        "free",
        user("a"),
        user("b"),
        user("c"),
        boundary("late", "a", timer("duration", "PT1H")),
        user("instead"),
        flows("b > c", "late > instead"),
        tag="adHocSubProcess",
    )
    case = begun(world, free, path=("start > free > end",))
    assert case.open_tasks == ["a", "b"]

    finish(world, case, "b")
    world.pass_time(hours=1)
    assert case.open_tasks == ["c", "instead"]
    finish(world, case, "instead", "c")

    assert is_clean(case)


def test_a_number_of_times_that_no_variable_gives_is_an_incident_until_it_is_mended(world: World) -> None:
    case = begun(world, user("many", times("= n")), path=("start > many > end",))
    assert [incident.element_id for incident in case.incidents] == ["many"]

    world.step(case, lambda execution: execution.set_variables(case.key, {"n": 2}))
    world.resume(case)
    finish(world, case, "many", "many")

    assert is_clean(case)


def test_a_list_that_shrinks_while_its_items_are_worked_on(world: World) -> None:
    case = begun(world, user("one", each("items", "item", sequential=True)), path=("start > one > end",), items=[1, 2, 3])

    world.complete(case, "one", items=[1])
    assert [incident.element_id for incident in case.incidents] == ["one"]
    world.step(case, lambda execution: execution.set_variables(case.key, {"items": [1, 2, 3]}))
    world.resume(case)
    finish(world, case, "one", "one")

    assert is_clean(case)


@pytest.mark.parametrize("count", ["10001", "= 10 ** 400", "= n"])
def test_more_instances_than_a_machine_can_hold_are_an_incident(world: World, count: str) -> None:
    case = begun(world, user("many", times(count)), path=("start > many > end",), n=Decimal("1E+999"))

    assert [incident.element_id for incident in case.incidents] == ["many"]
    assert case.open_tasks == []


def test_a_key_longer_than_any_name_is_an_incident(world: World) -> None:
    news = message("news", key='= "x" + text')
    case = begun(world, catch("wait", event("message", "news")), path=("start > wait > end",), beside=(news,), text="y" * 300)

    assert ["301 characters" in incident.message for incident in case.incidents] == [True]

"""Do joins hold in loops, under interruption, and when tokens come late, twice or never?"""

from __future__ import annotations

import pytest

from tests.engine.bpmn.drawing import (
    boundary,
    catch,
    each,
    element,
    end,
    event,
    flows,
    gateway,
    message,
    node,
    script,
    start,
    sub,
    task,
    timer,
    user,
)
from tests.engine.bpmn.probes.playing import begun, finish, is_clean
from tests.engine.bpmn.world import World

NEWS = (message("news"),)


def complex_gateway(node_id: str, condition: str) -> str:
    return node("complexGateway", node_id, element("activationCondition", {}, f"= {condition}"))


def test_an_inclusive_join_in_a_loop_takes_other_branches_each_turn(world: World) -> None:
    nodes = (gateway("exclusive", "merge"), gateway("inclusive", "split", default="split_c"), user("a"), user("b"), user("c"),
             gateway("inclusive", "join"), user("check"), gateway("exclusive", "again", default="again_end"))  # fmt: skip
    path = ("start > merge > split", "split > a ? x", "split > b ? y", "split > c", "a > join", "b > join", "c > join", "join > check > again",
            "again > merge ? more", "again > end")  # fmt: skip
    case = begun(world, *nodes, path=path, x=True, y=True, more=True)

    finish(world, case, "b", "a")
    world.complete(case, "check", x=True, y=False)
    finish(world, case, "a")
    assert case.open_tasks == ["check"]
    world.complete(case, "check", x=False, y=False)
    finish(world, case, "c")
    world.complete(case, "check", more=False)

    assert case.done.count("join") == 3
    assert is_clean(case)


def test_a_parallel_join_in_a_loop_begins_anew_each_turn(world: World) -> None:
    nodes = (gateway("exclusive", "merge"), gateway("parallel", "split"), user("a"), user("b"), gateway("parallel", "join"),
             user("check"), gateway("exclusive", "again", default="again_end"))  # fmt: skip
    path = ("start > merge > split > a > join > check > again", "split > b > join", "again > merge ? more", "again > end")
    case = begun(world, *nodes, path=path, more=True)

    for turn in range(1, 4):
        finish(world, case, "b")
        assert case.done.count("join") == turn - 1
        finish(world, case, "a")
        assert case.done.count("join") == turn
        world.complete(case, "check", more=turn < 3)

    assert is_clean(case)


def test_an_inclusive_join_waits_for_what_a_boundary_event_may_still_send(world: World) -> None:
    nodes = (gateway("parallel", "split"), user("a"), user("b"), boundary("told", "a", event("message", "news"), interrupting=False), user("extra"),
             gateway("inclusive", "join"), task("after"))  # fmt: skip
    path = ("start > split > a > join > after > end", "split > b > join", "told > extra > join")
    case = begun(world, *nodes, path=path, beside=NEWS)

    finish(world, case, "b")
    world.message("news", "A1")
    finish(world, case, "a")
    assert "join" not in case.done, "the extra task's token is still to come"
    finish(world, case, "extra")

    assert case.done.count("after") == 1
    assert is_clean(case)


def test_an_inclusive_join_does_not_wait_for_a_boundary_event_that_is_gone(world: World) -> None:
    nodes = (gateway("parallel", "split"), user("a"), user("b"), boundary("told", "a", event("message", "news"), interrupting=False), user("extra"),
             gateway("inclusive", "join"), task("after"))  # fmt: skip
    path = ("start > split > a > join > after > end", "split > b > join", "told > extra > join")
    case = begun(world, *nodes, path=path, beside=NEWS)

    finish(world, case, "b", "a")

    assert is_clean(case)


def test_an_inclusive_join_forgets_a_branch_that_was_interrupted_away(world: World) -> None:
    nodes = (gateway("parallel", "split"), user("a"), user("b"), boundary("late", "b", timer("duration", "PT1H")), gateway("inclusive", "join"),
             end("given_up"))  # fmt: skip
    case = begun(world, *nodes, path=("start > split > a > join > end", "split > b > join", "late > given_up"))
    finish(world, case, "a")
    assert "join" not in case.done

    world.pass_time(hours=1)

    assert case.done.count("join") == 1
    assert is_clean(case)


def test_an_inclusive_join_forgets_a_branch_that_ends_elsewhere(world: World) -> None:
    nodes = (gateway("parallel", "split"), user("a"), user("b"), gateway("exclusive", "way", default="way_out"), gateway("inclusive", "join"),
             end("out"))  # fmt: skip
    case = begun(world, *nodes, path=("start > split > a > join > end", "split > b > way", "way > join ? stay", "way > out"), stay=False)

    finish(world, case, "a")
    assert "join" not in case.done
    finish(world, case, "b")

    assert case.done.count("join") == 1
    assert is_clean(case)


@pytest.mark.parametrize("order", [("a", "b", "c"), ("c", "b", "a"), ("b", "c", "a")])
def test_inclusive_gateways_within_one_another(world: World, order: tuple[str, ...]) -> None:
    nodes = (gateway("inclusive", "outer"), gateway("inclusive", "inner"), user("a"), user("b"), user("c"), gateway("inclusive", "inner_join"),
             gateway("inclusive", "outer_join"))  # fmt: skip
    path = ("start > outer", "outer > inner ? true", "outer > c ? true", "inner > a ? true", "inner > b ? true", "a > inner_join",
            "b > inner_join", "inner_join > outer_join", "c > outer_join", "outer_join > end")  # fmt: skip
    case = begun(world, *nodes, path=path)

    finish(world, case, *order)

    assert (case.done.count("inner_join"), case.done.count("outer_join")) == (1, 1)
    assert is_clean(case)


def test_two_tokens_on_one_flow_make_an_inclusive_join_fire_twice(world: World) -> None:
    nodes = (gateway("parallel", "split"), gateway("parallel", "twice"), task("x"), task("y"), gateway("exclusive", "merge"), user("b"),
             gateway("inclusive", "join"), task("after"))  # fmt: skip
    path = ("start > split > twice > x > merge > join > after > end", "twice > y > merge", "split > b > join")
    case = begun(world, *nodes, path=path)
    assert "join" not in case.done

    finish(world, case, "b")

    assert case.done.count("after") == 2, "one with both flows, one with the token that is left"
    assert is_clean(case)


def test_a_parallel_join_keeps_the_second_token_of_a_flow_for_the_next_turn(world: World) -> None:
    nodes = (gateway("parallel", "split"), gateway("exclusive", "in_a"), user("a"), gateway("exclusive", "in_b"), user("b"),
             gateway("parallel", "twice"), task("x"), task("y"), gateway("parallel", "join"), task("after"))  # fmt: skip
    path = ("start > split > in_a > a > join > after > end", "split > twice", "twice > x > in_b > b > join", "twice > y > in_b")
    case = begun(world, *nodes, path=path)

    finish(world, case, "b", "b")
    assert "after" not in case.done
    finish(world, case, "a")

    assert case.done.count("after") == 1, "the second token of b stands before the join for ever"
    assert case.ended is None
    assert case.open_tasks == []


def test_a_join_inside_a_sub_process_is_fresh_each_time_it_is_entered(world: World) -> None:
    box = sub("box", start("s"), gateway("parallel", "split"), user("a"), user("b"), gateway("parallel", "join"), end("e"),
              flows("s > split > a > join > e", "split > b > join"))  # fmt: skip
    nodes = (gateway("exclusive", "merge"), box, boundary("late", "box", timer("duration", "PT1H")))
    case = begun(world, *nodes, path=("start > merge > box > end", "late > merge"))
    finish(world, case, "a")

    world.pass_time(hours=1)
    assert case.open_tasks == ["a", "b"]
    finish(world, case, "b")
    assert "join" not in case.done, "the token of the interrupted time does not count"
    finish(world, case, "a")

    assert is_clean(case)


def test_a_complex_gateway_resets_in_each_turn_of_a_loop(world: World) -> None:
    nodes = (gateway("exclusive", "merge"), gateway("parallel", "split"), user("a"), user("b"), user("c"),
             complex_gateway("two", "activationCount >= 2"), user("check"), gateway("exclusive", "again", default="again_end"))  # fmt: skip
    path = ("start > merge > split", "split > a > two", "split > b > two", "split > c > two", "two > check ? waitingForStart", "check > again",
            "again > merge ? more", "again > end")  # fmt: skip
    case = begun(world, *nodes, path=path, more=True)

    finish(world, case, "a", "b")
    assert case.open_tasks == ["c", "check"]
    finish(world, case, "c", "check", "b", "c", "a")
    world.complete(case, "check", more=False)

    assert case.done.count("check") == 2
    assert is_clean(case)


def test_a_complex_gateway_resets_when_its_last_branch_is_interrupted(world: World) -> None:
    nodes = (gateway("parallel", "split"), user("a"), user("b"), user("c"), boundary("late", "c", timer("duration", "PT1H")), end("out"),
             complex_gateway("two", "activationCount >= 2"), task("after"), task("reset"))  # fmt: skip
    path = ("start > split", "split > a > two", "split > b > two", "split > c > two", "late > out", "two > after ? waitingForStart",
            "two > reset ? not(waitingForStart)", "after > end", "reset > end")  # fmt: skip
    case = begun(world, *nodes, path=path)
    finish(world, case, "b", "a")
    assert (case.done.count("after"), case.done.count("reset")) == (1, 0)

    world.pass_time(hours=1)

    assert case.done.count("reset") == 1
    assert is_clean(case)


def test_an_inclusive_join_waits_for_a_whole_sub_process(world: World) -> None:
    box = sub("box", start("s"), user("x"), user("y"), end("e"), flows("s > x > y > e"))
    case = begun(world, gateway("parallel", "split"), box, user("a"), gateway("inclusive", "join"),
                 path=("start > split > box > join > end", "split > a > join"))  # fmt: skip

    finish(world, case, "a", "x")
    assert "join" not in case.done
    finish(world, case, "y")

    assert is_clean(case)


def test_an_inclusive_join_waits_for_every_instance_of_a_multi_instance_task(world: World) -> None:
    nodes = (gateway("parallel", "split"), user("many", each("items", "item")), user("a"), gateway("inclusive", "join"))
    case = begun(world, *nodes, path=("start > split > many > join > end", "split > a > join"), items=[1, 2, 3])

    finish(world, case, "a", "many", "many")
    assert "join" not in case.done
    finish(world, case, "many")

    assert is_clean(case)


@pytest.mark.parametrize(("kind", "count"), [("parallel", 2), ("inclusive", 2)])
def test_a_gateway_may_join_and_split_at_once(world: World, kind: str, count: int) -> None:
    nodes = (gateway("parallel", "split"), user("a"), user("b"), gateway(kind, "both"), task("x"), task("y"), end("e"))
    said = " ? true" if kind == "inclusive" else ""
    case = begun(world, *nodes, path=("start > split > a > both", "split > b > both", f"both > x{said}", f"both > y{said}", "x > end", "y > e"))

    finish(world, case, "b")
    assert "both" not in case.done
    finish(world, case, "a")

    assert case.done.count("x") + case.done.count("y") == count
    assert is_clean(case)


def test_an_inclusive_join_waits_while_a_token_loops_before_it(world: World) -> None:
    nodes = (gateway("parallel", "split"), gateway("exclusive", "merge"), user("a"), gateway("exclusive", "again", default="again_join"), user("b"),
             gateway("inclusive", "join"))  # fmt: skip
    path = ("start > split > merge > a > again", "again > merge ? more", "again > join", "split > b > join > end")
    case = begun(world, *nodes, path=path, more=True)

    finish(world, case, "b", "a", "a")
    assert "join" not in case.done
    world.complete(case, "a", more=False)

    assert case.done.count("join") == 1
    assert is_clean(case)


def test_a_task_splits_by_itself_and_an_inclusive_join_gathers(world: World) -> None:
    nodes = (user("ask", default="ask_c"), user("a"), user("b"), user("c"), gateway("inclusive", "join"))
    path = ("start > ask", "ask > a ? x > 1", "ask > b ? x > 2", "ask > c", "a > join", "b > join", "c > join", "join > end")
    case = begun(world, *nodes, path=path)

    world.complete(case, "ask", x=3)
    assert case.open_tasks == ["a", "b"]
    finish(world, case, "a", "b")

    assert case.done.count("join") == 1
    assert is_clean(case)


def test_two_tokens_through_an_exclusive_merge_go_their_ways_apart(world: World) -> None:
    nodes = (gateway("parallel", "split"), user("a"), user("b"), gateway("exclusive", "merge"), user("after"))
    case = begun(world, *nodes, path=("start > split > a > merge > after > end", "split > b > merge"))

    finish(world, case, "a", "after")
    assert not case.is_completed
    finish(world, case, "b", "after")

    assert case.done.count("end") == 2
    assert is_clean(case)


def test_an_event_gateway_before_an_inclusive_join_sends_one_token(world: World) -> None:
    nodes = (gateway("parallel", "split"), gateway("eventBased", "first"), catch("news_in", event("message", "news")),
             catch("hour", timer("duration", "PT1H")), user("a"), gateway("inclusive", "join"))  # fmt: skip
    path = ("start > split > first", "first > news_in > join", "first > hour > join", "split > a > join", "join > end")
    case = begun(world, *nodes, path=path, beside=NEWS)

    finish(world, case, "a")
    assert "join" not in case.done
    world.message("news", "A1")
    world.pass_time(hours=2)

    assert case.done.count("join") == 1
    assert is_clean(case)


def test_branches_that_write_different_names_lose_nothing_at_the_join(world: World) -> None:
    nodes = (
        gateway("parallel", "split"),
        user("a"),
        user("b"),
        script("c", "base * 3", "three"),
        gateway("parallel", "join"),
        script("sum", "one + two + three", "sum"),
    )
    case = begun(world, *nodes, path=("start > split > a > join", "split > b > join", "split > c > join", "join > sum > end"), base=5)

    world.complete(case, "b", two=20)
    world.complete(case, "a", one=1)

    assert case.variables["sum"] == 36
    assert is_clean(case)

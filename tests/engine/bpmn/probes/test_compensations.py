"""Is work taken back in the right order, once, in the right scope, and only when it was done?"""

from __future__ import annotations

import pytest

from tests.engine.bpmn.case import Case
from tests.engine.bpmn.drawing import (
    association,
    boundary,
    compensate,
    each,
    element,
    end,
    error,
    event,
    event_sub,
    extra,
    flows,
    gateway,
    io,
    loop,
    message,
    script,
    service,
    start,
    sub,
    task,
    throw,
    timer,
    undoable,
    user,
)
from tests.engine.bpmn.probes.playing import begun, finish, is_clean
from tests.engine.bpmn.world import World


def handler(node_id: str) -> str:
    return user(node_id, isForCompensation="true")


def done_handlers(case: Case) -> list[str]:
    return [element for element in case.done if element.startswith("undo")]


def test_handlers_that_people_do_come_one_at_a_time_in_reverse(world: World) -> None:
    nodes = [undoable(user(name), f"undo_{name}", handler(f"undo_{name}")) for name in ("a", "x", "y")]
    case = begun(world, *nodes, throw("back", compensate()), path=("start > a > x > y > back > end",))
    finish(world, case, "a", "x", "y")

    for name in ("y", "x", "a"):
        assert case.open_tasks == [f"undo_{name}"]
        assert "back" not in case.done
        finish(world, case, f"undo_{name}")

    assert is_clean(case)


def test_the_order_of_completion_counts_and_not_that_of_the_file(world: World) -> None:
    nodes = [undoable(user(name), f"undo_{name}", handler(f"undo_{name}")) for name in ("a", "b", "c")]
    path = ("start > split > a > join > back > end", "split > b > join", "split > c > join")
    case = begun(world, gateway("parallel", "split"), *nodes, gateway("parallel", "join"), throw("back", compensate()), path=path)
    finish(world, case, "b", "c", "a")

    finish(world, case, "undo_a", "undo_c", "undo_b")

    assert done_handlers(case) == ["undo_a", "undo_c", "undo_b"]
    assert is_clean(case)


@pytest.mark.parametrize("sequential", [True, False])
def test_every_instance_of_a_multi_instance_task_is_taken_back_once(world: World, sequential: bool) -> None:
    many = undoable(user("many", each("items", "item", sequential=sequential)), "undo", handler("undo"))
    case = begun(world, many, throw("back", compensate()), path=("start > many > back > end",), items=["x", "y", "z"])
    finish(world, case, "many", "many", "many")

    finish(world, case, "undo", "undo")
    assert not case.is_completed
    finish(world, case, "undo")

    assert is_clean(case)


def test_a_sub_process_done_twice_is_taken_back_twice_the_later_first(world: World) -> None:
    inner = undoable(user("a"), "undo_a", handler("undo_a")) + undoable(user("b"), "undo_b", handler("undo_b"))
    box = sub("box", start("s"), inner, end("e"), flows("s > a > b > e"))
    nodes = (gateway("exclusive", "merge"), box, user("check"), gateway("exclusive", "again", default="again_back"), throw("back", compensate()))
    case = begun(world, *nodes, path=("start > merge > box > check > again", "again > merge ? more", "again > back > end"), more=True)
    finish(world, case, "a", "b", "check", "a", "b")
    world.complete(case, "check", more=False)

    for name in ("b", "a", "b", "a"):
        finish(world, case, f"undo_{name}")

    assert done_handlers(case) == ["undo_b", "undo_a", "undo_b", "undo_a"]
    assert is_clean(case)


def test_an_event_sub_process_takes_back_what_is_around_it(world: World) -> None:
    aside = event_sub("aside", start("told", event("message", "news")), throw("back", compensate()), end("e"), flows("told > back > e"))
    nodes = (undoable(user("a"), "undo_a", handler("undo_a")), user("b"), aside)
    case = begun(world, *nodes, path=("start > a > b > end",), beside=(message("news"),))
    finish(world, case, "a")

    world.message("news", "A1")
    assert case.open_tasks == ["undo_a"], "b was interrupted"
    finish(world, case, "undo_a")

    assert is_clean(case)


def test_the_second_throw_finds_nothing_left(world: World) -> None:
    nodes = (undoable(user("a"), "undo_a", handler("undo_a")), throw("back", compensate()), throw("again", compensate("a")))
    case = begun(world, *nodes, path=("start > a > back > again > end",))

    finish(world, case, "a", "undo_a")

    assert done_handlers(case) == ["undo_a"]
    assert is_clean(case)


def test_work_done_between_two_throws_is_taken_back_by_the_second(world: World) -> None:
    nodes = (undoable(user("a"), "undo_a", handler("undo_a")), throw("back", compensate()),
             undoable(user("b"), "undo_b", handler("undo_b")), throw("again", compensate()))  # fmt: skip
    case = begun(world, *nodes, path=("start > a > back > b > again > end",))

    finish(world, case, "a", "undo_a", "b", "undo_b")

    assert done_handlers(case) == ["undo_a", "undo_b"]
    assert is_clean(case)


def test_what_has_not_been_done_is_not_taken_back(world: World) -> None:
    nodes = (gateway("exclusive", "way", default="way_b"), undoable(user("a"), "undo_a", handler("undo_a")), user("b"),
             gateway("exclusive", "merge"), throw("back", compensate("a")))  # fmt: skip
    case = begun(world, *nodes, path=("start > way", "way > a ? x", "way > b", "a > merge", "b > merge", "merge > back > end"), x=False)

    finish(world, case, "b")

    assert done_handlers(case) == []
    assert is_clean(case)


def test_interrupted_work_is_not_taken_back(world: World) -> None:
    nodes = (undoable(user("a"), "undo_a", handler("undo_a")), undoable(user("b"), "undo_b", handler("undo_b")),
             boundary("late", "b", timer("duration", "PT1H")), throw("back", compensate()), end("e"))  # fmt: skip
    case = begun(world, *nodes, path=("start > a > b > end", "late > back > e"))
    finish(world, case, "a")

    world.pass_time(hours=1)
    assert case.open_tasks == ["undo_a"]
    finish(world, case, "undo_a")

    assert is_clean(case)


def test_a_sub_process_that_was_interrupted_after_some_work_is_not_taken_back(world: World) -> None:
    box = sub("box", start("s"), undoable(user("a"), "undo_a", handler("undo_a")), user("b"), end("e1"), flows("s > a > b > e1"))
    nodes = (box, boundary("late", "box", timer("duration", "PT1H")), throw("back", compensate()), end("e"))
    case = begun(world, *nodes, path=("start > box > end", "late > back > e"))
    finish(world, case, "a")

    world.pass_time(hours=1)

    assert done_handlers(case) == [], "what is in a sub-process that did not complete is gone with it"
    assert is_clean(case)


def test_a_handler_may_be_a_whole_sub_process(world: World) -> None:
    undo = sub("undo", start("s"), user("call"), user("refund"), end("e"), flows("s > call > refund > e"), isForCompensation="true")
    case = begun(world, undoable(user("a"), "undo", undo), throw("back", compensate()), path=("start > a > back > end",))

    finish(world, case, "a", "call")
    assert not case.is_completed
    finish(world, case, "refund")

    assert done_handlers(case) == ["undo"]
    assert is_clean(case)


def test_only_the_inner_transaction_is_cancelled(world: World) -> None:
    inner = sub("inner", start("s2"), undoable(user("b"), "undo_b", handler("undo_b")), end("stop", event("cancel")), flows("s2 > b > stop"),
                tag="transaction")  # fmt: skip
    outer = sub("outer", start("s1"), undoable(user("a"), "undo_a", handler("undo_a")), inner,
                boundary("gone", "inner", event("cancel")), user("after"), end("e1"), flows("s1 > a > inner > e1", "gone > after > e1"),
                tag="transaction")  # fmt: skip
    case = begun(world, outer, path=("start > outer > end",))

    finish(world, case, "a", "b")
    assert case.open_tasks == ["undo_b"]
    finish(world, case, "undo_b")
    assert case.open_tasks == ["after"]
    finish(world, case, "after")

    assert done_handlers(case) == ["undo_b"]
    assert is_clean(case)


def test_a_cancel_ends_what_runs_beside_it_before_it_takes_back(world: World) -> None:
    box = sub("box", start("s"), gateway("parallel", "split"), undoable(user("a"), "undo_a", handler("undo_a")), user("b"),
              user("c", each("items", "item")), end("stop", event("cancel")), end("e"),
              flows("s > split > a > stop", "split > b > e", "split > c > e"), tag="transaction")  # fmt: skip
    case = begun(world, box, boundary("gone", "box", event("cancel")), path=("start > box > end", "gone > end"), items=[1, 2])

    finish(world, case, "a")
    assert case.open_tasks == ["undo_a"]
    finish(world, case, "undo_a")

    assert sorted({*case.cancelled} & {"b", "c"}) == ["b", "c"]
    assert is_clean(case)


def test_the_process_ends_only_when_handlers_that_nobody_waits_for_are_done(world: World) -> None:
    nodes = (undoable(user("a"), "undo_a", handler("undo_a")), throw("back", compensate(waits=False)), user("b"))
    case = begun(world, *nodes, path=("start > a > back > b > end",))

    finish(world, case, "a", "b")
    assert case.ended is None
    finish(world, case, "undo_a")

    assert is_clean(case)


def test_a_throw_in_a_sub_process_takes_back_its_own_work_only(world: World) -> None:
    box = sub("box", start("s"), undoable(user("b"), "undo_b", handler("undo_b")), end("back", compensate()), flows("s > b > back"))
    case = begun(world, undoable(user("a"), "undo_a", handler("undo_a")), box, path=("start > a > box > end",))

    finish(world, case, "a", "b", "undo_b")

    assert done_handlers(case) == ["undo_b"]
    assert is_clean(case)


def test_a_handler_sees_the_variables_as_its_sub_process_left_them(world: World) -> None:
    undo = script("undo", "amount", "given_back", isForCompensation="true")
    box = sub("box", extra(io({"amount": "price * 2"})), start("s"), undoable(user("a"), "undo", undo), end("e"), flows("s > a > e"))
    case = begun(world, box, user("later"), throw("back", compensate()), path=("start > box > later > back > end",), price=10)
    finish(world, case, "a")

    world.complete(case, "later", price=99)

    assert case.variables["given_back"] == 20
    assert is_clean(case)


def test_a_handler_that_fails_leaves_an_incident_and_goes_on_when_it_is_mended(world: World) -> None:
    undo = service("undo", "refund", isForCompensation="true")
    case = begun(world, undoable(user("a"), "undo", undo), throw("back", compensate()), path=("start > a > back > end",))
    finish(world, case, "a")

    world.refuse_job(case, "undo", "BROKE")
    assert [incident.element_id for incident in case.incidents] == ["undo"]
    assert "back" not in case.done
    world.resume(case)
    world.finish_job(case, "undo")

    assert is_clean(case)


def test_an_error_thrown_after_work_lets_its_boundary_take_it_back(world: World) -> None:
    box = sub("box", start("s"), undoable(user("a"), "undo_a", handler("undo_a")), throw("back", compensate()), end("bad", event("error", "BAD")),
              flows("s > a > back > bad"))  # fmt: skip
    nodes = (box, boundary("caught", "box", event("error", "BAD")), user("after"))
    case = begun(world, *nodes, path=("start > box > end", "caught > after > end"), beside=(error("BAD"),))

    finish(world, case, "a", "undo_a", "after")

    assert done_handlers(case) == ["undo_a"]
    assert is_clean(case)


def test_each_turn_of_a_loop_is_taken_back(world: World) -> None:
    turns = undoable(user("a", loop("n > loopCounter")), "undo_a", handler("undo_a"))
    case = begun(world, turns, throw("back", compensate()), path=("start > a > back > end",), n=3)
    finish(world, case, "a", "a", "a")

    finish(world, case, "undo_a", "undo_a", "undo_a")

    assert is_clean(case)


def test_an_interrupting_event_while_handlers_run_ends_them(world: World) -> None:
    box = sub("box", start("s"), undoable(user("a"), "undo_a", handler("undo_a")), throw("back", compensate()), end("e"), flows("s > a > back > e"))
    nodes = (box, boundary("late", "box", timer("duration", "PT1H")), task("given_up"))
    case = begun(world, *nodes, path=("start > box > end", "late > given_up > end"))
    finish(world, case, "a")
    assert case.open_tasks == ["undo_a"]

    world.pass_time(hours=1)

    assert "given_up" in case.done
    assert is_clean(case)


def test_an_association_drawn_to_a_task_in_a_box_keeps_to_the_box(world: World) -> None:
    undo = element(
        "userTask", {"id": "undo", "isForCompensation": "true"}, extra(element("zeebe:assignmentDefinition", {"candidateGroups": "clerk"}))
    )
    box = sub("box", start("s"), user("a"), boundary("b_a", "a", compensate()), undo, association("b_a", "undo"), end("e"), flows("s > a > e"))
    case = begun(world, box, throw("back", compensate("box")), path=("start > box > back > end",))

    finish(world, case, "a", "undo")

    assert done_handlers(case) == ["undo"]
    assert is_clean(case)

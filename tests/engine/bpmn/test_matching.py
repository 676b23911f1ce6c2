"""Are the counterparts that a migration plan suggests those that a person would choose, and none where there is a doubt?"""

from __future__ import annotations

from engine.bpmn import Because, Plan, matches, read
from tests.engine.bpmn import drawing

PLAIN = drawing.start(), drawing.end()


def plan(*parts: str) -> Plan:
    """Of the elements in one line."""
    ids = [part.partition('id="')[2].partition('"')[0] for part in parts]
    drawn = drawing.draw("it", *PLAIN, *parts, drawing.flows(" > ".join(["start", *ids, "end"])))
    return read(drawn.encode(), "it.bpmn").plans["it"]


def found(source: Plan, target: Plan) -> dict[str, tuple[str, Because]]:
    return {each.source_id: (each.target_id, each.because) for each in matches(source, target) if each.source_id not in {"start", "end"}}


def test_the_same_id_and_type_first() -> None:
    source, target = plan(drawing.user("a", name="X"), drawing.user("b")), plan(drawing.user("b", name="X"), drawing.user("a"))
    assert found(source, target) == {"a": ("a", Because.SAME_ID), "b": ("b", Because.SAME_ID)}


def test_the_same_id_of_another_type_is_no_counterpart() -> None:
    assert found(plan(drawing.user("a")), plan(drawing.service("a", "do.it"))) == {}


def test_a_name_that_both_have_once_and_a_work_that_both_have_once() -> None:
    source = plan(drawing.user("a", name="Check"), drawing.service("b", "do.it"), drawing.service("c", "do.more"))
    target = plan(drawing.user("x", name="Check"), drawing.service("y", "do.it"), drawing.service("z", "do.other"))
    assert found(source, target) == {"a": ("x", Because.SAME_NAME), "b": ("y", Because.SAME_WORK)}


def test_what_occurs_twice_on_a_side_is_left_to_the_person() -> None:
    twice = plan(drawing.user("x", name="Check"), drawing.user("y", name="Check"))
    assert found(plan(drawing.user("a", name="Check")), twice) == {}
    assert found(twice, plan(drawing.user("a", name="Check"))) == {}


def test_inside_a_sub_process_only_what_is_inside_its_counterpart() -> None:
    def box(box_id: str, task_id: str) -> str:
        inner = drawing.start(f"s{box_id}"), drawing.user(task_id, name="Check"), drawing.end(f"e{box_id}")
        return drawing.sub(box_id, *inner, drawing.flows(f"s{box_id} > {task_id} > e{box_id}"), name=f"Box {box_id[0]}")

    source, target = plan(box("p", "a"), box("q", "b")), plan(box("q2", "y"), box("p2", "x"))
    told = found(source, target)
    assert (told["a"], told["b"]) == (("x", Because.SAME_NAME), ("y", Because.SAME_NAME))
    assert told["p"] == ("p2", Because.SAME_NAME)

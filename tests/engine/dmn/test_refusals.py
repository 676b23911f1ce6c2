"""Is a model that cannot be executed rightly refused, by name and in plain words?"""

from __future__ import annotations

import pytest

from engine.dmn import DmnRefused, read
from tests.engine.dmn.drawing import decision, document, knowledge, literal, model, table

ENTITIES = b'<!DOCTYPE d [<!ENTITY x "y">]>'


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (b"", "not well-formed"),
        (b"<definitions", "not well-formed"),
        (b"<definitions/>", "no DMN model"),
        (b'<html xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"/>', "no DMN model"),
        (ENTITIES + document(), "DOCTYPE"),
        (b" " * 10_000_001, "larger than"),
    ],
)
def test_what_is_no_dmn_is_refused(xml: bytes, message: str) -> None:
    with pytest.raises(DmnRefused, match=message) as caught:
        read(xml, "bad.dmn")

    assert caught.value.status == 422


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (decision("it", literal("1 +")), "it: “1 \\+” is no FEEL"),
        (decision("it", table(["a"], ["b"], [["< <", "1"]])), "it: “< <” is no FEEL"),
        (decision("it", table(["a"], ["b"], [["1", "2", "3"]])), "it: Rule 1 has more or fewer cells"),
        (decision("it", table(["a"], ["b"], [], "BEST")), "no hit policy “BEST”"),
        (decision("it", literal("1"), type_="tNowhere"), "no type “tNowhere”"),
        (decision("it", "<mystery/>"), "“mystery” is no expression"),
        (decision("it", literal('function(x) external {java: {class: "A"}}')), "kind Java"),
        (decision("it", '<functionDefinition kind="PMML"/>'), "kind PMML"),
        (decision("it", literal("it"), ["decision:it"]), "requires itself"),
        ('<import namespace="far" name="Far" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>', "“Far”"),
        ('<itemDefinition name="t"><typeRef>t</typeRef></itemDefinition>', "contains itself"),
        ('<decisionService id="s" name="s"><outputDecision href="#gone"/></decisionService>', "“gone” is not there"),
    ],
)
def test_what_cannot_be_executed_is_refused(part: str, message: str) -> None:
    with pytest.raises(DmnRefused, match=message):
        model(part)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(DmnRefused) as caught:
        model(decision("one", literal("(")), decision("two", literal(")")))

    assert [problem.element_name for problem in caught.value.problems] == ["one", "two"]


def test_without_strictness_a_broken_decision_is_null_and_the_others_work() -> None:
    it = model(decision("broken", literal("(")), decision("whole", literal("1 + 1")), strict=False)

    assert it.evaluate("broken", {}).value is None
    assert it.evaluate("whole", {}).value == 2
    assert len(it.problems) == 1


def test_requirements_that_run_in_a_circle_are_refused() -> None:
    with pytest.raises(DmnRefused, match="a: The decision requires itself"):
        model(decision("a", literal("b"), ["decision:b"]), decision("b", literal("a"), ["decision:a"]))


def test_a_knowledge_model_may_be_recursive() -> None:
    assert model(knowledge("f", ["n"], literal("f(n)"), ["knowledge:f"])).problems == ()

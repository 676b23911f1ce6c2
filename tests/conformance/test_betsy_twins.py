"""Does nothing fire in the twin of a betsy case whose cause is missing?"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from lxml import etree

from tests.conformance.betsy import BetsyTest
from tests.conformance.betsy_reach import Drawing, Missing, Reach
from tests.conformance.betsy_stage import Memory
from tests.conformance.betsy_store import Stored
from tests.conformance.betsy_twins import fired, is_negative, judge, twins
from tests.engine.bpmn.drawing import draw, end, flows, gateway, start, task

CASES = Path(__file__).parents[3] / "shared" / "conformance" / "betsy" / "cases.json"
needs_cases = pytest.mark.skipif(
    not CASES.exists() and os.environ.get("CI") != "true", reason="the conformance material lies beside the project, not in it"
)


def originals() -> list[BetsyTest]:
    return list(json.loads(CASES.read_text())["tests"])


@needs_cases
def test_every_twin_is_silent_and_every_test_has_one() -> None:
    verdicts = list(judge(CASES, Memory))

    assert [(twin.test, twin.change, what) for twin, outcome, what in verdicts if outcome == "fired"] == []
    assert {twin.test for twin, outcome, _what in verdicts if outcome == "refused"} == {"MultiInstance_ComplexBehavior"}
    twinned = {twin.test for twin, outcome, _what in verdicts if outcome == "silent"}
    assert [each["id"] for each in originals() if each["id"] not in twinned and not is_negative(each)] == []
    assert len(verdicts) > 400


@needs_cases
def test_the_last_twin_of_every_test_is_silent_on_the_store() -> None:
    """The last is the most special to what its test is about; the others follow with -m long."""
    for test in originals():
        for twin in list(twins(CASES.parent, test))[-1:]:
            assert (twin.test, twin.change, fired(twin, test, Stored)) == (twin.test, twin.change, set())


@needs_cases
@pytest.mark.long
def test_every_twin_is_silent_on_the_store() -> None:
    assert [twin for twin, outcome, _what in judge(CASES, Stored) if outcome == "fired"] == []


def test_what_is_in_reach_is_said_of_the_drawing_alone() -> None:
    parts = (start(), gateway("parallel", "split"), task("a"), task("b"), gateway("parallel", "join"), task("after"), end())
    drawn = flows("start > split", "split > a > join", "split > b > join", "join > after > end")
    drawing = Drawing(etree.fromstring(draw("p", *parts, drawn).encode()))

    assert Reach(drawing, frozenset({"p"}), Missing()).nodes == {*drawing.nodes}
    assert Reach(drawing, frozenset(), Missing()).nodes == set()
    held = Reach(drawing, frozenset({"p"}), Missing(flows=frozenset({"a_join"})))
    assert held.nodes == {"start", "split", "a", "b"}, "a parallel join needs all its flows"

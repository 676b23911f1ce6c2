"""Does the decision engine give what the DMN technology compatibility kit expects?"""

from __future__ import annotations

import json
import os
import shutil
from copy import deepcopy
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from tests.conformance.dmn_tck import Result, main, run
from tests.engine.dmn.drawing import decision, document, input_data, literal

KIT = Path(__file__).parents[3] / "shared" / "conformance" / "dmn-tck"

needs_kit = pytest.mark.skipif(
    not KIT.exists() and os.environ.get("CI") != "true", reason="the conformance material lies beside the project, not in it"
)


def wrong(results: list[Result]) -> list[Result]:
    return [result for result in results if result.outcome == "wrong"]


@needs_kit
def test_level_2_is_all_right() -> None:
    results = list(run(KIT / "compliance-level-2"))

    assert len(results) == 126
    assert {result.outcome for result in results} == {"right"}


@needs_kit
def test_level_3_is_right_but_for_java_functions_which_are_refused() -> None:
    results = list(run(KIT / "compliance-level-3"))

    refused = [result for result in results if result.outcome == "refused"]
    assert len(results) == 2813
    assert wrong(results) == []
    assert {result.case.partition("/")[0] for result in refused} == {"0076-feel-external-java-test-01"}
    assert all("kind Java" in result.reason for result in refused)
    assert len(refused) / len(results) < 0.01


@needs_kit
def test_the_command_writes_a_line_for_each_result_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "results.json"

    code = main([str(KIT / "compliance-level-2" / "0004-simpletable-U"), "--json", str(file)])

    lines = capsys.readouterr().out.splitlines()
    written = json.loads(file.read_text())
    assert code == 0
    assert lines[0] == "0004-simpletable-U-test-01/001 Approval Status right"
    assert lines[-1] == f"{len(written)} right, 0 wrong, 0 refused of {len(written)} (100.00 % right)"
    assert set(written[0]) == {"case", "node", "outcome", "reason"}


CASE = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<modelName>MODEL</modelName><testCase id="1"><inputNode name="a"><value xsi:type="xsd:decimal">GIVEN</value></inputNode>
<resultNode name="it"><expected><value xsi:type="xsd:decimal">2</value></expected></resultNode></testCase></testCases>"""


def case(folder: Path, model: str = "m.dmn", given: str = "1") -> list[tuple[str, str]]:
    (folder / "m-test-01.xml").write_text(CASE.replace("MODEL", model).replace("GIVEN", given))
    return [(result.outcome, result.reason) for result in run(folder)]


def test_a_case_without_its_model_is_refused_with_the_reason(tmp_path: Path) -> None:
    assert case(tmp_path) == [("refused", f"There is no model “m.dmn” in {tmp_path.name}.")]


def test_the_only_model_of_a_folder_is_meant_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "other.dmn").write_bytes(document(input_data("a"), decision("it", literal("a + 1"), ["input:a"])))

    assert case(tmp_path, "") == [("right", "")]


def test_whatever_is_in_a_folder_each_result_gets_a_line(tmp_path: Path) -> None:
    good = document(input_data("a"), decision("it", literal("a + 1"), ["input:a"]))
    (tmp_path / "m.dmn").write_bytes(good)
    (tmp_path / "broken.dmn").write_bytes(good[:50])
    (tmp_path / "broken.xml").write_text("<testCases")
    (tmp_path / "notes.xml").write_text("<notes/>")

    broken, right = case(tmp_path)
    assert broken[0] == "refused"
    assert broken[1].startswith("This is no well-formed XML")
    assert right == ("right", "")
    assert case(tmp_path, given="many")[1][0] == "wrong"
    (tmp_path / "m.dmn").write_bytes(good[:-20])
    assert case(tmp_path)[1][0] == "refused"


@needs_kit
@pytest.mark.parametrize("seed", range(6))
def test_damaged_models_never_break_the_run(tmp_path: Path, seed: int) -> None:
    """Parts of a model are cut out or swapped; each expected result still gets right, wrong or refused."""
    chance = Random(seed)
    folders = chance.sample(sorted((KIT / "compliance-level-3").iterdir()), 4)
    for folder in folders:
        target = tmp_path / folder.name
        shutil.copytree(folder, target)
        for file in target.glob("*.dmn"):
            file.write_bytes(damaged(file.read_bytes(), chance))
        before = sum(1 for _ in run(folder))

        results = list(run(target))

        assert len(results) == before
        assert {result.outcome for result in results} <= {"right", "wrong", "refused"}
        assert not [result for result in results if result.reason.startswith("It broke")]


def damaged(xml: bytes, chance: Random) -> bytes:
    root = etree.fromstring(xml)
    elements = [each for each in root.iter(etree.Element) if each.getparent() is not None]
    for element in chance.sample(elements, min(len(elements), 8)):
        parent = element.getparent()
        if parent is None:
            continue
        how = chance.randrange(4)
        if how == 0:
            parent.remove(element)
        elif how == 1:
            element.text = chance.choice(["", "((", "a b c", "1..", "null", "-", "x" * 2000])
        elif how == 2:
            for name in element.attrib:
                element.set(name, chance.choice(["", "nowhere", "#nowhere", "Any", "true"]))
        else:
            parent.append(deepcopy(chance.choice(elements)))
    return etree.tostring(root)

"""Does the decision engine give what the DMN technology compatibility kit expects?"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.conformance.dmn_tck import Result, main, run

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

"""Do the runners come to a verdict on cases that nobody has seen before, whatever is wrong with them?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conformance import verdicts
from tests.conformance.betsy import judge
from tests.conformance.verdicts import Verdict, guarded
from tests.engine.bpmn.drawing import boundary, catch, draw, end, event, flows, gateway, start, task, timer, user

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = '<scriptTask id="one"><script>SCRIPT_task1</script></scriptTask>'
PLAIN = draw("plain", start(), SCRIPT, end(), flows("start > one", "one > end"))
MODELS = {
    "plain": PLAIN,
    "circle": draw("circle", start(), gateway("exclusive", "again"), task("one"), flows("start > again", "again > one", "one > again")),
    "ticking": draw("ticking", start(), user("one"), boundary("tick", "one", timer("cycle", "R/PT0S"), interrupting=False),
                    end(), end("late"), flows("start > one", "one > end", "tick > late")),
    "foreign": draw("foreign", start(), '<scriptTask id="one" scriptFormat="groovy"><script>println 1</script></scriptTask>', end(),
                    flows("start > one", "one > end")),
    "message": draw("message", start("start", event("message", "news")), end(), flows("start > end"),
                    beside=('<message id="news" name="news"/>',)),
    "waiting": draw("waiting", start(), catch("hour", timer("duration", "PT1H")), SCRIPT, end(),
                    flows("start > hour", "hour > one", "one > end")),
    "no_xml": "<definitions",
}  # fmt: skip


def judged(folder: Path, *tests: Mapping[str, object], constraints: tuple[Mapping[str, object], ...] = ()) -> dict[str, Verdict]:
    for name, xml in MODELS.items():
        (folder / f"{name}.bpmn").write_text(xml)
    (folder / "cases.json").write_text(json.dumps({"tests": tests, "constraints": constraints}))
    return {verdict.id: verdict for verdict in judge(folder / "cases.json")}


def case(model: str, *expected: str, **more: object) -> Mapping[str, object]:
    return {"id": model, "bpmn": f"{model}.bpmn", "start_process": model, "test_cases": [{"expected": expected, **more}]}


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (case("plain", "SCRIPT_task1"), "right"),
        (case("plain", "SCRIPT_task2"), "wrong"),
        (case("circle", "ERROR_runtime"), "right"),
        (case("ticking"), "refused"),
        (case("foreign", "SCRIPT_task1"), "refused"),
        (case("message", "ERROR_runtime"), "right"),
        (case("waiting", delay_ms=3_599_000), "right"),
        (case("waiting", "SCRIPT_task1", delay_ms=3_600_000), "right"),
        (case("no_xml"), "refused"),
        (case("no_xml", "ERROR"), "right"),
        ({"id": "gone", "bpmn": "gone.bpmn", "start_process": "x", "test_cases": [{"expected": []}]}, "wrong"),
        ({"id": "nothing"}, "wrong"),
    ],
)
def test_a_case_is_right_refused_or_wrong(tmp_path: Path, given: Mapping[str, object], outcome: str) -> None:
    verdicts = judged(tmp_path, given)

    assert [(each.outcome, each.reason) for each in verdicts.values() if each.outcome != outcome] == []
    assert len(verdicts) == 1


def test_a_constraint_that_nobody_listed_is_right_when_an_element_is_named(tmp_path: Path) -> None:
    constraints = ({"id": "EXT999_1", "bpmn": "ticking.bpmn"}, {"id": "EXT999_2", "bpmn": "plain.bpmn"}, {"id": "EXT999_3", "bpmn": "no_xml.bpmn"})

    found = judged(tmp_path, constraints=constraints)

    assert [found[each["id"]].outcome for each in constraints] == ["right", "wrong", "wrong"]


def test_what_hangs_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "PATIENCE", 0.05)

    def hang() -> tuple[str, str]:
        while True:
            pass

    assert guarded("test", "hangs", hang).outcome == "wrong"


def test_the_lines_the_counts_and_the_file(tmp_path: Path) -> None:
    judged(tmp_path, case("plain", "SCRIPT_task2"), constraints=({"id": "EXT999_1", "bpmn": "ticking.bpmn"},))

    command = [sys.executable, "-m", "tests.conformance.betsy", str(tmp_path / "cases.json"), "--json", str(tmp_path / "out.json")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    lines = ran.stdout.splitlines()
    assert ran.returncode == 1
    assert lines[0] == "test plain wrong case 1: expected ['SCRIPT_task2'], got ['SCRIPT_task1']"
    assert lines[1].startswith("constraint EXT999_1 right ticking.bpmn cannot be deployed")
    assert lines[-3:] == ["right: 1", "refused: 0", "silently wrong: 1"]
    assert [tuple(row) for row in json.loads((tmp_path / "out.json").read_text())] == [("kind", "id", "outcome", "reason")] * 2


def test_a_file_that_is_none_is_said_plainly(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.conformance.betsy", str(tmp_path / "none.json")], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 2
    assert "cannot be read" in ran.stderr
    assert "Traceback" not in ran.stderr

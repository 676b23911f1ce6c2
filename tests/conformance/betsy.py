"""How many betsy cases does the engine get right? `python -m tests.conformance.betsy CASES.json [--json FILE]`"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TypedDict

from engine.bpmn import ModelRefused
from tests.conformance.betsy_adapter import adapt
from tests.conformance.betsy_reasons import reason_is_named
from tests.conformance.betsy_stage import Stage
from tests.conformance.betsy_store import Stored

ERRATA = {
    "AdHocSubProcess_Sequential": (
        "expects SCRIPT_task3, which its file does not contain; the sub-process and the task after it log 1, 2 and 1",
        ["SCRIPT_task1", "SCRIPT_task2", "SCRIPT_task1"],
    ),
    "AdHocSubProcess_Parallel": (
        "expects SCRIPT_task3, which its file does not contain; the sub-process and the task after it log 1, 2 and 1",
        ["SCRIPT_task1", "SCRIPT_task2", "SCRIPT_task1"],
    ),
    "MultiInstance_ComplexBehavior": (
        "contradicts its siblings, where the boundary does not end the other instances; refused by name",
        ["ERROR_deployment"],
    ),
}
"""Where the suite itself is wrong: why, and what is right."""
MARKER = "MARKER_exists"


class Constraint(TypedDict):
    id: str
    bpmn: str
    expected: list[str]


class TestCase(TypedDict):
    number: int
    input: str | None
    integerVariable: int
    parallel_process: str | None
    delay_ms: int
    expected: list[str]


class Test(TypedDict):
    id: str
    bpmn: str
    start_process: str
    test_cases: list[TestCase]


@dataclass(frozen=True)
class Verdict:
    kind: str
    """test or constraint"""
    id: str
    outcome: str
    """right, refused or wrong"""
    reason: str = ""


def judge(cases: Path, stage: Callable[[], Stage] = Stored) -> Iterator[Verdict]:
    """A verdict on each test and each constraint of the file."""
    content = json.loads(cases.read_text())
    for test in content["tests"]:
        yield _guarded("test", test["id"], partial(_test, cases.parent, test, stage))
    for constraint in content["constraints"]:
        yield _guarded("constraint", constraint["id"], partial(_constraint, cases.parent, constraint, stage))


def _guarded(kind: str, case_id: str, run: Callable[[], tuple[str, str]]) -> Verdict:
    try:
        outcome, reason = run()
    except Exception as error:  # noqa: BLE001 - whatever escapes the engine is a silent wrong
        outcome, reason = "wrong", f"{type(error).__name__}: {error}"
    return Verdict(kind, case_id, outcome, " ".join(reason.split()))


def _test(folder: Path, test: Test, stage: Callable[[], Stage]) -> tuple[str, str]:
    xml = adapt((folder / test["bpmn"]).read_bytes())
    refused = ""
    for case in test["test_cases"]:
        expected = ERRATA.get(test["id"], ("", case["expected"]))[1]
        try:
            logged = _play(xml, test, case, stage())
        except ModelRefused as refusal:
            if {*expected} & {"ERROR", "ERROR_deployment"}:
                continue
            refused = refusal.message
            continue
        if not _agree(logged, expected):
            return "wrong", f"case {case['number']}: expected {sorted(expected)}, got {sorted(logged)}"
    return ("refused", refused) if refused else ("right", "")


def _play(xml: bytes, test: Test, case: TestCase, stage: Stage) -> list[str]:
    stage.deploy(xml, Path(test["bpmn"]).name)
    if case["parallel_process"]:
        stage.start(case["parallel_process"], {})
    variables: dict[str, object] = {"integerVariable": case["integerVariable"], "testCaseNumber": case["number"]}
    if case["input"] is not None:
        variables["test"] = case["input"]
    stage.start(test["start_process"], variables)
    stage.pass_time(case["delay_ms"] / 1000)
    logged = [*stage.log, *stage.errors()]
    return [*dict.fromkeys(line for line in logged if line == MARKER), *(line for line in logged if line != MARKER)]


def _agree(logged: list[str], expected: list[str]) -> bool:
    """A marker that the case does not ask for is not looked at; ERROR stands for any error."""
    seen = [line for line in logged if line != MARKER or MARKER in expected]
    if expected == ["ERROR"]:
        return any(line.startswith("ERROR_") for line in seen)
    return sorted(seen) == sorted(expected)


def _constraint(folder: Path, constraint: Constraint, stage: Callable[[], Stage]) -> tuple[str, str]:
    try:
        stage().deploy(adapt((folder / constraint["bpmn"]).read_bytes()), Path(constraint["bpmn"]).name)
    except ModelRefused as refusal:
        if reason_is_named(constraint["id"], refusal.problems):
            return "right", refusal.message
        return "wrong", f"refused for another reason: {refusal.message}"
    return "wrong", "deployed"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    verdicts = []
    for verdict in judge(given.cases):
        verdicts.append(verdict)
        reason = verdict.reason if verdict.outcome != "right" or verdict.kind == "constraint" else ""
        sys.stdout.write(f"{verdict.kind} {verdict.id} {verdict.outcome} {reason}".rstrip() + "\n")
    for test_id, (why, _expected) in ERRATA.items():
        sys.stdout.write(f"erratum {test_id}: {why}\n")
    counts = Counter(verdict.outcome for verdict in verdicts)
    sys.stdout.write(f"right: {counts['right']}\nrefused: {counts['refused']}\nsilently wrong: {counts['wrong']}\n")
    if given.json:
        given.json.write_text(json.dumps([asdict(verdict) for verdict in verdicts], indent=1))
    return 1 if counts["wrong"] else 0


if __name__ == "__main__":
    raise SystemExit(main())

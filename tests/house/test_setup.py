"""Does setting up redo only what changed, and say clearly what is missing?"""

from pathlib import Path

import pytest

from setup import prerequisites
from setup.steps import Step, StepFailed, call, do


def copy_step(root: Path) -> Step:
    """A step that makes `made` of `source`."""
    (root / "source").write_text("first", encoding="utf-8")

    def make() -> None:
        (root / "made").write_bytes((root / "source").read_bytes())

    return Step("Copying", ("sour*",), root / "stamp", make, (root / "made").exists, root)


def test_a_step_whose_inputs_stand_is_not_done_again(tmp_path: Path) -> None:
    step = copy_step(tmp_path)

    do(step)

    assert not step.is_due()


def test_a_changed_input_makes_the_step_due(tmp_path: Path) -> None:
    step = copy_step(tmp_path)
    do(step)

    (tmp_path / "source").write_text("second", encoding="utf-8")

    assert step.is_due()


def test_a_lost_output_makes_the_step_due(tmp_path: Path) -> None:
    step = copy_step(tmp_path)
    do(step)

    (tmp_path / "made").unlink()

    assert step.is_due()


def test_a_step_that_fails_stays_due(tmp_path: Path) -> None:
    def fail() -> None:
        raise StepFailed("no luck")

    done = copy_step(tmp_path)
    do(done)
    failing = Step("Failing", ("source",), tmp_path / "stamp", fail, root=tmp_path)

    with pytest.raises(StepFailed):
        do(failing)

    assert done.is_due()


def test_each_missing_tool_gets_its_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(StepFailed) as refused:
        prerequisites.check()

    sentences = str(refused.value).splitlines()
    assert [sentence.split()[0] for sentence in sentences] == ["Git", "Make", "Node.js"]


def test_an_old_node_is_named_with_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("git", "make", "npm", "node"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho v18.20.1\n", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(StepFailed) as refused:
        prerequisites.check()

    assert str(refused.value) == "Node.js 20 or newer is needed; this is v18.20.1."


def test_a_failing_command_shows_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(StepFailed) as refused:
        call(["sh", "-c", "echo the disk is full; exit 3"], "It could not be copied.", tmp_path)

    assert str(refused.value).splitlines() == ["the disk is full", "", "It could not be copied."]

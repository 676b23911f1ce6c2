"""Does a new process deploy as it is drawn, and are bad models told in plain words?"""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from cli import modelling
from kit.db import Database
from kit.errors import BadRequest, Conflict
from people.access import ensure_roles
from tests.engine.dmn.drawing import decision, document, literal, table


def test_a_new_process_lints_clean_and_deploys_once(tmp_path: Path, database: Database) -> None:
    with database.transaction() as session:
        ensure_roles(session)
    folder = modelling.new_process(tmp_path, "complaint-handling")

    assert modelling.lint(folder / "complaint-handling.bpmn") == ()
    assert {(one.id, one.is_new) for one in modelling.deploy_folder(database, folder)} == {
        ("complaint-handling", True), ("complaint-handling-task", True)
    }  # fmt: skip
    assert not any(one.is_new for one in modelling.deploy_folder(database, folder))


def test_the_story_of_a_new_process_passes(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("processes.bundles.FOLDER", tmp_path / "processes")
    modelling.new_process(tmp_path, "complaint-handling")

    story = runpy.run_path(str(tmp_path / "tests" / "processes" / "test_complaint_handling.py"))

    story["test_the_work_is_done"](database)


@pytest.mark.parametrize("name", ["Complaints", "2nd", "a--b", "../up", ""])
def test_a_name_that_would_be_no_process_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadRequest):
        modelling.new_process(tmp_path, name)


def test_a_process_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    modelling.new_process(tmp_path, "complaint-handling")

    with pytest.raises(Conflict):
        modelling.new_process(tmp_path, "complaint-handling")


def test_lint_names_the_element_and_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = modelling.new_process(tmp_path, "complaint-handling") / "complaint-handling.bpmn"
    file.write_text(file.read_text().replace("complaint-handling-task", "no-such-form"))

    assert modelling.tell(modelling.lint(file))
    assert "error    task: " in capsys.readouterr().out


def test_lint_names_the_example_that_falls_through_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    holes = decision("rebate", table(["amount:number"], ["percent"], [("> 1000", "10"), ("< 1000", "5")]))
    (tmp_path / "rebates.dmn").write_bytes(document(holes))
    (tmp_path / "broken.dmn").write_bytes(document(decision("it", literal("1 +"))))

    assert not modelling.tell(modelling.lint(tmp_path / "rebates.dmn"))
    assert "warning  rebate: No rule fits amount = 1000." in capsys.readouterr().out
    assert modelling.tell(modelling.lint(tmp_path / "broken.dmn"))

"""Is nothing of a reference diagram lost, and is what cannot be executed named by element?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conformance.miwg import judge
from tests.engine.bpmn.world import DIAGRAMS

FOLDER = Path(__file__).parents[3] / "shared" / "conformance" / "miwg"


needs_folder = pytest.mark.skipif(
    not FOLDER.exists() and os.environ.get("CI") != "true", reason="the conformance material lies beside the project, not in it"
)


@needs_folder
def test_nothing_of_a_reference_diagram_is_lost() -> None:
    verdicts = list(judge(FOLDER))

    assert [verdict.id for verdict in verdicts] == sorted(path.name for path in FOLDER.glob("*.bpmn"))
    assert [verdict for verdict in verdicts if verdict.outcome == "wrong"] == []


def test_our_own_diagrams_come_back_byte_for_byte() -> None:
    verdicts = list(judge(DIAGRAMS))

    assert {verdict.outcome for verdict in verdicts} == {"right"}


def test_a_drawing_of_nothing_is_wrong_and_a_file_that_is_no_xml_too(tmp_path: Path) -> None:
    drawn = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"'
        ' targetNamespace="x"><process id="p" isExecutable="false"/><di:BPMNDiagram><di:BPMNPlane bpmnElement="p">'
        '<di:BPMNShape id="s" bpmnElement="gone"/></di:BPMNPlane></di:BPMNDiagram></definitions>'
    )
    (tmp_path / "drawn.bpmn").write_text(drawn)
    (tmp_path / "none.bpmn").write_text("no XML")

    found = {verdict.id: verdict for verdict in judge(tmp_path)}

    assert (found["drawn.bpmn"].outcome, found["none.bpmn"].outcome) == ("wrong", "wrong")
    assert "gone" in found["drawn.bpmn"].reason

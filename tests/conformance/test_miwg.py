"""Can every reference diagram be looked at, and is what cannot be executed named by element?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.miwg import look

FOLDER = Path(__file__).parents[3] / "shared" / "conformance" / "miwg"


@pytest.mark.skipif(not FOLDER.exists(), reason="the conformance material lies beside the project, not in it")
def test_every_reference_diagram_is_examined() -> None:
    diagrams = list(look(FOLDER))

    assert [diagram.file for diagram in diagrams] == sorted(path.name for path in FOLDER.glob("*.bpmn"))
    assert all(problem.element_id and problem.message for diagram in diagrams for problem in diagram.obstacles)

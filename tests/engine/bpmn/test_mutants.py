"""Can every fault of `make mutants` still be made, now that the code has changed?"""

from __future__ import annotations

import pytest

from tests.engine.bpmn.mutants import MUTANTS, ROOT, Mutant, spoilt


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.what)
def test_a_fault_can_be_made_and_leaves_python(mutant: Mutant) -> None:
    text = (ROOT / "engine" / "bpmn" / mutant.file).read_text()

    compile(spoilt(mutant, text), mutant.file, "exec")

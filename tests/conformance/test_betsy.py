"""Does the engine room get every betsy case right?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.betsy import judge

CASES = Path(__file__).parents[3] / "shared" / "conformance" / "betsy" / "cases.json"


@pytest.mark.skipif(not CASES.exists(), reason="the conformance material lies beside the project, not in it")
def test_every_case_is_right() -> None:
    verdicts = list(judge(CASES))

    assert len(verdicts) == 212
    assert [verdict for verdict in verdicts if verdict.outcome != "right"] == []

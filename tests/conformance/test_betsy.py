"""Does the engine get every betsy case right, with its store and without?"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.betsy import judge
from tests.conformance.betsy_stage import Memory, Stage
from tests.conformance.betsy_store import Stored

CASES = Path(__file__).parents[3] / "shared" / "conformance" / "betsy" / "cases.json"


needs_cases = pytest.mark.skipif(
    not CASES.exists() and os.environ.get("CI") != "true", reason="the conformance material lies beside the project, not in it"
)


@needs_cases
@pytest.mark.parametrize("stage", [Stored, Memory])
def test_every_case_is_right(stage: Callable[[], Stage]) -> None:
    verdicts = list(judge(CASES, stage))

    assert len(verdicts) == 212
    assert [verdict for verdict in verdicts if verdict.outcome != "right"] == []

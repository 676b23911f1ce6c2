"""Does every attack end soon, in a value or a clear error, without much memory and without touching Python?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.feel.hostile import ATTACKS

ROOT = Path(__file__).parents[2]
LIMIT = 0.5
"""Seconds of work."""


@pytest.fixture(scope="module")
def endings() -> dict[str, dict[str, object]]:
    child = subprocess.run(
        [sys.executable, "-m", "tests.feel.hostile_child"],
        input=json.dumps(ATTACKS), capture_output=True, text=True, cwd=ROOT, check=True, timeout=120,
    )  # fmt: skip
    found: dict[str, dict[str, object]] = json.loads(child.stdout)
    return found


def test_the_corpus_is_large() -> None:
    assert len(ATTACKS) >= 60


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited by RLIMIT_AS and read from /proc")
@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_ends_harmlessly(name: str, endings: dict[str, dict[str, object]]) -> None:
    ending = endings[name]

    assert str(ending["outcome"]).startswith(("value", "error: "))
    assert isinstance(ending["seconds"], float)
    assert ending["seconds"] < LIMIT
    assert ending["touched"] == []

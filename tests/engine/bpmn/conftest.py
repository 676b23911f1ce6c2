"""Which fixtures do the engine's model tests share?"""

from __future__ import annotations

import pytest

from tests.engine.bpmn.world import World


@pytest.fixture(params=["live", "restored"])
def world(request: pytest.FixtureRequest) -> World:
    """The same story told twice: in memory, and with every step begun from rows."""
    return World(restores=request.param == "restored")

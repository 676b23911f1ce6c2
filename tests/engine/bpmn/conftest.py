"""Which fixtures do the engine's model tests share?"""

from __future__ import annotations

import pytest

from tests.engine.bpmn.world import World


@pytest.fixture(params=["live", "restored", "migrated"])
def world(request: pytest.FixtureRequest) -> World:
    """The same story told thrice: in memory; with every step begun from rows; with a migration and its way back before each."""
    return World(restores=request.param == "restored", migrates=request.param == "migrated")

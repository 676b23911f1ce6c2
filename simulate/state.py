"""Is somebody else at work in the demo just now? What the pages' banner says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    NONE = "none"
    """Nothing is simulated here."""
    LIVING = "living"
    OVER = "over"


@dataclass(slots=True)
class Facts:
    """What is known of the simulation in this server."""

    phase: Phase = Phase.NONE
    arrived: int = 0
    expected: int = 0


state = Facts()
"""Of this server's process; only the simulation's thread writes it."""

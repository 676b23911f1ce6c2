"""What is said of moving an instance to another version of its process?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a plan means for one running instance."""

    CARRIES_OVER = "CARRIES_OVER"
    NEEDS_MAPPING = "NEEDS_MAPPING"
    """A token stands at an element for which the plan names no counterpart."""
    CANNOT = "CANNOT"
    """A counterpart is named, but a token cannot stand there."""


class Because(StrEnum):
    """Why an element of the old version is taken for one of the new."""

    SAME_ID = "SAME_ID"
    SAME_NAME = "SAME_NAME"
    SAME_WORK = "SAME_WORK"
    """The same operation, form or called process."""


@dataclass(frozen=True, slots=True)
class Match:
    source_id: str
    target_id: str
    because: Because


class CannotMigrate(Exception):
    """The instance stays where it is; `reasons` are whole sentences."""

    def __init__(self, verdict: Verdict, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.verdict = verdict
        self.reasons = tuple(reasons)

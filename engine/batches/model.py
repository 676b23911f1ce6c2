"""What can be done to many instances at once, and where does it stand?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MOST = 100_000
"""Instances of one batch."""


class BatchType(StrEnum):
    """Camunda 8's words, as far as there are some."""

    CANCEL = "CANCEL_PROCESS_INSTANCE"
    SUSPEND = "SUSPEND_PROCESS_INSTANCE"
    RESUME = "RESUME_PROCESS_INSTANCE"
    DELETE = "DELETE_PROCESS_INSTANCE"
    RESTART = "RESTART_PROCESS_INSTANCE"
    """Virke only."""
    RETRY = "RESOLVE_INCIDENT"
    MIGRATE = "MIGRATE_PROCESS_INSTANCE"
    MODIFY = "MODIFY_PROCESS_INSTANCE"


class BatchState(StrEnum):
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    """By a person, or after the first so many."""
    COMPLETED = "COMPLETED"
    PARTIALLY_COMPLETED = "PARTIALLY_COMPLETED"
    """All items are done with, and some failed."""
    CANCELED = "CANCELED"
    FAILED = "FAILED"
    """It could not go on at all; resuming tries again."""


class ItemState(StrEnum):
    ACTIVE = "ACTIVE"
    """Still to be done."""
    COMPLETED = "COMPLETED"
    """Done, or in a dry run: it would be."""
    FAILED = "FAILED"
    """Refused for its reason, and as it was before."""
    CANCELED = "CANCELED"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done to each instance."""

    type: BatchType
    target_key: int | None = None
    """Of a migration: the definition."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    moves: tuple[tuple[str, str], ...] = ()
    """Of a modification: from which element to which."""
    activate: tuple[str, ...] = ()
    terminate: tuple[str, ...] = ()
    newest: bool = False
    """Of a restart: in the newest version."""
    is_dry: bool = False
    """Each instance is tried and left as it was."""
    first: int | None = None
    """Stop after so many, until somebody has looked and resumes it."""

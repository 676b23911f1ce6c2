"""Which names outside of a model does the linter know?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _anything(_name: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Known:
    """Says of each name that a model mentions whether it exists. What is left out knows every name."""

    operation: Callable[[str], bool] = _anything
    """A registered operation, or an external job type that somebody serves."""
    form: Callable[[str], bool] = _anything
    role: Callable[[str], bool] = _anything
    process: Callable[[str], bool] = _anything
    """A deployed process, or one of the same release; those of the same file are known anyway."""
    decision: Callable[[str], bool] = _anything
    """A deployed decision, or one of the same release."""


KNOW_ALL = Known()

"""What is wrong with a decision model, and how is it refused?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kit.errors import Invalid


class Severity(StrEnum):
    ERROR = "error"
    """The model cannot be executed rightly."""
    WARNING = "warning"
    """It can, but perhaps not as meant."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: which element, and a whole sentence."""

    element_id: str
    element_name: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = self.element_name or self.element_id
        return f"{place}: {self.message}" if place else self.message


class DmnRefused(Invalid):
    """A decision model that cannot be executed rightly; `problems` says all that is wrong."""

    title = "MODEL_REFUSED"

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{file}: {problem}" for problem in problems))

"""What became of each row of an imported file?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    TAKEN = "taken"
    """A record was made of it."""
    SKIPPED = "skipped"
    """It was taken before."""
    REFUSED = "refused"
    """Something in it cannot be taken."""


@dataclass(frozen=True, slots=True)
class RowReport:
    """`line` is the row's line in the file (its last one), `key` its key there, `id` the record that it is, when there is one."""

    line: int
    key: str
    outcome: Outcome
    id: int | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    rows: tuple[RowReport, ...]

    def count(self, outcome: Outcome) -> int:
        return Counter(row.outcome for row in self.rows)[outcome]

    @property
    def refused(self) -> tuple[RowReport, ...]:
        return tuple(row for row in self.rows if row.outcome is Outcome.REFUSED)

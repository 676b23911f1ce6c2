"""Which figures were asked for, and are they reached?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.results import Result

BOTH = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Target:
    """A limit: times the naive peer's figure where it says so, else the figure itself."""

    work: str
    databases: tuple[str, ...]
    measure: str
    limit: float
    is_ratio: bool = True

    def shown(self, results: Iterable[Result]) -> list[str]:
        """A line for each database that was measured."""
        values = {(each.database, each.subject): each for each in results if (each.work, each.measure) == (self.work, self.measure)}
        return [self._line(database, values) for database in self.databases if (database, "virke") in values]

    def _line(self, database: str, values: dict[tuple[str, str], Result]) -> str:
        virke = values[database, "virke"]
        found = virke.value / values[database, "naive"].value if self.is_ratio else virke.value
        unit = "× naive" if self.is_ratio else virke.unit
        word = "reached" if found <= self.limit else "missed"
        return f"{self.work:<5}{database:<12}{self.measure:<34}{self.limit:>10.4g}{found:>10.4g} {unit:<9}{word}"


TARGETS = (
    Target("W1", ("sqlite",), "one instance", 0.35),
    Target("W1", ("postgresql",), "one instance", 0.6),
    Target("W1", BOTH, "history and task rows", 2048, is_ratio=False),
    Target("W1", BOTH, "live state", 0, is_ratio=False),
    Target("W2", BOTH, "one instance", 0.2),
    Target("W3", BOTH, "200 iterations", 0.02),
    Target("W3", BOTH, "step 195 / step 10", 1.1, is_ratio=False),
    Target("W3", BOTH, "step 5000 / step 10 to 90", 1.15, is_ratio=False),
    Target("W4", BOTH, "1000 items", 0.05),
    Target("W4", BOTH, "1000 items / 100 items", 10.5, is_ratio=False),
    Target("W5", BOTH, "start of 100 elements", 20, is_ratio=False),
    Target("W5", BOTH, "live state of 40 elements", 2048, is_ratio=False),
    Target("W5", BOTH, "a history row of 40", 300, is_ratio=False),
    Target("FEEL", ("none",), "one evaluation", 5, is_ratio=False),
    Target("DMN", ("none",), "200 rules", 200, is_ratio=False),
)


def judged(results: list[Result]) -> str:
    """One line a target and database: what was asked, what was found, and whether that reaches it."""
    head = f"{'work':<5}{'database':<12}{'measure':<34}{'at most':>10}{'found':>10}"
    return "\n".join([head, *(line for target in TARGETS for line in target.shown(results))])

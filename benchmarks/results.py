"""What was measured, as a table to read and as JSON to compare?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = Path(__file__).with_name("results.json")


@dataclass(frozen=True, slots=True)
class Result:
    work: str
    database: str
    subject: str
    measure: str
    value: float
    unit: str
    runs: int


def table(results: Iterable[Result]) -> str:
    """One line a measure, its subjects side by side, and how Virke stands to the naive peer."""
    lines = [f"{'work':<5}{'database':<12}{'measure':<34}{'floor':>11}{'virke':>11}{'naive':>11}  {'virke/naive':>11}"]
    grouped: dict[tuple[str, str, str, str], dict[str, float]] = {}
    for each in results:
        grouped.setdefault((each.work, each.database, each.measure, each.unit), {})[each.subject] = each.value
    for (work, database, measure, unit), values in grouped.items():
        cells = "".join(f"{_shown(values.get(subject), unit):>11}" for subject in ("floor", "virke", "naive"))
        ratio = f"{values['virke'] / values['naive']:.3f}" if "virke" in values and "naive" in values else ""
        lines.append(f"{work:<5}{database:<12}{measure:<34}{cells}  {ratio:>11}")
    return "\n".join(lines)


def write(results: Iterable[Result]) -> None:
    FILE.write_text(json.dumps([asdict(each) for each in results], indent=1) + "\n", encoding="utf-8")


def written() -> list[Result]:
    """Those of the last full run."""
    return [Result(**each) for each in json.loads(FILE.read_text(encoding="utf-8"))]


def _shown(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{value:.0f} {unit}" if unit in {"B", "SQL"} else f"{value:.2f} {unit}"

"""What becomes of other tools' diagrams? `python -m tests.conformance.miwg FOLDER`

A model is stored as the bytes that came in, so exporting gives them back; here it is shown that reading a model leaves
every element and attribute of it alone, and said, element by element, what is not executable and why.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from engine.bpmn import ModelRefused, Problem, Severity, examine


@dataclass(frozen=True)
class Diagram:
    file: str
    elements: int
    shapes: int
    obstacles: tuple[Problem, ...]
    """What keeps it from being executed."""


def look(folder: Path) -> Iterator[Diagram]:
    """Every diagram of a folder. Raises ModelRefused for what is no XML."""
    for path in sorted(folder.glob("*.bpmn")):
        xml = path.read_bytes()
        root = etree.fromstring(xml)
        obstacles = tuple(each for each in examine(xml, path.name) if each.severity is Severity.ERROR)
        yield Diagram(path.name, sum(1 for _ in root.iter("{*}*")), _shapes(root), obstacles)


def _shapes(root: etree._Element) -> int:
    return sum(1 for _ in root.iter("{*}BPMNShape", "{*}BPMNEdge"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    failed = 0
    try:
        for diagram in look(given.folder):
            verdict = "executable" if not diagram.obstacles else f"{len(diagram.obstacles)} obstacles to executing it"
            sys.stdout.write(f"{diagram.file}: {diagram.elements} elements, {diagram.shapes} shapes, {verdict}\n")
            for problem in diagram.obstacles:
                sys.stdout.write(f"  {problem.element_id} {problem.element_name!r}: {problem.message}\n")
    except ModelRefused as refusal:
        sys.stdout.write(f"{refusal.message}\n")
        failed = 1
    return failed


if __name__ == "__main__":
    raise SystemExit(main())

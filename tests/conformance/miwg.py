"""What becomes of other tools' diagrams? `python -m tests.conformance.miwg FOLDER [--json FILE]`

A diagram is right when nothing of it is lost and it can be executed, refused when nothing is lost and every obstacle to
executing it is named by element, and wrong otherwise. Nothing is lost: the tree that the engine works on, written out again,
has every element, attribute and text of the file; whatever can be deployed comes back from the store byte for byte; and every
shape and edge is of an element in the file, and has its place, so that it can be shown.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from lxml import etree
from sqlalchemy import select

import engine
from engine.bpmn import KNOW_ALL, ModelRefused, Severity, examine
from engine.bpmn.reading.xml import parse
from engine.tables import ProcessDefinition
from tests.conformance.betsy_store import companies, database
from tests.conformance.verdicts import Verdict, guarded, tell

DRAWN = {"{*}BPMNShape": "{*}Bounds", "{*}BPMNEdge": "{*}waypoint"}
"""What says where each kind of drawing is."""


def judge(folder: Path) -> Iterator[Verdict]:
    """A verdict on every diagram of a folder, and of the folders in it."""
    for path in sorted(folder.rglob("*.bpmn")):
        obstacles: list[str] = []
        verdict = guarded("diagram", path.relative_to(folder).as_posix(), partial(_diagram, path, obstacles))
        yield replace(verdict, details=tuple(obstacles))


def _diagram(path: Path, obstacles: list[str]) -> tuple[str, str]:
    xml = path.read_bytes()
    problems = dict.fromkeys(each for each in examine(xml, path.name) if each.severity is Severity.ERROR)
    obstacles.extend(" ".join(f"{each.element_id} “{each.element_name}”: {each.message}".split()) for each in problems)
    lost = [*_lost(xml, path.name), *_nowhere(xml)]
    if lost:
        return "wrong", f"lost: {lost[0]}"
    if any(not each.element_id for each in problems):
        return "wrong", f"an obstacle names no element: {next(each.message for each in problems if not each.element_id)}"
    told = _size(xml)
    if problems:
        return "refused", f"{told}; nothing is lost; obstacles to executing it: {len(problems)}"
    return ("right", f"{told}; executable") if _comes_back(xml, path.name) else ("wrong", "The store does not give back what was deployed.")


def _lost(xml: bytes, file: str) -> Iterator[str]:
    """What the file has and its tree, read as the engine reads and written out again, has not."""
    before, after = _facts(xml), _facts(etree.tostring(parse(xml, file)))
    for one, other in zip(before, after, strict=False):
        if one != other:
            yield f"{one} became {other}"
    if len(before) != len(after):
        yield f"{len(before)} elements became {len(after)}"


def _facts(xml: bytes) -> list[tuple[str, tuple[tuple[str, str], ...], str]]:
    """Each element with its attributes and its text."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True))
    return [
        (str(each.tag), tuple(sorted((str(key), str(value)) for key, value in each.attrib.items())), (each.text or "").strip())
        for each in root.iter("*")
    ]


def _nowhere(xml: bytes) -> Iterator[str]:
    """Shapes and edges that cannot be shown: of no element, or without a place."""
    root = etree.fromstring(xml)
    ids = {each.get("id") for each in root.iter("*")}
    for kind, place in DRAWN.items():
        for drawn in root.iter(kind):
            of = (drawn.get("bpmnElement") or "").rpartition(":")[2]
            if of not in ids:
                yield f"{drawn.get('id')} is drawn for {of or 'no element'}, which the file does not hold"
            if next(drawn.iter(place), None) is None:
                yield f"{drawn.get('id')} of {of} has no place"


def _size(xml: bytes) -> str:
    root = etree.fromstring(xml)
    return f"{sum(1 for _ in root.iter('{*}*'))} elements, {sum(1 for _ in root.iter(*DRAWN))} shapes and edges"


def _comes_back(xml: bytes, file: str) -> bool:
    company = next(companies)
    with database().transaction() as session:
        try:
            engine.deploy(session, {file: xml}, company_id=company, known=KNOW_ALL)
        except ModelRefused:
            return False
    with database().reading() as session:
        kept = session.scalars(select(ProcessDefinition.xml).filter_by(company_id=company)).all()
    return bool(kept) and all(each == xml for each in kept)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if not given.folder.is_dir():
        parser.error(f"{given.folder} is no folder.")
    return tell(judge(given.folder), (), given.json)


if __name__ == "__main__":
    raise SystemExit(main())

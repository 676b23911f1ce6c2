"""Is the page on what is executed true? Every line of it is compared with the code, the diagrams and their stories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from engine.bpmn.linting.dialect import UNDERSTOOD
from engine.bpmn.linting.document import TRUE, Document, container_of, is_event_sub_process
from engine.bpmn.linting.events import CATCHABLE
from engine.bpmn.reading.normalising import GLOBAL_TASKS
from engine.bpmn.reading.parsers import FLOW_NODES
from engine.bpmn.reading.xml import parse
from engine.bpmn.reading.zeebe import local
from engine.bpmn.spiff import full_tag
from tests.engine.bpmn.test_refusals import CASES
from tests.engine.bpmn.world import DIAGRAMS

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "bpmn.md"
ROLES = {
    "startEvent": "start of a process",
    "eventSubProcessStart": "start of an event sub-process",
    "intermediateCatchEvent": "intermediate catch",
    "boundaryEvent": "boundary",
    "intermediateThrowEvent": "intermediate throw",
    "endEvent": "end",
}
ALWAYS_INTERRUPTS = {"error", "cancel", "compensate"}
"""BPMN 2.0.2, table 10.91 and 10.93; a compensation event interrupts nothing, whatever is written."""
STORIES = "".join(path.read_text() for path in ROOT.glob("tests/engine/**/test_*.py"))


def rows(heading: str) -> list[list[str]]:
    """The cells of the lines of a section's table."""
    section = PAGE.read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def shown(cell: str) -> Iterator[Document]:
    """The diagrams of a cell; each is played by some story (those of triggers all by test_triggers.py)."""
    for name in cell.split(", "):
        path = next(path for path in (DIAGRAMS / f"{name}.bpmn", DIAGRAMS / "triggers" / f"{name}.bpmn") if path.exists())
        yield Document(parse(path.read_bytes(), path.name), path.name)
        assert path.parent.name == "triggers" or f'"{name}"' in STORIES or f'"{name}.bpmn"' in STORIES or f'/ "{name}' in STORIES, name


def code(cell: str) -> list[str]:
    """What stands in it as code."""
    return cell.split("`")[1::2]


def events(document: Document) -> Iterator[tuple[str, str]]:
    """(place, kind) of every event, as the page calls them."""
    for event in document.of(*(role for role in ROLES if role != "eventSubProcessStart")):
        definitions = document.definitions(event)
        kinds = [_kind(kind, definition) for kind, definition in definitions] or ["none"]
        if len(definitions) > 1:
            kinds.append("parallel multiple" if event.get("parallelMultiple") in TRUE else "multiple")
        yield from ((_place(event), kind) for kind in kinds)


def _kind(kind: str, definition: etree._Element) -> str:
    times = [local(child).removeprefix("time").lower() for child in definition if local(child).startswith("time")]
    return " ".join([kind, *times]) if kind == "timer" else kind


def _place(event: etree._Element) -> str:
    role, flag = local(event), "cancelActivity"
    if role == "startEvent" and is_event_sub_process(container_of(event)):
        role, flag = "eventSubProcessStart", "isInterrupting"
    return ROLES[role] + (", beside the work" if event.get(flag, "true") not in TRUE else "")


def wanted_events() -> set[tuple[str, str]]:
    """Every combination that the linter lets pass."""
    timers = {"timer date", "timer duration", "timer cycle"}
    found = set()
    for role, kinds in CATCHABLE.items():
        for kind in (kinds - {"timer"}) | (timers if "timer" in kinds else set()):
            found.add((ROLES[role], kind))
            if role in {"boundaryEvent", "eventSubProcessStart"} and kind not in ALWAYS_INTERRUPTS:
                found.add((f"{ROLES[role]}, beside the work", kind))
    return found


def test_every_element_that_the_code_knows_has_a_line() -> None:
    named = {name for row in rows("Activities, gateways and data") for name in code(row[0])}
    known = {*FLOW_NODES, *(tag.rpartition("}")[2] for tag in GLOBAL_TASKS)}

    assert {name for name in known if not name.endswith("Event")} <= named


@pytest.mark.parametrize("row", rows("Activities, gateways and data"), ids=lambda row: row[0])
def test_a_diagram_shows_the_element(row: list[str]) -> None:
    tags = [name for name in code(row[0]) if name[0].islower() and ":" not in name]
    documents = [*shown(row[1])]

    assert all(any(next(document.root.iter(full_tag(tag)), None) is not None for document in documents) for tag in tags)


def test_every_event_that_may_be_drawn_has_a_line() -> None:
    assert wanted_events() - {(place, kind) for place, kind, _shown in rows("Events")} == set()


@pytest.mark.parametrize("row", rows("Events"), ids=lambda row: f"{row[0]} {row[1]}")
def test_a_diagram_shows_the_event(row: list[str]) -> None:
    place, kind, names = row

    for document in shown(names):
        assert (place, kind) in {*events(document)}, document.file


def test_every_extension_has_a_line_with_its_attributes_and_places() -> None:
    told = {code(row[0])[0].removeprefix("zeebe:"): {part.strip() for part in row[1].split(",")} - {"–"} for row in rows("Extensions")}

    assert told == {name: {*attributes} for name, (attributes, _places) in UNDERSTOOD.items()}


@pytest.mark.parametrize("row", rows("Extensions"), ids=lambda row: row[0])
def test_a_diagram_shows_the_extension(row: list[str]) -> None:
    name = code(row[0])[0]

    if row[3].startswith("tests/"):
        assert name in (ROOT / row[3]).read_text()
    else:
        for document in shown(row[3]):
            assert any(local(child) == name.removeprefix("zeebe:") for child in document.root.iter("{http://camunda.org/schema/zeebe/1.0}*"))


@pytest.mark.parametrize("row", rows("Refused"), ids=lambda row: row[0])
def test_what_is_refused_has_a_case(row: list[str]) -> None:
    assert row[2] in CASES

"""Which names in a model shall be translated? Babel asks for `.bpmn` files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ENDINGS = (
    "process", "Task", "task", "Event", "Gateway", "ubProcess", "callActivity", "transaction", "sequenceFlow", "participant", "lane", "Reference",
)  # fmt: skip


def extract(
    file: BinaryIO,
    _keywords: Sequence[str],
    _comment_tags: Sequence[str],
    options: Mapping[str, object],  # noqa: ARG001  Babel gives it by name
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Line, function, text and comments of each name that a person reads in a list or on the drawing, and of what a task asks."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for element in etree.parse(file, parser).iter(f"{BPMN}*"):
        name = element.get("name")
        if name and str(element.tag).endswith(ENDINGS):
            yield 1, "_", " ".join(name.split()), []
        yield from ((1, "_", title, []) for title in _columns(element))
        asked = element.findtext(f"{BPMN}documentation") if str(element.tag).endswith("userTask") else None
        if asked and asked.strip():
            yield 1, "_", " ".join(asked.split()), []
        if element.tag == f"{BPMN}text" and element.text and element.text.strip():
            yield 1, "_", " ".join(element.text.split()), []


def _columns(element: etree._Element) -> Iterator[str]:
    """The titles of the columns that lists of the process's tasks show."""
    for chosen in element.iterfind(f"{BPMN}extensionElements/{{*}}properties/{{*}}property[@name='virke:inbox-columns']"):
        yield from (part.partition("=")[0].strip() for part in chosen.get("value", "").split(";") if "=" in part)

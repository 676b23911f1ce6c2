"""Does everything that a model refers to exist?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.linting.document import Document
from engine.bpmn.linting.words import word
from engine.bpmn.problems import Problem
from engine.bpmn.reading.zeebe import local
from kit.i18n import _

ATTRIBUTES = {
    "sourceRef": "", "targetRef": "", "default": "sequenceFlow", "attachedToRef": "", "messageRef": "message",
    "signalRef": "signal", "errorRef": "error", "escalationRef": "escalation", "activityRef": "",
}  # fmt: skip
"""Attribute → what it must refer to; "" for anything that has an id."""
TEXTS = {"eventDefinitionRef": "", "flowNodeRef": ""}


def check(document: Document) -> Iterator[Problem]:
    for element in document.all:
        for name, value in element.attrib.items():
            if name in ATTRIBUTES and value:
                yield from _follow(document, element, str(name), str(value), ATTRIBUTES[str(name)])
        if local(element) in TEXTS:
            yield from _follow(document, element, local(element), (element.text or "").strip(), TEXTS[local(element)])


def _follow(document: Document, element: etree._Element, name: str, value: str, kind: str) -> Iterator[Problem]:
    target = document.by_id.get(value.rpartition(":")[2])
    if target is None:
        yield document.problem(
            element,
            _("The %(kind)s refers by %(attribute)s to “%(id)s”, which does not exist. Correct or remove the reference.")
            % {"kind": word(element), "attribute": name, "id": value},
        )
    elif kind and local(target) != kind:
        yield document.problem(
            element,
            _("The %(kind)s refers by %(attribute)s to “%(id)s”, which is a %(other)s and not a %(wanted)s.")
            % {"kind": word(element), "attribute": name, "id": value, "other": word(target), "wanted": word(kind)},
        )

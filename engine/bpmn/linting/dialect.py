"""Which extension elements would be passed over in silence?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.linting.document import Document
from engine.bpmn.problems import Problem
from engine.bpmn.reading.zeebe import is_zeebe, local
from kit.i18n import _

UNDERSTOOD = frozenset({
    "taskDefinition", "ioMapping", "assignmentDefinition", "taskSchedule", "priorityDefinition", "formDefinition", "userTask",
    "calledElement", "loopCharacteristics", "subscription", "script", "taskHeaders", "properties", "versionTag",
    "modelerTemplate", "adHoc", "calledDecision",
})  # fmt: skip
BINDINGS = frozenset({"latest", "deployment", "versionTag"})


def check(document: Document) -> Iterator[Problem]:
    for holder in document.of("extensionElements"):
        owner = holder.getparent()
        for child in holder:
            if owner is not None and is_zeebe(child) and local(child) not in UNDERSTOOD:
                yield document.problem(owner, _("The extension zeebe:%(name)s is not executed here. Remove it.") % {"name": local(child)})
    for element in document.all:
        yield from _element(document, element)


def _element(document: Document, element: etree._Element) -> Iterator[Problem]:
    zeebe = document.zeebe(element)
    for source, target in (*zeebe.inputs, *zeebe.outputs):
        if not target or not source:
            yield document.problem(element, _("A line of the input or output mapping has no source or target. Complete it."))
    for name, attributes in zeebe.single.items():
        if attributes.get("bindingType", "latest") not in BINDINGS:
            yield document.problem(
                element,
                _("The binding “%(name)s” of %(element)s is unknown. Use latest, deployment or versionTag.")
                % {"name": attributes["bindingType"], "element": name},
            )

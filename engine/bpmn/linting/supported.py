"""Which elements of BPMN are not executed here, and why?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.linting.document import Document, definitions_of
from engine.bpmn.problems import Problem
from engine.bpmn.reading.zeebe import local
from kit.i18n import N_, _

NO_PROCESS = N_("A %(kind)s belongs to a choreography or conversation, not to a process that can be executed. Take it out.")
NOT_YET = N_("A %(kind)s is not executed yet. Draw it in another way.")
FOREIGN = (
    "choreography", "globalChoreographyTask", "choreographyTask", "subChoreography", "callChoreography", "globalConversation",
)
WAITING = ("inclusiveGateway", "complexGateway", "adHocSubProcess", "transaction", "businessRuleTask")
"""Elements that this room does not execute yet."""
EVENTS_WAITING = ("compensateEventDefinition", "cancelEventDefinition", "linkEventDefinition")


def check(document: Document) -> Iterator[Problem]:
    for element in document.of(*FOREIGN):
        yield document.problem(element, _(NO_PROCESS) % {"kind": local(element)})
    for element in document.of(*WAITING):
        if not _is_job(document, element):
            yield document.problem(element, _(NOT_YET) % {"kind": local(element)})
    for event in document.nodes():
        for definition in definitions_of(event):
            if local(definition) in EVENTS_WAITING:
                yield document.problem(event, _(NOT_YET) % {"kind": local(definition)})


def _is_job(document: Document, element: etree._Element) -> bool:
    return local(element) == "businessRuleTask" and document.zeebe(element).has("taskDefinition")

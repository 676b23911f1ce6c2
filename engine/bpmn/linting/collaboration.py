"""Are pools, message flows and annotations drawn as BPMN allows?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from engine.bpmn.linting.document import ACTIVITIES, Document
from engine.bpmn.linting.words import word
from engine.bpmn.problems import Problem
from engine.bpmn.reading.zeebe import local
from kit.i18n import _

_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(;.*)?")
THROWS = frozenset({"intermediateThrowEvent", "endEvent"})
CATCHES = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"})


def check(document: Document) -> Iterator[Problem]:
    for flow in document.of("messageFlow"):
        yield from _message_flow(document, flow)
    for multiplicity in document.of("participantMultiplicity"):
        least, most = multiplicity.get("minimum", "0"), multiplicity.get("maximum", "1")
        if least.isdigit() and most.isdigit() and int(least) > int(most):
            yield document.problem(
                multiplicity, _("The participant's minimum %(least)s is above its maximum %(most)s.") % {"least": least, "most": most}
            )
    for annotation in document.of("textAnnotation"):
        media_type = annotation.get("textFormat", "text/plain")
        if not _MEDIA_TYPE.fullmatch(media_type):
            yield document.problem(annotation, _("The text format “%(name)s” is no media type such as text/plain.") % {"name": media_type})


def _message_flow(document: Document, flow: etree._Element) -> Iterator[Problem]:
    for attribute, events, role in (("sourceRef", THROWS, _("send")), ("targetRef", CATCHES, _("receive"))):
        end = document.by_id.get(flow.get(attribute, "").rpartition(":")[2])
        if end is not None and not _can(document, end, events):
            yield document.problem(
                flow,
                _("The message flow connects to the %(kind)s “%(id)s”, which does not %(role)s messages. Correct its %(attribute)s.")
                % {"kind": word(end), "id": end.get("id"), "role": role, "attribute": attribute},
            )


def _can(document: Document, end: etree._Element, events: frozenset[str]) -> bool:
    if local(end) in ACTIVITIES or local(end) == "participant":
        return True
    return local(end) in events and any(kind == "message" for kind, _definition in document.definitions(end))

"""Does every process and sub-process begin where it can?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.linting.document import TRUE, Document, children, definitions_of, is_event_sub_process, is_executable
from engine.bpmn.problems import Problem
from engine.bpmn.reading.zeebe import local
from kit.i18n import _


def check(document: Document) -> Iterator[Problem]:
    for event in (each for free in document.of("adHocSubProcess") for each in children(free, "startEvent", "endEvent")):
        yield document.problem(event, _("An ad-hoc sub-process has no start and end events. Remove it."))
    for container in document.of("process", "subProcess", "transaction"):
        if local(container) != "process" or is_executable(container):
            yield from _starts(document, container)


def _starts(document: Document, container: etree._Element) -> Iterator[Problem]:
    starts = children(container, "startEvent")
    plain = [each for each in starts if not definitions_of(each)]
    if is_event_sub_process(container):
        yield from _aside(document, container, len(starts), len(plain))
        return
    if not starts and not _is_instantiated(container):
        yield document.problem(container, _("There is no start event. Add one."))
    if len(plain) > 1:
        yield document.problem(container, _("There are %(count)s start events without a trigger. Keep one.") % {"count": len(plain)})
    if local(container) == "process":
        for start in starts:
            yield from _unattended(document, start)
    elif len(starts) > len(plain):
        yield document.problem(container, _("The start event of a sub-process has no trigger: only that of an event sub-process has one."))


def _aside(document: Document, container: etree._Element, starts: int, plain: int) -> Iterator[Problem]:
    """An event sub-process."""
    container_id = container.get("id", "")
    if starts != 1 or plain:
        yield document.problem(container, _("An event sub-process has exactly one start event, and it has a trigger."))
    if document.incoming[container_id] or document.outgoing[container_id]:
        yield document.problem(container, _("No flow leads to or leaves an event sub-process: its event starts it. Remove the flow."))


def _unattended(document: Document, start: etree._Element) -> Iterator[Problem]:
    """What nobody can look at while there is no instance."""
    if start.get("parallelMultiple") in TRUE:
        yield document.problem(start, _("A process does not start by several events together. Use a parallel event-based gateway."))


def _is_instantiated(container: etree._Element) -> bool:
    """A process may also begin at a receive task or an event-based gateway."""
    return any(node.get("instantiate") in TRUE for node in children(container, "receiveTask", "eventBasedGateway"))

"""Are compensation and cancellation drawn where they can happen?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.linting.document import ACTIVITIES, TRUE, Document, container_of, is_event_sub_process
from engine.bpmn.linting.words import word
from engine.bpmn.problems import Problem
from engine.bpmn.reading.zeebe import local
from kit.i18n import _


def check(document: Document) -> Iterator[Problem]:
    for event in document.of("boundaryEvent", "endEvent", "intermediateThrowEvent", "startEvent"):
        for kind, definition in document.definitions(event):
            if kind == "cancel":
                yield from _cancel(document, event)
            elif kind == "compensate":
                yield from _compensation(document, event, definition)
    for activity in document.of(*ACTIVITIES):
        if activity.get("isForCompensation") in TRUE:
            yield from _handler(document, activity)


def _cancel(document: Document, event: etree._Element) -> Iterator[Problem]:
    if local(event) == "endEvent" and local(container_of(event)) != "transaction":
        yield document.problem(event, _("A cancel end event lies in a transaction. Use an error end event here."))
    host = document.by_id.get(event.get("attachedToRef", ""))
    if local(event) == "boundaryEvent" and host is not None and local(host) != "transaction":
        yield document.problem(event, _("A cancel boundary event is attached to a transaction, not to a %(kind)s.") % {"kind": word(host)})


def _compensation(document: Document, event: etree._Element, definition: etree._Element) -> Iterator[Problem]:
    if local(event) == "boundaryEvent":
        yield from _handled(document, event)
    elif local(event) == "startEvent":
        if local(container_of(container_of(event))) == "process":
            yield document.problem(event, _("A compensation event sub-process lies in a sub-process, not directly in a process."))
    else:
        named = document.by_id.get(definition.get("activityRef", ""))
        if named is not None and local(named) not in ACTIVITIES:
            yield document.problem(event, _("Only an activity can be compensated, not a %(kind)s.") % {"kind": word(named)})
        if named is not None and not _is_around(container_of(named), event):
            yield document.problem(event, _("The activity to compensate lies in another sub-process, which cannot be reached from here."))


def _handled(document: Document, event: etree._Element) -> Iterator[Problem]:
    if document.outgoing[event.get("id", "")]:
        yield document.problem(event, _("No flow may leave a compensation boundary event: an association leads to its handler."))
    handlers = [document.by_id.get(each.get("targetRef", "")) for each in document.of("association") if each.get("sourceRef") == event.get("id")]
    handlers = [each for each in handlers if each is not None and local(each) in ACTIVITIES]
    if len(handlers) != 1:
        yield document.problem(event, _("The compensation boundary event has no handler. Draw an association to one activity."))
    for handler in handlers:
        if handler is not None and handler.get("isForCompensation") not in TRUE:
            yield document.problem(event, _("The handler “%(id)s” is not marked as being for compensation. Mark it.") % {"id": handler.get("id")})


def _handler(document: Document, activity: etree._Element) -> Iterator[Problem]:
    activity_id = activity.get("id", "")
    if document.incoming[activity_id] or document.outgoing[activity_id]:
        yield document.problem(activity, _("No flow leads to or leaves an activity for compensation. Remove it."))
    if is_event_sub_process(activity):
        return
    if not any(each.get("targetRef") == activity_id for each in document.of("association")):
        yield document.problem(activity, _("No compensation boundary event leads to this activity for compensation. Draw an association."))


def _is_around(container: etree._Element, event: etree._Element) -> bool:
    here: etree._Element | None = event
    while here is not None:
        if here is container:
            return True
        here = here.getparent()
    return False

"""Is every event drawn where it can happen, and complete?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.linting.document import ACTIVITIES, EVENTS, TRUE, Document, children, container_of, is_event_sub_process
from engine.bpmn.linting.words import word
from engine.bpmn.problems import Problem, Severity
from engine.bpmn.reading import iso
from engine.bpmn.reading.zeebe import local
from kit.i18n import _

CATCHABLE = {
    "startEvent": {"message", "timer", "signal", "conditional"},
    "eventSubProcessStart": {"message", "timer", "signal", "conditional", "error", "escalation", "compensate"},
    "intermediateCatchEvent": {"message", "timer", "signal", "conditional", "link"},
    "boundaryEvent": {"message", "timer", "signal", "conditional", "error", "escalation", "compensate", "cancel"},
    "intermediateThrowEvent": {"message", "signal", "escalation", "compensate", "link"},
    "endEvent": {"message", "signal", "error", "escalation", "compensate", "cancel", "terminate"},
}  # fmt: skip
"""Which definitions each event may carry (BPMN 2.0.2, table 10.93)."""
NEEDS = {"message": "messageRef", "signal": "signalRef", "escalation": "escalationRef", "error": "errorRef"}
NAMED_BY = {"message": "name", "signal": "name", "error": "errorCode", "escalation": "escalationCode"}
CODED = frozenset({"error", "escalation"})
THROWERS = frozenset({"intermediateThrowEvent", "endEvent"})
LEAD_ELSEWHERE = {"boundaryEvent": frozenset({"compensate"}), "intermediateThrowEvent": frozenset({"link"})}
"""Where something else than a flow leads on."""


def check(document: Document) -> Iterator[Problem]:
    for event in document.of(*EVENTS):
        yield from _event(document, event)
    for task in document.of("sendTask", "receiveTask"):
        if not document.zeebe(task).has("taskDefinition"):
            yield from _referenced(document, task, "message", task.get("messageRef"))
            yield from _correlated(document, task, local(task) == "receiveTask")


def _event(document: Document, event: etree._Element) -> Iterator[Problem]:
    kind = local(event)
    role = "eventSubProcessStart" if kind == "startEvent" and is_event_sub_process(container_of(event)) else kind
    found = document.definitions(event)
    for name, definition in found:
        if name == "eventDefinitionRef":
            continue  # leads nowhere, as is said elsewhere
        if name not in CATCHABLE[role]:
            yield document.problem(
                event, _("A %(event)s cannot be a %(name)s event. Choose another kind of event.") % {"event": word(kind), "name": word(name)}
            )
        else:
            yield from _definition(document, event, definition, name)
    if role == "eventSubProcessStart" and event.get("isInterrupting", "true") not in TRUE and any(name == "error" for name, _it in found):
        yield document.problem(event, _("An event sub-process that an error starts always interrupts. Mark its start as interrupting."))
    if kind == "boundaryEvent":
        yield from _boundary(document, event, {name for name, _definition in found})
    if kind == "intermediateCatchEvent" and not found:
        yield document.problem(event, _("The intermediate catch event catches nothing. Give it a trigger."))
    yield from _places(document, event, kind)


def _definition(document: Document, event: etree._Element, definition: etree._Element, name: str) -> Iterator[Problem]:
    if name in CODED and local(event) not in THROWERS:
        yield from _caught_code(document, definition, name)
    if name in NEEDS and not document.zeebe(event).has("taskDefinition"):
        if name in {"message", "signal"} or local(event) in THROWERS:
            yield from _referenced(document, event, name, definition.get(NEEDS[name]))
        if name == "message":
            yield from _correlated(document, definition, local(event) != "startEvent" or is_event_sub_process(container_of(event)))
    elif name == "timer":
        yield from _timer(document, event, definition)
    elif name == "conditional":
        yield from _conditional(document, event, definition)


def _caught_code(document: Document, definition: etree._Element, name: str) -> Iterator[Problem]:
    """What is caught is known when the model is drawn."""
    target = document.by_id.get(definition.get(NEEDS[name], "").rpartition(":")[2])
    code = (target.get(NAMED_BY[name]) or "") if target is not None else ""
    if target is not None and code.strip().startswith("="):
        said = _("The %(kind)s is caught, so its code cannot be the expression “%(code)s”. Write the code itself.")
        yield document.problem(target, said % {"kind": word(name), "code": code})


def _conditional(document: Document, event: etree._Element, definition: etree._Element) -> Iterator[Problem]:
    condition = children(definition, "condition")
    text = (condition[0].text or "").strip() if condition else ""
    if not text:
        yield document.problem(event, _("The conditional event has no condition. Write one, beginning with “=”."))
    elif not text.startswith("="):
        yield document.problem(event, _("The condition does not begin with “=”. A condition is a FEEL expression."))


def _referenced(document: Document, owner: etree._Element, kind: str, reference: str | None) -> Iterator[Problem]:
    """The message, signal, error or escalation must be named, and have what it is recognised by."""
    if not reference:
        yield document.problem(
            owner, _("The %(owner)s does not say which %(kind)s it is about. Choose one.") % {"owner": word(owner), "kind": word(kind)}
        )
        return
    target = document.by_id.get(reference.rpartition(":")[2])
    if target is not None and not target.get(NAMED_BY[kind]):
        yield document.problem(
            target, _("The %(kind)s has no %(name)s, so nobody can recognise it. Give it one.") % {"kind": word(kind), "name": NAMED_BY[kind]}
        )


def _correlated(document: Document, definition: etree._Element, is_needed: bool) -> Iterator[Problem]:
    message = document.by_id.get(definition.get("messageRef", "").rpartition(":")[2])
    if is_needed and message is not None and not document.zeebe(message).get("subscription", "correlationKey"):
        yield document.problem(
            message,
            _("The message is waited for without a correlation key: any instance that waits may get it. Give it one."),
            Severity.WARNING,
        )


def _timer(document: Document, event: etree._Element, definition: etree._Element) -> Iterator[Problem]:
    found = children(definition, "timeDate", "timeDuration", "timeCycle")
    if len(found) != 1:
        yield document.problem(event, _("A timer has exactly one of date, duration and cycle. Give it one."))
        return
    text = (found[0].text or "").strip()
    if not text:
        yield document.problem(event, _("The timer is empty. Write a date, duration or cycle, or FEEL after “=”."))
    elif not text.startswith("="):
        reason = _wrong_time(local(found[0]), text)
        if reason:
            yield document.problem(event, _("The timer “%(text)s” is wrong: %(reason)s") % {"text": text, "reason": reason})


def _wrong_time(kind: str, text: str) -> str | None:
    try:
        if kind == "timeDate":
            iso.instant(text)
        elif kind == "timeCycle":
            iso.cycle(text)
        elif not iso.is_duration(text):
            return _("that is no duration such as PT15M or P1DT12H.")
    except ValueError as error:
        return str(error)
    return None


def _boundary(document: Document, event: etree._Element, kinds: set[str]) -> Iterator[Problem]:
    host = document.by_id.get(event.get("attachedToRef", ""))
    if not kinds:
        yield document.problem(event, _("The boundary event has no trigger. Give it one."))
    if host is not None and local(host) not in ACTIVITIES:
        yield document.problem(event, _("A boundary event is attached to an activity, not to a %(kind)s.") % {"kind": word(host)})
    if host is not None and container_of(host) is not container_of(event):
        yield document.problem(event, _("The boundary event lies outside of its activity's process or sub-process."))
    if event.get("cancelActivity", "true") not in TRUE and kinds & {"error", "cancel"}:
        yield document.problem(event, _("An error or cancel boundary event always interrupts. Mark it as interrupting."))


def _places(document: Document, event: etree._Element, kind: str) -> Iterator[Problem]:
    event_id = event.get("id", "")
    if kind in {"startEvent", "boundaryEvent"} and document.incoming[event_id]:
        yield document.problem(event, _("No flow may lead to a %(kind)s. Remove it.") % {"kind": word(kind)})
    if kind == "endEvent" and document.outgoing[event_id]:
        yield document.problem(event, _("No flow may leave an end event. Remove it."))
    kinds = {name for name, _definition in document.definitions(event)}
    leads_on = kind in {"boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"}
    if leads_on and not document.outgoing[event_id] and not kinds & LEAD_ELSEWHERE.get(kind, frozenset()):
        yield document.problem(event, _("No flow leaves this %(kind)s. Connect it, or use an end event.") % {"kind": word(kind)})

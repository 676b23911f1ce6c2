"""Does each gateway lead the way that it says?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.linting.document import GATEWAYS, Document, children
from engine.bpmn.linting.words import word
from engine.bpmn.problems import Problem
from engine.bpmn.reading.zeebe import local
from kit.i18n import _

EVENTS = frozenset({"message", "timer", "signal", "conditional"})


def check(document: Document) -> Iterator[Problem]:
    for gateway in document.of(*GATEWAYS):
        yield from _direction(document, gateway)
    for gateway in document.of("complexGateway"):
        condition = children(gateway, "activationCondition")
        if len(document.incoming[gateway.get("id", "")]) > 1 and not condition:
            yield document.problem(
                gateway, _("A complex gateway that joins has an activation condition. Write one, such as “= activationCount >= 2”.")
            )
    for gateway in document.of("eventBasedGateway"):
        yield from _event_gateway(document, gateway)


def _direction(document: Document, gateway: etree._Element) -> Iterator[Problem]:
    direction = gateway.get("gatewayDirection", "Unspecified")
    incoming, outgoing = (len(each[gateway.get("id", "")]) for each in (document.incoming, document.outgoing))
    joins, splits = incoming > 1, outgoing > 1
    is_right = {
        "Converging": joins and not splits,
        "Diverging": splits and not joins,
        "Mixed": joins and splits,
    }.get(direction, True)
    if not is_right:
        yield document.problem(
            gateway,
            _("The gateway says that it is %(direction)s, but has %(incoming)s incoming and %(outgoing)s outgoing flows.")
            % {"direction": direction, "incoming": incoming, "outgoing": outgoing},
        )


def _event_gateway(document: Document, gateway: etree._Element) -> Iterator[Problem]:
    gateway_id = gateway.get("id", "")
    instantiates = gateway.get("instantiate") in {"true", "1"}
    if instantiates and document.incoming[gateway_id]:
        yield document.problem(gateway, _("No flow may lead to a gateway that begins the process. Remove it."))
    if not instantiates and gateway.get("eventGatewayType") == "Parallel":
        yield document.problem(gateway, _("A parallel event-based gateway begins a process. Mark it so, or use a parallel gateway."))
    flows = document.outgoing[gateway_id]
    if len(flows) < 2:
        yield document.problem(gateway, _("An event-based gateway has at least two outgoing flows. Add one, or remove the gateway."))
    for flow in flows:
        target = document.by_id.get(flow.get("targetRef", ""))
        if target is not None:
            yield from _target(document, gateway, target, instantiates)


def _target(document: Document, gateway: etree._Element, target: etree._Element, instantiates: bool) -> Iterator[Problem]:
    names = {"kind": word(target), "id": target.get("id")}
    if local(target) not in {"intermediateCatchEvent", "receiveTask"}:
        yield document.problem(
            gateway, _("An event-based gateway leads to catch events and receive tasks only, not to the %(kind)s “%(id)s”.") % names
        )
        return
    caught = {kind for kind, _definition in document.definitions(target)}
    allowed = frozenset({"message", "signal"}) if instantiates else EVENTS
    if caught - allowed:
        yield document.problem(
            gateway,
            _("An event-based gateway cannot wait for the %(event)s event “%(id)s”.")
            % {"event": ", ".join(word(each) for each in sorted(caught - allowed)), "id": target.get("id")},
        )
    if len(document.incoming[target.get("id", "")]) > 1:
        yield document.problem(target, _("What follows an event-based gateway has no other incoming flow. Remove the other one."))
    if children(target, "multiInstanceLoopCharacteristics", "standardLoopCharacteristics") or document.boundaries[target.get("id", "")]:
        yield document.problem(target, _("A receive task that follows an event-based gateway has no loop and no boundary events."))

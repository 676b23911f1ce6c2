"""Do the flows lead a token from a start to every element, and are their conditions right?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.linting.document import (
    ACTIVITIES,
    Document,
    children,
    container_of,
    is_event_sub_process,
    is_executable,
)
from engine.bpmn.linting.words import word
from engine.bpmn.problems import Problem
from engine.bpmn.reading.parsers import FLOW_NODES
from engine.bpmn.reading.zeebe import local
from engine.bpmn.spiff import full_tag
from kit.i18n import _

CHOOSE = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})


def check(document: Document) -> Iterator[Problem]:
    for flow in document.of("sequenceFlow"):
        yield from _flow(document, flow)
    for container in document.of("process", "subProcess", "transaction"):
        if local(container) != "process" or is_executable(container):
            yield from _reachable(document, container)
    for node in document.nodes():
        yield from _choice(document, node)


def _flow(document: Document, flow: etree._Element) -> Iterator[Problem]:
    source, target = (document.by_id.get(flow.get(name, "")) for name in ("sourceRef", "targetRef"))
    for name, end in (("sourceRef", source), ("targetRef", target)):
        if not flow.get(name):
            yield document.problem(flow, _("The sequence flow has no %(name)s. Connect it.") % {"name": name})
        elif end is not None and local(end) not in FLOW_NODES:
            yield document.problem(flow, _("The sequence flow connects to a %(kind)s, which takes none.") % {"kind": word(end)})
    if any(each is not None and container_of(each) is not container_of(flow) for each in (source, target)):
        yield document.problem(flow, _("The sequence flow crosses the border of a process or sub-process. Use an event instead."))
    if flow.get("isImmediate") in {"false", "0"}:
        yield document.problem(flow, _("The sequence flow is not immediate (isImmediate), which a process that is executed cannot heed."))
    condition = flow.find(full_tag("conditionExpression"))
    if condition is not None:
        yield from _condition(document, flow, (condition.text or "").strip())


def _condition(document: Document, flow: etree._Element, text: str) -> Iterator[Problem]:
    if not text:
        yield document.problem(flow, _("The condition is empty. Write one, or make this flow the default."))
    elif not text.startswith("="):
        yield document.problem(
            flow,
            _("The condition “%(text)s” does not begin with “=”. A condition is a FEEL expression: write “= %(text)s”.") % {"text": text},
        )


def _reachable(document: Document, container: etree._Element) -> Iterator[Problem]:
    """Every node that no token can ever reach."""
    nodes = children(container, *FLOW_NODES)
    todo = [each for each in nodes if _begins(each)]
    seen: set[str] = set()
    while todo:
        node = todo.pop()
        node_id = node.get("id", "")
        if node_id in seen:
            continue
        seen.add(node_id)
        following = [document.by_id.get(flow.get("targetRef", "")) for flow in document.outgoing[node_id]]
        todo.extend(each for each in (*following, *document.boundaries[node_id]) if each is not None)
    for node in nodes:
        if node.get("id", "") not in seen:
            yield document.problem(node, _("No flow leads to this %(kind)s from a start. Connect it.") % {"kind": word(node)})


def _begins(node: etree._Element) -> bool:
    return (
        local(node) == "startEvent"
        or is_event_sub_process(node)
        or "true" in {node.get("isForCompensation"), node.get("instantiate")}
        or (local(node) == "intermediateCatchEvent" and bool(children(node, "linkEventDefinition")))
    )


def _choice(document: Document, node: etree._Element) -> Iterator[Problem]:
    node_id, kind = node.get("id", ""), local(node)
    flows, default = document.outgoing[node_id], node.get("default")
    conditional = [flow for flow in flows if flow.find(full_tag("conditionExpression")) is not None]
    if default and all(flow.get("id") != default for flow in flows):
        yield document.problem(node, _("The default flow “%(id)s” does not leave this element.") % {"id": default})
    if len(flows) == 1 and conditional and kind in ACTIVITIES:
        yield document.problem(
            flows[0], _("The only flow that leaves this activity carries a condition. Add a second flow, or remove the condition.")
        )
    yield from _misplaced(document, kind, default, conditional)
    if kind in CHOOSE and len(flows) > 1:
        for flow in flows:
            if flow not in conditional and flow.get("id") != default:
                yield document.problem(flow, _("The flow leaves a gateway that chooses, without a condition and not as the default. Give it one."))


def _misplaced(document: Document, kind: str, default: str | None, conditional: list[etree._Element]) -> Iterator[Problem]:
    for flow in conditional:
        if flow.get("id") == default:
            yield document.problem(flow, _("The default flow carries a condition. Remove the condition."))
        if kind not in CHOOSE and kind not in ACTIVITIES and kind != "parallelGateway":
            yield document.problem(flow, _("A flow that leaves a %(kind)s takes no condition. Remove it, or draw a gateway.") % {"kind": word(kind)})

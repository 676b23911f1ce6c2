"""How do tests draw models in few lines?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="https://virke.example/tests">\n'
)


def file(*parts: str) -> str:
    """A whole file of processes and the messages, signals, errors that they name."""
    return HEAD + "".join(_indented(part) for part in parts) + "</definitions>\n"


def process(process_id: str, *parts: str) -> str:
    return element("process", {"id": process_id, "isExecutable": "true"}, *_associations_last(parts))


def draw(process_id: str, *parts: str, beside: tuple[str, ...] = ()) -> str:
    """A file of one process."""
    return file(*beside, process(process_id, *parts))


def element(tag: str, attributes: Mapping[str, str | None], *parts: str) -> str:
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items() if value is not None)
    if not any(parts):
        return f"<{tag}{written} />\n"
    if len(parts) == 1 and "<" not in parts[0]:
        return f"<{tag}{written}>{_escaped(parts[0])}</{tag}>\n"
    return f"<{tag}{written}>\n" + "".join(_indented(part) for part in parts) + f"</{tag}>\n"


def flows(*lines: str) -> str:
    """`a > b > c` connects; `a > b ? x > 1` gives the flow the FEEL condition `= x > 1`. A flow is called a_b."""
    made = []
    for line in lines:
        path, _, condition = line.partition("?")
        steps = [step.strip() for step in path.split(">")]
        for source, target in pairwise(steps):
            inner = element("conditionExpression", {"xsi:type": "tFormalExpression"}, f"= {condition.strip()}") if condition else ""
            made.append(element("sequenceFlow", {"id": f"{source}_{target}", "sourceRef": source, "targetRef": target}, inner))
    return "".join(made)


# nodes


def node(tag: str, node_id: str, *parts: str, **attributes: str | None) -> str:
    return element(tag, {"id": node_id, **attributes}, *parts)


def user(node_id: str, *parts: str, role: str | None = "clerk", **attributes: str | None) -> str:
    who = element("zeebe:assignmentDefinition", {"candidateGroups": role}) if role else ""
    return node("userTask", node_id, extra(element("zeebe:userTask", {}), who, _inner(parts)), _outer(parts), **attributes)


def service(node_id: str, job_type: str = "work", *parts: str, **attributes: str | None) -> str:
    definition = element("zeebe:taskDefinition", {"type": job_type})
    return node("serviceTask", node_id, extra(definition, _inner(parts)), _outer(parts), **attributes)


def script(node_id: str, expression: str, variable: str, *parts: str, **attributes: str | None) -> str:
    said = element("zeebe:script", {"expression": f"= {expression}", "resultVariable": variable})
    return node("scriptTask", node_id, extra(said, _inner(parts)), _outer(parts), **attributes)


def python(node_id: str, code: str, variable: str | None = "answer", *parts: str) -> str:
    """A script task in Python."""
    said = element("zeebe:script", {"resultVariable": variable}) if variable else ""
    return node("scriptTask", node_id, extra(said, _inner(parts)), _outer(parts), text("script", code), scriptFormat="python")


def text(tag: str, content: str, attributes: str = "") -> str:
    """An element around a text of any signs, whose lines stay as they are."""
    escaped = escape(content).replace("\n", "&#10;")
    return f"<{tag}{attributes}>{escaped}</{tag}>\n"


def rules(node_id: str, decision: str | None, variable: str | None = "answer", *parts: str, **options: str) -> str:
    """A business rule task; options are bindingType and versionTag."""
    called = element("zeebe:calledDecision", {"decisionId": decision, "resultVariable": variable, **options})
    return node("businessRuleTask", node_id, extra(called, _inner(parts)), _outer(parts))


def task(node_id: str, *parts: str, **attributes: str | None) -> str:
    return node("task", node_id, *parts, **attributes)


def start(node_id: str = "start", *parts: str, **attributes: str | None) -> str:
    return node("startEvent", node_id, *parts, **attributes)


def end(node_id: str = "end", *parts: str, **attributes: str | None) -> str:
    return node("endEvent", node_id, *parts, **attributes)


def catch(node_id: str, *parts: str, **attributes: str | None) -> str:
    return node("intermediateCatchEvent", node_id, *parts, **attributes)


def throw(node_id: str, *parts: str, **attributes: str | None) -> str:
    return node("intermediateThrowEvent", node_id, *parts, **attributes)


def boundary(node_id: str, host: str, *parts: str, interrupting: bool = True) -> str:
    return node("boundaryEvent", node_id, *parts, attachedToRef=host, cancelActivity=None if interrupting else "false")


def gateway(kind: str, node_id: str, *parts: str, default: str | None = None) -> str:
    return node(f"{kind}Gateway", node_id, *parts, default=default)


def sub(node_id: str, *parts: str, tag: str = "subProcess", **attributes: str | None) -> str:
    return node(tag, node_id, *_associations_last(parts), **attributes)


def event_sub(node_id: str, *parts: str) -> str:
    return sub(node_id, *parts, triggeredByEvent="true")


def call(node_id: str, process_id: str, *parts: str, **options: str) -> str:
    called = element("zeebe:calledElement", {"processId": process_id, **options})
    return node("callActivity", node_id, extra(called, _inner(parts)), _outer(parts))


def undoable(activity: str, handler_id: str, handler: str) -> str:
    """An activity, and its handler behind a compensation boundary event."""
    host = activity.partition('id="')[2].partition('"')[0]
    event_id = f"b_{host}"
    return activity + boundary(event_id, host, element("compensateEventDefinition", {})) + handler + association(event_id, handler_id)


def association(source: str, target: str) -> str:
    ends = {"id": f"{source}_{target}", "associationDirection": "One", "sourceRef": source, "targetRef": target}
    return element("association", ends)


# what nodes carry


def extra(*parts: str) -> str:
    return element("extensionElements", {}, *(part for part in parts if part)) if any(parts) else ""


def io(inputs: Mapping[str, str] | None = None, outputs: Mapping[str, str] | None = None) -> str:
    """Mappings from target to FEEL source."""
    lines = [element("zeebe:input", {"source": f"= {source}", "target": target}) for target, source in (inputs or {}).items()]
    lines += [element("zeebe:output", {"source": f"= {source}", "target": target}) for target, source in (outputs or {}).items()]
    return element("zeebe:ioMapping", {}, *lines)


def each(collection: str, item: str, gather: tuple[str, str] | None = None, *, sequential: bool = False, until: str = "") -> str:
    """A multi-instance marker; `gather` is (output collection, output element)."""
    attributes: dict[str, str | None] = {"inputCollection": f"= {collection}", "inputElement": item}
    if gather:
        attributes |= {"outputCollection": gather[0], "outputElement": f"= {gather[1]}"}
    inner = extra(element("zeebe:loopCharacteristics", attributes))
    return element("multiInstanceLoopCharacteristics", {"isSequential": _flag(sequential)}, inner, _until(until))


def times(count: str, *, sequential: bool = False, until: str = "") -> str:
    inner = element("loopCardinality", {}, count)
    return element("multiInstanceLoopCharacteristics", {"isSequential": _flag(sequential)}, inner, _until(until))


def loop(condition: str = "", maximum: int | None = None, *, before: bool = False) -> str:
    inner = element("loopCondition", {}, f"= {condition}") if condition else ""
    limit = str(maximum) if maximum is not None else None
    return element("standardLoopCharacteristics", {"testBefore": _flag(before), "loopMaximum": limit}, inner)


def timer(kind: str, text: str) -> str:
    """Kind: date, duration or cycle."""
    return element("timerEventDefinition", {}, element(f"time{kind.capitalize()}", {}, text))


def event(kind: str, reference: str | None = None) -> str:
    """An event definition; the reference names one of the things below."""
    return element(f"{kind}EventDefinition", {f"{kind}Ref": reference} if reference else {})


def condition(text: str) -> str:
    return element("conditionalEventDefinition", {}, element("condition", {"xsi:type": "tFormalExpression"}, f"= {text}"))


def message(message_id: str, key: str | None = "= order", name: str | None = None) -> str:
    inner = extra(element("zeebe:subscription", {"correlationKey": key})) if key else ""
    return element("message", {"id": message_id, "name": name or message_id}, inner)


def link(name: str) -> str:
    return element("linkEventDefinition", {"name": name})


def compensate(activity_id: str | None = None, *, waits: bool = True) -> str:
    return element("compensateEventDefinition", {"activityRef": activity_id, "waitForCompletion": None if waits else "false"})


def signal(signal_id: str) -> str:
    return element("signal", {"id": signal_id, "name": signal_id})


def error(error_id: str, code: str | None = None) -> str:
    return element("error", {"id": error_id, "errorCode": code or error_id})


def escalation(escalation_id: str, code: str | None = None) -> str:
    return element("escalation", {"id": escalation_id, "escalationCode": code or escalation_id})


def _associations_last(parts: tuple[str, ...]) -> list[str]:
    """As the schema of BPMN wants it."""
    lines = "".join(parts).splitlines(keepends=True)
    artifacts = [line for line in lines if line.startswith("<association")]
    return ["".join(line for line in lines if not line.startswith("<association")), *artifacts]


def _inner(parts: tuple[str, ...]) -> str:
    return "".join(part for part in parts if part.startswith("<zeebe:"))


def _outer(parts: tuple[str, ...]) -> str:
    return "".join(part for part in parts if not part.startswith("<zeebe:"))


def _until(text: str) -> str:
    return element("completionCondition", {}, f"= {text}") if text else ""


def _flag(value: bool) -> str | None:
    return "true" if value else None


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace(">", "&gt;")


def _indented(part: str) -> str:
    return "".join(f"  {line}\n" for line in part.splitlines())

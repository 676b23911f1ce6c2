"""Is a model that would not be executed rightly refused, by element and in plain words?"""

from __future__ import annotations

import pytest

from engine.bpmn import Known, ModelRefused, read
from tests.engine.bpmn.drawing import (
    boundary,
    call,
    catch,
    draw,
    element,
    end,
    error,
    event,
    event_sub,
    extra,
    flows,
    gateway,
    io,
    message,
    node,
    python,
    rules,
    script,
    service,
    start,
    sub,
    task,
    throw,
    timer,
    times,
    user,
)
from tests.engine.bpmn.world import DIAGRAMS

PLAIN = (start(), end())
KNOWS_NOTHING = Known(
    operation=lambda _name: False, form=lambda _name: False, role=lambda _name: False, process=lambda _name: False, decision=lambda _name: False
)


def refusals(xml: str | bytes, known: Known | None = None) -> dict[str, str]:
    """What is said, by element id."""
    text = xml.encode() if isinstance(xml, str) else xml
    with pytest.raises(ModelRefused) as caught:
        read(text, "orders.bpmn", known or Known())
    assert "orders.bpmn" in caught.value.message
    assert caught.value.status == 422
    said: dict[str, str] = {}
    for problem in caught.value.problems:
        said[problem.element_id] = f"{said.get(problem.element_id, '')} {problem.message}"
    return said


def straight(*nodes: str, path: str = "", beside: tuple[str, ...] = ()) -> str:
    return draw("orders", *PLAIN, *nodes, flows(f"start > {path} > end"), beside=beside)


CASES = {
    "script in a third language": (straight(node("scriptTask", "do", element("script", {}, "1"), scriptFormat="groovy"), path="do"), "do", "groovy"),
    "Python without a script": (straight(python("do", ""), path="do"), "do", "no script"),
    "Python that is none": (straight(python("do", "x = ("), path="do"), "do", "no Python"),
    "Python that cannot be run": (straight(python("do", "x = 1\ndel x"), path="do"), "do", "line 2"),
    "Python whose result is lost": (straight(python("do", "1", None), path="do"), "do", "result variable"),
    "rules without a decision": (straight(node("businessRuleTask", "do"), path="do"), "do", "what decides"),
    "rules that name no decision": (straight(rules("do", None), path="do"), "do", "which decision"),
    "rules whose result is lost": (straight(rules("do", "rate", None), path="do"), "do", "result variable"),
    "rules bound to no tag": (straight(rules("do", "rate", bindingType="versionTag"), path="do"), "do", "version tag"),
    "no way in": (draw("orders", *PLAIN, task("lost"), flows("start > end", "lost > end")), "lost", "No flow leads"),
    "no start": (draw("orders", task("a"), end(), flows("a > end")), "orders", "start event"),
    "two plain starts": (draw("orders", start("s"), start("t"), end(), flows("s > end", "t > end")), "orders", "2 start events"),
    "id used twice": (straight(task("a"), task("a"), path="a"), "a", "used twice"),
    "dangling flow": (draw("orders", *PLAIN, flows("start > end", "start > gone")), "start_gone", "does not exist"),
    "flow across a border": (
        draw("orders", *PLAIN, sub("box", start("s"), end("e"), flows("s > e")), flows("start > box > end", "s > end")),
        "s_end",
        "crosses the border",
    ),
    "condition without =": (
        straight(task("a"), path="a").replace("</process>", "").replace(
            "</definitions>", '<sequenceFlow id="odd" sourceRef="a" targetRef="end"><conditionExpression>x</conditionExpression>'
            "</sequenceFlow></process></definitions>"
        ),
        "odd",
        "does not begin with “=”",
    ),
    "condition that is no FEEL": (
        draw("orders", *PLAIN, task("a", default="a_end"), end("e"), flows("start > a > end", "a > e ? 1 +")),
        "a_e",
        "not FEEL",
    ),
    "choice without condition": (
        draw("orders", *PLAIN, gateway("exclusive", "which"), end("e"), flows("start > which > end", "which > e ? a")),
        "which_end",
        "without a condition",
    ),
    "default elsewhere": (
        draw("orders", *PLAIN, gateway("exclusive", "which", default="start_which"), end("e"), flows("start > which > end")),
        "which",
        "does not leave",
    ),
    "nobody for the task": (straight(user("pick", role=None), path="pick"), "pick", "Nobody is named"),
    "service without operation": (straight(node("serviceTask", "do"), path="do"), "do", "does not say what it does"),
    "script in another language": (
        straight(node("scriptTask", "do", element("script", {}, "print(1)")), path="do"), "do", "scriptFormat"
    ),
    "call of nothing": (straight(node("callActivity", "call_it"), path="call_it"), "call_it", "which process it calls"),
    "call bound to no tag": (straight(call("ask", "other", bindingType="versionTag"), path="ask"), "ask", "none is given"),
    "timer that is none": (straight(catch("wait", timer("duration", "2 hours")), path="wait"), "wait", "no duration"),
    "cycle that is none": (straight(catch("wait", timer("cycle", "each day")), path="wait"), "wait", "no repeating interval"),
    "cron that is none": (straight(catch("wait", timer("cycle", "0 0 25 * * *")), path="wait"), "wait", "no cron expression"),
    "cron that never comes": (straight(catch("wait", timer("cycle", "0 0 0 30 2 *")), path="wait"), "wait", "no cron expression"),
    "cycle that takes no time": (straight(catch("wait", timer("cycle", "R/PT0S")), path="wait"), "wait", "no time at all"),
    "extension in the wrong place": (
        straight(task("a", extra(element("zeebe:script", {"expression": "= 1", "resultVariable": "x"}))), path="a"), "a", "not executed on a"
    ),
    "attribute that is not executed": (
        straight(sub("free", extra(element("zeebe:adHoc", {"outputCollection": "all"})), task("a"), tag="adHocSubProcess"), path="free"),
        "free", "attribute outputCollection",
    ),
    "sub-process done by a job": (
        straight(sub("box", extra(element("zeebe:taskDefinition", {"type": "agent"})), start("s"), end("e"), flows("s > e")), path="box"),
        "box", "not executed on a",
    ),
    "signal thrown by a job": (
        straight(throw("tell", extra(element("zeebe:taskDefinition", {"type": "mail"})), event("signal", "x")), path="tell",
                 beside=(element("signal", {"id": "x", "name": "x"}),)),
        "tell", "Only a message event",
    ),
    "inputs of what has happened": (
        draw("orders", start("start", extra(io({"a": "1"}))), end(), flows("start > end")), "start", "has happened before"
    ),
    "error caught by an expression": (
        draw("orders", *PLAIN, task("a"), boundary("b", "a", event("error", "BAD")), end("e"), flows("start > a > end", "b > e"),
             beside=(error("BAD", "= code"),)),
        "BAD", "cannot be the expression",
    ),
    "start by a name that needs a variable": (
        draw("orders", start("start", event("message", "m")), end(), flows("start > end"), beside=(message("m", name="= kind"),)),
        "start", "before an instance begins",
    ),
    "start at a time that needs a variable": (
        draw("orders", start("start", timer("date", "= due")), end(), flows("start > end")), "start", "before an instance begins"
    ),
    "catch of nothing": (straight(catch("wait"), path="wait"), "wait", "catches nothing"),
    "message of nobody": (straight(catch("wait", event("message", None)), path="wait"), "wait", "which message"),
    "error thrown in the middle": (
        straight(throw("oops", event("error", "BAD")), path="oops", beside=(error("BAD"),)), "oops", "cannot be a error event"
    ),
    "error boundary that does not interrupt": (
        draw("orders", *PLAIN, task("a"), boundary("b", "a", event("error", "BAD"), interrupting=False), end("e"),
             flows("start > a > end", "b > e"), beside=(error("BAD"),)),
        "b",
        "always interrupts",
    ),
    "error start that does not interrupt": (
        draw("orders", *PLAIN, event_sub("aside", start("s", event("error", "BAD"), isInterrupting="false"), end("e"), flows("s > e")),
             flows("start > end"), beside=(error("BAD"),)),
        "s",
        "always interrupts",
    ),
    "correlation that is BPMN's own": (
        draw("orders", *PLAIN, flows("start > end"), element("correlationSubscription", {"id": "c", "correlationKeyRef": "k"}),
             beside=(element("collaboration", {"id": "all"}, element("correlationKey", {"id": "k"})),)),
        "c", "zeebe:subscription",
    ),
    "complex behaviour": (
        straight(task("a", times("3").replace("<multi", '<multi').replace(">", ' behavior="Complex">', 1)), path="a"), "a", "leaves open"
    ),
    "choreography": (
        straight(beside=(element("choreography", {"id": "dance"}),)), "dance", "belongs to a choreography"
    ),
    "flow into a boundary event": (
        draw("orders", *PLAIN, task("a"), boundary("b", "a", timer("duration", "P1D")), end("e"),
             flows("start > a > end", "b > e", "a > b")),
        "b",
        "No flow may lead",
    ),
    "event sub-process without trigger": (
        draw("orders", *PLAIN, event_sub("aside", start("s"), end("e"), flows("s > e")), flows("start > end")),
        "aside",
        "has a trigger",
    ),
    "sub-process with a trigger": (
        straight(sub("box", start("s", timer("duration", "P1D")), end("e"), flows("s > e")), path="box"), "box", "no trigger"
    ),
    "event gateway to a task": (
        draw("orders", *PLAIN, gateway("eventBased", "first"), catch("wait", timer("duration", "P1D")), task("a"),
             flows("start > first > wait > end", "first > a > end")),
        "first",
        "catch events and receive tasks only",
    ),
    "both loops": (
        straight(task("a", element("standardLoopCharacteristics", {}), times("3")), path="a"), "a", "both loop markers"
    ),
    "loop without end": (straight(task("a", element("standardLoopCharacteristics", {})), path="a"), "a", "neither"),
    "times and list": (straight(task("a", element("multiInstanceLoopCharacteristics", {})), path="a"), "a", "one of the two"),
    "listener": (
        straight(task("a", extra(element("zeebe:executionListeners", {}))), path="a"), "a", "zeebe:executionListeners"
    ),
    "embedded form": (
        straight(user("pick", element("zeebe:formDefinition", {"formKey": "camunda-forms:bpmn:x"})), path="pick"), "pick", "form id"
    ),
    "wrong quantity": (straight(task("a", completionQuantity="0"), path="a"), "a", "completionQuantity"),
    "not BPMN at all": ("<html/>", "", "no BPMN model"),
    "no process to run": (straight().replace('isExecutable="true"', 'isExecutable="false"'), "definitions", "no executable"),
    "schema violated": (straight(task("a", surprise="yes"), path="a"), "a", "surprise"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_model_is_refused_by_element(name: str) -> None:
    xml, element_id, words = CASES[name]

    said = refusals(xml)

    assert words in said[element_id], said


@pytest.mark.parametrize(
    ("xml", "element_id"),
    [
        (straight(service("do", "inventory.reserve"), path="do"), "do"),
        (straight(user("pick", element("zeebe:formDefinition", {"formId": "pick-list"})), path="pick"), "pick"),
        (straight(user("pick", role="warehouse"), path="pick"), "pick"),
        (straight(call("ask", "approval"), path="ask"), "ask"),
    ],
)
def test_names_that_nobody_knows_are_refused(xml: str, element_id: str) -> None:
    said = refusals(xml, KNOWS_NOTHING)

    assert "There is no" in said[element_id]
    assert read(xml.encode(), "orders.bpmn").plans


def test_a_process_of_the_same_file_can_be_called() -> None:
    xml = straight(call("ask", "other"), path="ask").replace(
        "</definitions>", draw("other", start("s"), end("e"), flows("s > e")).split("targetNamespace")[1].partition(">")[2]
    )

    model = read(xml.encode(), "orders.bpmn", KNOWS_NOTHING)

    assert set(model.plans) == {"orders", "other"}


def test_a_message_without_a_key_is_warned_of() -> None:
    xml = straight(catch("wait", event("message", "paid")), path="wait", beside=(message("paid", key=None),))

    model = read(xml.encode(), "orders.bpmn")

    assert [(each.element_id, each.severity) for each in model.problems] == [("paid", "warning")]


def test_branches_that_write_one_variable_are_warned_of() -> None:
    nodes = (gateway("parallel", "split"), script("a", "1", "total"), script("b", "2", "total"), gateway("parallel", "join"))
    after = script("after", "3", "total")
    xml = draw("orders", *PLAIN, *nodes, after, flows("start > split > a > join > after > end", "split > b > join"))

    model = read(xml.encode(), "orders.bpmn")

    assert [(each.element_id, each.severity) for each in model.problems] == [("split", "warning")]
    assert "total" in model.problems[0].message


def test_joins_that_may_wait_for_one_another_are_warned_of() -> None:
    model = read((DIAGRAMS / "inclusive_joins_face_to_face.bpmn").read_bytes(), "orders.bpmn")

    assert [each.element_id for each in model.problems] == ["left"]


def test_broken_xml_is_refused_by_line() -> None:
    said = refusals(straight().replace("</process>", "</proces>"))

    assert "well-formed" in said[""]


@pytest.mark.parametrize("xml", [b"", b"\x00\x01", b"no xml", b'<?xml version="1.0" encoding="nonsense"?><a/>'])
def test_what_is_no_xml_is_refused(xml: bytes) -> None:
    assert refusals(xml)


def test_a_document_type_is_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]>'

    said = refusals(straight().replace("?>\n", f"?>\n{bomb}\n", 1))

    assert "DOCTYPE" in said[""]


def test_a_huge_file_is_refused() -> None:
    assert "larger" in refusals(b" " * 10_000_001)[""]


def test_every_problem_is_told_at_once() -> None:
    said = refusals(straight(user("pick", role=None), catch("wait"), path="pick > wait"))

    assert {"pick", "wait"} <= set(said)


def test_three_thousand_tasks_in_a_row_are_read() -> None:
    names = [f"t{number}" for number in range(3000)]

    model = read(straight(*map(task, names), path=" > ".join(names)).encode(), "orders.bpmn")

    assert len(model.plans["orders"].nodes) == 3003


def test_a_data_store_is_warned_of_and_moves_nothing() -> None:
    ends = element("sourceRef", {}, "archive") + element("targetRef", {}, "box")
    association = element("dataInputAssociation", {"id": "reads"}, ends)
    sets = element("inputSet", {}, element("dataInputRefs", {}, "box")) + element("outputSet", {})
    inputs = element("ioSpecification", {}, element("dataInput", {"id": "box", "name": "box"}), sets)
    store = element("dataStoreReference", {"id": "archive", "name": "archive"})
    xml = draw("orders", *PLAIN, store, task("a", inputs, association), flows("start > a > end"))

    model = read(xml.encode(), "orders.bpmn")

    assert [(each.element_id, each.severity) for each in model.problems] == [("reads", "warning")]
    assert model.plans["orders"].nodes["a"].inputs == ()

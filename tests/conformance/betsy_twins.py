"""Does nothing fire when its cause is missing? `python -m tests.conformance.betsy_twins CASES.json` plays a twin of every case.

A twin is the model with one thing that never happens: a flow is held by an event that nobody sends, an event is made deaf, a
condition false, a loop empty, a thrower mute, a value unwritten. What is silent then follows from the drawing (betsy_reach): the
lines of the scripts that no token can reach any more. A twin bites when the original logs such a line; the twin must not.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from engine.bpmn import ModelRefused
from tests.conformance.betsy import BetsyTest, play
from tests.conformance.betsy_adapter import BPMN, adapt
from tests.conformance.betsy_reach import THROWN, THROWS, Drawing, Missing, Reach, kind_of, scope_of, script_of
from tests.conformance.betsy_stage import Memory, Stage
from tests.conformance.betsy_store import Stored

NEVER = "never"
REFERENCES = {"message": "messageRef", "signal": "signalRef", "error": "errorRef", "escalation": "escalationRef"}
FAR = {"timeDuration": "PT9999H", "timeCycle": "R/PT9999H", "timeDate": "2999-01-01T00:00:00Z"}
CONDITIONS = ("conditionExpression", "activationCondition")


@dataclass(frozen=True)
class Twin:
    test: str
    change: str
    xml: bytes
    silent: frozenset[str]


@dataclass(frozen=True)
class Change:
    """One thing that never happens: how it is said, what it means, and how the file is changed for it."""

    said: str
    missing: Missing
    make: Callable[[etree._Element], None]


def twins(folder: Path, test: BetsyTest) -> Iterator[Twin]:
    """Those that bite."""
    root = etree.fromstring((folder / test["bpmn"]).read_bytes(), etree.XMLParser(remove_comments=True))
    drawing = Drawing(root)
    entries = frozenset({test["start_process"], *(case.get("parallel_process") or "" for case in test["test_cases"])})
    usual = _lines(drawing, Reach(drawing, entries, Missing()))
    logged = {line for case in test["test_cases"] for line in case["expected"]}
    for change in _changes(drawing):
        silent = (usual - _lines(drawing, Reach(drawing, entries, change.missing))) & logged
        if silent:
            copy = deepcopy(root)
            change.make(copy)
            yield Twin(test["id"], change.said, etree.tostring(copy), frozenset(silent))


def fired(twin: Twin, test: BetsyTest, stage: Callable[[], Stage]) -> set[str]:
    """What the twin logs although it cannot. Raises ModelRefused."""
    xml = adapt(twin.xml)
    return {line for case in test["test_cases"] for line in play(xml, test, case, stage())} & twin.silent


def is_negative(test: BetsyTest) -> bool:
    """The original is one already: it is refused, or logs nothing."""
    return not any(line for case in test["test_cases"] for line in case["expected"] if not line.startswith("ERROR"))


def _lines(drawing: Drawing, reach: Reach) -> set[str]:
    """What the scripts in reach can log."""
    scripts = Counter(reach.works())
    lines = {script for script in scripts if script.startswith("SCRIPT_")}
    if "CREATE_MARKER_FILE" in scripts:
        lines.add("MARKER_exists")
    if any(script.endswith("AND_LOG") for script in scripts):
        lines.add("INCREMENT_correct")
    if {"LOG_DATA", "SET_STRING_DATA"} <= {*scripts}:
        lines.add("DATA_correct")
    if sum(count for script, count in scripts.items() if script.startswith("CREATE_TIMESTAMP")) > 1:
        lines.add("EXECUTION_parallel")
    return lines | {script_of(each) for each in drawing.root.iter(f"{{{BPMN}}}globalScriptTask") if _is_called(drawing, reach, each)}


def _is_called(drawing: Drawing, reach: Reach, task: etree._Element) -> bool:
    calls = {drawing.nodes[each].get("calledElement", "").rpartition(":")[2] for each in reach.nodes - reach.missing.work}
    return task.get("id") in calls


def _changes(drawing: Drawing) -> Iterator[Change]:
    for flow_id, flow in drawing.flows.items():
        yield _held(flow_id, flow)
        is_parallel = kind_of(drawing.nodes[flow.get("sourceRef", "")]) == "parallelGateway"
        if flow.find(f"{{{BPMN}}}conditionExpression") is not None and not is_parallel:
            yield _false(flow_id, "conditionExpression", Missing(flows=frozenset({flow_id})))
    for node_id, node in drawing.nodes.items():
        kinds = [kind for kind, _definition in drawing.definitions(node)]
        if kinds and kind_of(node) not in THROWS and kind_of(node) != "sendTask" and {*kinds} <= {*REFERENCES, "timer", "conditional"}:
            yield _deaf(node_id, drawing)
        if node.find(f"{{{BPMN}}}activationCondition") is not None:
            yield _false(node_id, "activationCondition", Missing(nodes=frozenset({node_id})))
        yield from _empty(node_id, node)
    for kind in (*sorted(THROWN), "compensate"):
        yield _mute(kind)
    yield _unwritten(drawing)


def _held(flow_id: str, flow: etree._Element) -> Change:
    def make(root: etree._Element) -> None:
        mine = _by_id(root, flow_id)
        target, scope = mine.get("targetRef", ""), scope_of(mine)
        catch = etree.Element(f"{{{BPMN}}}intermediateCatchEvent", id="held")
        etree.SubElement(catch, f"{{{BPMN}}}messageEventDefinition", messageRef=_named(root, "message"))
        rest = etree.Element(f"{{{BPMN}}}sequenceFlow", id="held_on", sourceRef="held", targetRef=target)
        mine.set("targetRef", "held")
        for name in _by_id(root, target).iterfind(f"{{{BPMN}}}incoming"):
            if (name.text or "").strip() == flow_id:
                name.text = "held_on"
        at = list(scope).index(mine)
        scope.insert(at + 1, catch)
        scope.insert(at + 2, rest)

    said = f"the flow from {flow.get('sourceRef')} to {flow.get('targetRef')} is held by a message that nobody sends"
    return Change(said, Missing(flows=frozenset({flow_id})), make)


def _false(owner_id: str, tag: str, missing: Missing) -> Change:
    def make(root: etree._Element) -> None:
        for condition in _by_id(root, owner_id).iterfind(f"{{{BPMN}}}{tag}"):
            condition.text = "${false}"

    return Change(f"the condition of {owner_id} is false", missing, make)


def _deaf(node_id: str, drawing: Drawing) -> Change:
    def make(root: etree._Element) -> None:
        node = _by_id(root, node_id)
        for kind, definition in [*Drawing(root).definitions(node)]:
            mine = definition
            if definition is not node and definition.getparent() is not node:
                mine = deepcopy(definition)
                mine.set("id", f"{node_id}_deaf")
                node.replace(next(each for each in node if kind_of(each) == "eventDefinitionRef"), mine)
            _deafen(root, kind, mine)

    kinds = " and ".join(dict.fromkeys(kind for kind, _definition in drawing.definitions(drawing.nodes[node_id])))
    return Change(f"{node_id} waits for another {kinds} than comes", Missing(nodes=frozenset({node_id})), make)


def _deafen(root: etree._Element, kind: str, definition: etree._Element) -> None:
    if kind in REFERENCES:
        definition.set(REFERENCES[kind], _named(root, kind))
    for child in definition:
        if kind_of(child) in FAR:
            child.text = FAR[kind_of(child)]
        elif kind_of(child) == "condition":
            child.text = "${false}"


def _empty(node_id: str, node: etree._Element) -> Iterator[Change]:
    """A loop of no turns."""
    inside = frozenset(str(each.get("id")) for each in node if kind_of(each) in {"startEvent", "scriptTask"})
    missing = Missing(nodes=inside, work=frozenset({node_id}))

    def none(root: etree._Element) -> None:
        for count in _by_id(root, node_id).iter(f"{{{BPMN}}}loopCardinality"):
            count.text = "0"

    def no_turn(root: etree._Element) -> None:
        for marker in _by_id(root, node_id).iterfind(f"{{{BPMN}}}standardLoopCharacteristics"):
            marker.set("testBefore", "true")
            for condition in [*marker]:
                marker.remove(condition)
            etree.SubElement(marker, f"{{{BPMN}}}loopCondition").text = "${false}"

    if node.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics/{{{BPMN}}}loopCardinality") is not None:
        yield Change(f"{node_id} has no instance", missing, none)
    if node.find(f"{{{BPMN}}}standardLoopCharacteristics") is not None:
        yield Change(f"{node_id} has no turn", missing, no_turn)


def _mute(kind: str) -> Change:
    def make(root: etree._Element) -> None:
        muted = set()
        for node in Drawing(root).nodes.values():
            for child in [*node] if kind_of(node) in THROWS else ():
                if kind_of(child) == f"{kind}EventDefinition":
                    node.remove(child)
                    muted.add(node.get("id"))
        for collaboration in root.iter(f"{{{BPMN}}}collaboration"):
            for flow in [each for each in collaboration if each.get("sourceRef") in muted]:
                collaboration.remove(flow)
        if kind in SILENCERS:
            SILENCERS[kind](root)

    return Change(f"nobody throws a {kind}", Missing(throws=frozenset({kind})), make)


def _no_script_fails(root: etree._Element) -> None:
    for script in root.iter(f"{{{BPMN}}}script"):
        script.text = "CREATE_LOG_FILE" if (script.text or "").strip() == "THROW_ERROR" else script.text


def _no_instance_tells(root: etree._Element) -> None:
    for marker in root.iter(f"{{{BPMN}}}multiInstanceLoopCharacteristics"):
        marker.set("behavior", "All")


def _no_task_sends(root: etree._Element) -> None:
    for task in [*root.iter(f"{{{BPMN}}}sendTask")]:
        task.tag = f"{{{BPMN}}}task"
        for name in {"messageRef", "operationRef", "implementation"} & {*task.attrib}:
            del task.attrib[name]


SILENCERS: dict[str, Callable[[etree._Element], None]] = {
    "error": _no_script_fails,
    "signal": _no_instance_tells,
    "message": _no_task_sends,
}
"""What throws besides throwing events."""


def _unwritten(drawing: Drawing) -> Change:
    writers = frozenset(node_id for node_id, node in drawing.nodes.items() if script_of(node) == "SET_STRING_DATA")

    def make(root: etree._Element) -> None:
        for writer in writers:
            for script in _by_id(root, writer).iterfind(f"{{{BPMN}}}script"):
                script.text = "CREATE_LOG_FILE"

    return Change("nobody writes the value", Missing(work=writers), make)


def _by_id(root: etree._Element, element_id: str) -> etree._Element:
    return next(each for each in root.iter("*") if each.get("id") == element_id)


def _named(root: etree._Element, kind: str) -> str:
    """The id of a message, signal, error or escalation that nobody throws."""
    element_id = f"{NEVER}_{kind}"
    if all(each.get("id") != element_id for each in root):
        named = {"error": "errorCode", "escalation": "escalationCode"}.get(kind, "name")
        root.insert(0, etree.Element(f"{{{BPMN}}}{kind}", {"id": element_id, named: NEVER, "name": NEVER}))
    return element_id


def judge(cases: Path, stage: Callable[[], Stage] = Stored) -> Iterator[tuple[Twin, str, str]]:
    """(twin, silent or fired or refused, what)"""
    for test in json.loads(cases.read_text())["tests"]:
        for twin in twins(cases.parent, test):
            try:
                found = fired(twin, test, stage)
                yield twin, "fired" if found else "silent", ", ".join(sorted(found or twin.silent))
            except ModelRefused as refusal:
                yield twin, "refused", " ".join(refusal.message.split())


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("--memory", action="store_true", help="play without the store")
    given = parser.parse_args()
    counts: Counter[str] = Counter()
    for twin, outcome, what in judge(given.cases, Memory if given.memory else Stored):
        counts[outcome] += 1
        sys.stdout.write(f"twin of {twin.test}: {twin.change}; {outcome}: {what}\n")
    sys.stdout.write(f"silent: {counts['silent']}\nrefused: {counts['refused']}\nfired: {counts['fired']}\n")
    return 1 if counts["fired"] else 0


if __name__ == "__main__":
    raise SystemExit(main())

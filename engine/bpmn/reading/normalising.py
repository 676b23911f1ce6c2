"""Which detours of BPMN's XML are straightened before SpiffWorkflow reads it?

Event definitions by reference are put where they are used, global tasks become processes of one task, and BPMN elements
that somebody keeps inside of extension elements go.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from engine.bpmn.reading.zeebe import BPMN
from engine.bpmn.spiff import full_tag


def normalise(root: etree._Element) -> None:
    for holder in root.iter(full_tag("extensionElements")):
        for stray in [*holder.iter(f"{{{BPMN}}}*")]:
            parent = stray.getparent()
            if stray is not holder and parent is not None:
                parent.remove(stray)
    _place_referenced_definitions(root)
    for element in [*root]:
        if str(element.tag) in GLOBAL_TASKS:
            root.append(_process_of_one(element))
            root.remove(element)


def _place_referenced_definitions(root: etree._Element) -> None:
    definitions = {child.get("id"): child for child in root if str(child.tag).endswith("EventDefinition")}
    for reference in [*root.iter(full_tag("eventDefinitionRef"))]:
        event = reference.getparent()
        definition = definitions.get((reference.text or "").strip().rpartition(":")[2])
        if event is not None and definition is not None:
            placed = deepcopy(definition)
            event.replace(reference, placed)
            placed.set("id", f"{event.get('id')}.{definition.get('id')}")


def _process_of_one(task: etree._Element) -> etree._Element:
    process_id = task.get("id", "")
    process = etree.Element(full_tag("process"), id=process_id, isExecutable="true")
    if task.get("name"):
        process.set("name", task.get("name", ""))
    names = {"start": f"{process_id}.start", "task": f"{process_id}.task", "end": f"{process_id}.end"}
    etree.SubElement(process, full_tag("startEvent"), id=names["start"])
    inner = deepcopy(task)
    inner.tag = GLOBAL_TASKS[str(task.tag)]
    inner.set("id", names["task"])
    process.append(inner)
    etree.SubElement(process, full_tag("endEvent"), id=names["end"])
    for number, (source, target) in enumerate((("start", "task"), ("task", "end")), 1):
        etree.SubElement(
            process,
            full_tag("sequenceFlow"),
            id=f"{process_id}.flow{number}",
            sourceRef=names[source],
            targetRef=names[target],
        )
    return process


GLOBAL_TASKS = {
    full_tag(f"global{kind}Task"): full_tag(f"{kind[:1].lower()}{kind[1:]}Task" if kind else "task")
    for kind in ("", "User", "Manual", "Script", "BusinessRule")
}

"""What do the zeebe extension elements of an element say?"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

ZEEBE = "http://camunda.org/schema/zeebe/1.0"
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


@dataclass(slots=True)
class Extensions:
    """Attributes by extension element, as they are written; lists where an element repeats."""

    single: dict[str, dict[str, str]] = field(default_factory=dict)
    """taskDefinition, assignmentDefinition, taskSchedule, formDefinition, calledElement … by their name."""
    inputs: list[tuple[str, str]] = field(default_factory=list)
    """(source, target)"""
    outputs: list[tuple[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)

    def get(self, element: str, attribute: str) -> str | None:
        return self.single.get(element, {}).get(attribute)

    def has(self, element: str) -> bool:
        return element in self.single


NOTHING = Extensions()
PYTHON = frozenset({"python", "text/python", "text/x-python", "application/x-python"})
FEEL = frozenset({"", "feel", "text/feel", "application/feel"})
"""What a scriptFormat may be."""


def local(element: etree._Element) -> str:
    """The tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def is_python(script_task: etree._Element) -> bool:
    """Whether the script of a script task says that it is in Python."""
    return script_task.get("scriptFormat", "").strip().lower() in PYTHON


def is_zeebe(element: etree._Element) -> bool:
    return str(element.tag).startswith(f"{{{ZEEBE}}}")


def extensions(element: etree._Element) -> Extensions:
    """The zeebe elements below an element's bpmn:extensionElements; those of its loop marker too."""
    found = Extensions()
    for home in (element, element.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")):
        holder = home.find(f"{{{BPMN}}}extensionElements") if home is not None else None
        for child in holder if holder is not None else ():
            if is_zeebe(child):
                _take(found, child)
    return found


def _take(found: Extensions, child: etree._Element) -> None:
    name = local(child)
    if name == "ioMapping":
        for line in child:
            pair = (line.get("source", ""), line.get("target", ""))
            (found.inputs if local(line) == "input" else found.outputs).append(pair)
    elif name in {"taskHeaders", "properties"}:
        home, key = (found.headers, "key") if name == "taskHeaders" else (found.properties, "name")
        for line in child:
            home[line.get(key, "")] = line.get("value", "")
    else:
        found.single[name] = {str(key): str(value) for key, value in child.attrib.items()}

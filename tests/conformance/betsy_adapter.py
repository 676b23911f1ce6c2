"""How does a betsy model come into our dialect, with no id and no structure changed?

Its scripts are placeholders: each becomes a call of the operation `betsy.script`, told what to do by its input mapping.
Its expressions are Java-like: they become FEEL. Tasks for people get a role, service tasks a job that nobody does.
"""

from __future__ import annotations

import re

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
SCRIPT = "betsy.script"
BUSY = "betsy.busy"
"""The job type of scripts that take their time."""
SERVICE = "betsy.service"
CONDITIONS = ("conditionExpression", "activationCondition", "loopCondition", "completionCondition", "condition")
SCRIPTS = ("scriptTask", "globalScriptTask")
PLACEHOLDER = re.compile(
    r"CREATE_LOG_FILE|SCRIPT_task\d+|CREATE_MARKER_FILE|INCREMENT_INTEGER_VARIABLE(_AND_LOG)?|SET_STRING_DATA|LOG_DATA|THROW_ERROR"
    r"|WAIT_TEN_SECONDS|CREATE_TIMESTAMP_LOG_\d"
)
"""What stands for a script; anything else is what the model says itself."""
TAKES_TIME = re.compile(r"WAIT_TEN_SECONDS|CREATE_TIMESTAMP_LOG_\d")
_CALL = re.compile(r"(\w+)\.contains\(([^()]*)\)")
_WRAPPED = re.compile(r"\s*[$#]\{(.*)\}\s*", re.DOTALL)


def adapt(xml: bytes) -> bytes:
    """The same model in the zeebe dialect; what is not well-formed stays as it is."""
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return xml
    for element in [*root.iter(f"{{{BPMN}}}*")]:
        kind = etree.QName(element).localname
        if kind in CONDITIONS and (element.text or "").strip():
            element.text = feel(element.text or "")
        elif kind == "loopCardinality" and (element.text or "").strip():
            element.text = cardinality(element.text or "")
        elif kind in SCRIPTS:
            _adapt_script(element)
        elif kind == "serviceTask":
            _extend(element, _definition(SERVICE))
        elif kind == "userTask":
            _extend(element, etree.Element(f"{{{ZEEBE}}}assignmentDefinition", candidateGroups="betsy"))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def feel(text: str) -> str:
    """A Java-like condition as FEEL, with its leading `=`."""
    wrapped = _WRAPPED.fullmatch(text)
    inner = (wrapped.group(1) if wrapped else text).strip().removesuffix(">").strip()
    inner = _CALL.sub(r"contains(\1, \2)", inner)
    inner = re.sub(r"!\s*(contains\([^()]*\)|\w+)", r"not(\1)", inner)
    return "= " + inner.replace("&&", " and ").replace("||", " or ").replace("==", "=")


def cardinality(text: str) -> str:
    stripped = text.strip()
    return stripped if stripped.isdigit() else feel(stripped)


def _adapt_script(task: etree._Element) -> None:
    text = (task.findtext(f"{{{BPMN}}}script") or "").strip()
    if not PLACEHOLDER.fullmatch(text):
        return
    mapping = etree.Element(f"{{{ZEEBE}}}ioMapping")
    etree.SubElement(mapping, f"{{{ZEEBE}}}input", source=text, target="script")
    if text.startswith("INCREMENT"):
        etree.SubElement(mapping, f"{{{ZEEBE}}}input", source="= integerVariable", target="value")
        etree.SubElement(mapping, f"{{{ZEEBE}}}output", source="= result", target="integerVariable")
    elif text == "SET_STRING_DATA":
        etree.SubElement(mapping, f"{{{ZEEBE}}}output", source="= result", target="data")
    elif text == "LOG_DATA":
        etree.SubElement(mapping, f"{{{ZEEBE}}}input", source="= data", target="value")
    _extend(task, _definition(BUSY if TAKES_TIME.fullmatch(text) else SCRIPT))
    _extend(task, mapping)


def _definition(job_type: str) -> etree._Element:
    return etree.Element(f"{{{ZEEBE}}}taskDefinition", type=job_type)


def _extend(element: etree._Element, child: etree._Element) -> None:
    holder = element.find(f"{{{BPMN}}}extensionElements")
    if holder is None:
        holder = etree.Element(f"{{{BPMN}}}extensionElements")
        documentation = element.findall(f"{{{BPMN}}}documentation")
        element.insert(len(documentation), holder)
    holder.append(child)

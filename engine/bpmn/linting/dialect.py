"""Which extension elements would be passed over in silence?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.linting.document import ACTIVITIES, EVENTS, Document
from engine.bpmn.linting.words import word
from engine.bpmn.problems import Problem
from engine.bpmn.reading.zeebe import is_zeebe, local
from kit.i18n import _

ANYWHERE: frozenset[str] = frozenset()
PEOPLE = frozenset({"userTask", "globalUserTask"})
THROWS = frozenset({"intermediateThrowEvent", "endEvent"})
WORK = frozenset({"serviceTask", "sendTask", "scriptTask", "globalScriptTask", "businessRuleTask", "globalBusinessRuleTask"})
UNDERSTOOD = {
    "taskDefinition": (frozenset({"type", "retries"}), WORK | THROWS),
    "ioMapping": (frozenset[str](), ACTIVITIES | EVENTS | PEOPLE | WORK),
    "assignmentDefinition": (frozenset({"assignee", "candidateGroups", "candidateUsers"}), PEOPLE),
    "taskSchedule": (frozenset({"dueDate", "followUpDate"}), PEOPLE),
    "priorityDefinition": (frozenset({"priority"}), PEOPLE),
    "formDefinition": (frozenset({"formId", "bindingType"}), PEOPLE | {"startEvent"}),
    "userTask": (frozenset[str](), PEOPLE),
    "calledElement": (
        frozenset({"processId", "propagateAllChildVariables", "propagateAllParentVariables", "bindingType", "versionTag"}),
        frozenset({"callActivity"}),
    ),
    "calledDecision": (
        frozenset({"decisionId", "resultVariable", "bindingType", "versionTag"}),
        frozenset({"businessRuleTask", "globalBusinessRuleTask"}),
    ),
    "loopCharacteristics": (
        frozenset({"inputCollection", "inputElement", "outputCollection", "outputElement"}),
        frozenset({"multiInstanceLoopCharacteristics"}),
    ),
    "subscription": (frozenset({"correlationKey"}), frozenset({"message"})),
    "script": (frozenset({"expression", "resultVariable"}), frozenset({"scriptTask", "globalScriptTask"})),
    "adHoc": (frozenset({"activeElementsCollection"}), frozenset({"adHocSubProcess"})),
    "publishMessage": (frozenset({"correlationKey", "messageId", "timeToLive"}), frozenset({"sendTask", "messageEventDefinition"})),
    "versionTag": (frozenset({"value"}), frozenset({"process"})),
    "taskHeaders": (frozenset[str](), ANYWHERE),
    "properties": (frozenset[str](), ANYWHERE),
}
"""What is executed: the attributes of each extension element, and the elements that may carry it."""
BINDINGS = frozenset({"latest", "deployment", "versionTag"})


def check(document: Document) -> Iterator[Problem]:
    for holder in document.of("extensionElements"):
        owner = holder.getparent()
        for child in holder:
            if owner is not None and is_zeebe(child):
                yield from _extension(document, owner, child)
    for element in document.all:
        yield from _element(document, element)


def _extension(document: Document, owner: etree._Element, child: etree._Element) -> Iterator[Problem]:
    name = local(child)
    if name not in UNDERSTOOD:
        yield document.problem(owner, _("The extension zeebe:%(name)s is not executed here. Remove it.") % {"name": name})
        return
    attributes, places = UNDERSTOOD[name]
    if places and local(owner) not in places:
        said = _("The extension zeebe:%(name)s is not executed on a %(kind)s. Move it to where it belongs.")
        yield document.problem(owner, said % {"name": name, "kind": word(owner)})
    for attribute in sorted(str(each) for each in child.attrib if str(each) not in attributes) if attributes else ():
        said = _("The attribute %(attribute)s of zeebe:%(name)s is not executed here. Remove it.")
        yield document.problem(owner, said % {"attribute": attribute, "name": name})


def _element(document: Document, element: etree._Element) -> Iterator[Problem]:
    zeebe = document.zeebe(element)
    for source, target in (*zeebe.inputs, *zeebe.outputs):
        if not target or not source:
            yield document.problem(element, _("A line of the input or output mapping has no source or target. Complete it."))
    if zeebe.inputs and _begins_without_work(document, element):
        yield document.problem(element, _("The %(kind)s has happened before its inputs are made. Map its outputs.") % {"kind": word(element)})
    kinds = {kind for kind, _definition in document.definitions(element)}
    if zeebe.has("taskDefinition") and local(element) in THROWS and kinds != {"message"}:
        yield document.problem(element, _("Only a message event may be thrown by a job. Remove the task definition."))
    for name, attributes in zeebe.single.items():
        if attributes.get("bindingType", "latest") not in BINDINGS:
            yield document.problem(
                element,
                _("The binding “%(name)s” of %(element)s is unknown. Use latest, deployment or versionTag.")
                % {"name": attributes["bindingType"], "element": name},
            )


def _begins_without_work(document: Document, element: etree._Element) -> bool:
    """What has happened already when its element instance begins."""
    if local(element) in {"startEvent", "boundaryEvent"}:
        return True
    sources = (document.by_id.get(flow.get("sourceRef", "")) for flow in document.incoming[element.get("id", "")])
    return any(source is not None and local(source) == "eventBasedGateway" for source in sources)

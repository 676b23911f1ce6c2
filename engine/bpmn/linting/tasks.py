"""Does every task say what is to be done, and by whom?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.known import Known
from engine.bpmn.linting import scripts
from engine.bpmn.linting.document import Document
from engine.bpmn.problems import Problem
from engine.bpmn.reading.parsers import ROLE, lane_roles, role_around
from engine.bpmn.reading.zeebe import local
from kit.i18n import _

CALLABLE = ("process", "globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask")


def check(document: Document, known: Known) -> Iterator[Problem]:
    roles = lane_roles(document.root)
    for task in document.of("userTask", "globalUserTask"):
        yield from _user_task(document, known, task, role_around(task, roles))
    for node in document.nodes():
        yield from _operation(document, known, node)
    for task in document.of("scriptTask", "globalScriptTask"):
        yield from scripts.check(document, task)
    for call in document.of("callActivity"):
        yield from _call(document, known, call)
    for lane in document.of("lane"):
        role = document.zeebe(lane).properties.get(ROLE)
        if role and not known.role(role):
            yield document.problem(lane, _("There is no role “%(name)s”. Choose an existing one.") % {"name": role})
    for start in document.of("startEvent"):
        yield from _form(document, known, start)
    yield from _rules(document, known)


def _rules(document: Document, known: Known) -> Iterator[Problem]:
    for task in document.of("businessRuleTask", "globalBusinessRuleTask"):
        yield from _decision(document, known, task)


def _user_task(document: Document, known: Known, task: etree._Element, lane_role: str | None) -> Iterator[Problem]:
    zeebe = document.zeebe(task)
    if zeebe.has("taskDefinition"):
        return
    assignment = zeebe.single.get("assignmentDefinition", {})
    if not any(assignment.values()) and lane_role is None:
        yield document.problem(
            task,
            _("Nobody is named to do the user task. Give it an assignee or a candidate group, or the lane the property virke:role."),
        )
    groups = assignment.get("candidateGroups", "")
    if groups and not groups.startswith("="):
        for group in (each.strip() for each in groups.split(",")):
            if not known.role(group):
                yield document.problem(task, _("There is no role “%(name)s”. Choose an existing one.") % {"name": group})
    yield from _form(document, known, task)


def _form(document: Document, known: Known, element: etree._Element) -> Iterator[Problem]:
    zeebe = document.zeebe(element)
    if not zeebe.has("formDefinition"):
        return
    form_id = zeebe.get("formDefinition", "formId")
    if not form_id:
        yield document.problem(element, _("The form is not named by a form id. Link a form, embedded and custom ones are not shown."))
    elif zeebe.get("formDefinition", "bindingType") == "versionTag":
        yield document.problem(element, _("Forms have no version tags here. Bind the form to the deployment or to its latest version."))
    elif not form_id.startswith("=") and not known.form(form_id):
        yield document.problem(element, _("There is no form “%(name)s”. Deploy it together with the model.") % {"name": form_id})


def _operation(document: Document, known: Known, node: etree._Element) -> Iterator[Problem]:
    zeebe = document.zeebe(node)
    if not zeebe.has("taskDefinition"):
        if local(node) == "serviceTask":
            yield document.problem(node, _("The service task does not say what it does. Give it a task definition with an operation."))
        return
    job_type = zeebe.get("taskDefinition", "type")
    if not job_type:
        yield document.problem(node, _("The task definition has no type. Name an operation."))
    elif not job_type.startswith("=") and not known.operation(job_type):
        yield document.problem(node, _("There is no operation “%(name)s”. Choose an existing one.") % {"name": job_type})


def _decision(document: Document, known: Known, task: etree._Element) -> Iterator[Problem]:
    zeebe = document.zeebe(task)
    if zeebe.has("taskDefinition"):
        return
    if not zeebe.has("calledDecision"):
        yield document.problem(task, _("The business rule task does not say what decides. Name a decision, or an operation."))
        return
    decision_id = zeebe.get("calledDecision", "decisionId")
    if not decision_id:
        yield document.problem(task, _("The business rule task does not say which decision it asks for. Name one."))
    elif not decision_id.startswith("=") and not known.decision(decision_id):
        yield document.problem(task, _("There is no decision “%(name)s”. Deploy it before or together.") % {"name": decision_id})
    if not zeebe.get("calledDecision", "resultVariable"):
        yield document.problem(task, _("The business rule task does not say which variable gets its result. Name a result variable."))
    if zeebe.get("calledDecision", "bindingType") == "versionTag" and not zeebe.get("calledDecision", "versionTag"):
        yield document.problem(task, _("The decision is bound to a version tag, but none is named. Name it."))


def _call(document: Document, known: Known, call: etree._Element) -> Iterator[Problem]:
    process_id = document.zeebe(call).get("calledElement", "processId") or call.get("calledElement")
    if not process_id:
        yield document.problem(call, _("The call activity does not say which process it calls. Name one."))
        return
    called = document.zeebe(call).single.get("calledElement", {})
    if called.get("bindingType") == "versionTag" and not called.get("versionTag"):
        yield document.problem(call, _("The called process is bound to a version tag, but none is given. Give the tag."))
    if process_id.startswith("="):
        return
    here = document.by_id.get(process_id.rpartition(":")[2])
    if here is not None and local(here) in CALLABLE:
        return
    if not known.process(process_id):
        yield document.problem(call, _("There is no process “%(name)s” to call. Deploy it before or together.") % {"name": process_id})

"""Do service, send and receive tasks fit the message or operation that they name?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.linting.data import structure
from engine.bpmn.linting.document import Document, children
from engine.bpmn.linting.words import word
from engine.bpmn.problems import Problem
from kit.i18n import _


def check(document: Document) -> Iterator[Problem]:
    for task in document.of("serviceTask"):
        operation = document.by_id.get(task.get("operationRef", "").rpartition(":")[2])
        if operation is not None:
            yield from _service(document, task, operation)
    for task, kind in [(each, "dataInput") for each in document.of("sendTask")] + [(each, "dataOutput") for each in document.of("receiveTask")]:
        message = document.by_id.get(task.get("messageRef", "").rpartition(":")[2])
        if message is not None:
            yield from _single_set(document, task, kind)
            yield from _same_item(document, task, kind, message.get("itemRef"))


def _service(document: Document, task: etree._Element, operation: etree._Element) -> Iterator[Problem]:
    for reference, kind in (("inMessageRef", "dataInput"), ("outMessageRef", "dataOutput")):
        message = document.by_id.get((operation.findtext(f"{{*}}{reference}") or "").strip().rpartition(":")[2])
        if message is None:
            continue
        if not _data(task, kind):
            yield document.problem(
                task,
                _("The operation “%(operation)s” has a message “%(message)s”, but the service task has no %(kind)s for it. Add one.")
                % {"operation": operation.get("id"), "message": message.get("id"), "kind": word(kind)},
            )
        yield from _single_set(document, task, kind)
        yield from _same_item(document, task, kind, message.get("itemRef"))


def _single_set(document: Document, task: etree._Element, kind: str) -> Iterator[Problem]:
    name = "inputSet" if kind == "dataInput" else "outputSet"
    count = sum(len(children(each, name)) for each in children(task, "ioSpecification"))
    if count > 1:
        yield document.problem(task, _("The task has %(count)s of %(set)s. It takes exactly one.") % {"count": count, "set": word(name)})


def _same_item(document: Document, task: etree._Element, kind: str, item: str | None) -> Iterator[Problem]:
    for element in _data(task, kind):
        subject = element.get("itemSubjectRef")
        ends = [structure(document, each) for each in (subject, item)]
        if item and subject != item and (None in ends or ends[0] != ends[1]):
            yield document.problem(
                task,
                _("“%(data)s” does not have the item definition “%(item)s” of the message. Give it the same.")
                % {"data": element.get("id"), "item": item},
            )


def _data(task: etree._Element, kind: str) -> list[etree._Element]:
    return [each for specification in children(task, "ioSpecification") for each in children(specification, kind)]

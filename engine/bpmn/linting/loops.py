"""Is every loop marker complete?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.linting.data import structure
from engine.bpmn.linting.document import ACTIVITIES, TRUE, Document, children
from engine.bpmn.problems import Problem
from kit.i18n import _


def check(document: Document) -> Iterator[Problem]:
    for activity in document.of(*ACTIVITIES):
        many = children(activity, "multiInstanceLoopCharacteristics")
        again = children(activity, "standardLoopCharacteristics")
        if many and again:
            yield document.problem(activity, _("The activity has both loop markers. Keep one."))
        for marker in many:
            yield from _multi_instance(document, activity, marker)
        for marker in again:
            yield from _standard(document, activity, marker)
        yield from _quantities(document, activity)


def _multi_instance(document: Document, activity: etree._Element, marker: etree._Element) -> Iterator[Problem]:
    characteristics = document.zeebe(activity).single.get("loopCharacteristics", {})
    collection, cardinality = characteristics.get("inputCollection"), _text(marker, "loopCardinality")
    drawn = _text(marker, "loopDataInputRef")
    if sum(map(bool, (collection, cardinality, drawn))) != 1:
        yield document.problem(
            activity, _("A multi-instance activity goes through an input collection or a number of times: give it one of the two.")
        )
    if collection and not collection.startswith("="):
        yield document.problem(activity, _("The input collection does not begin with “=”. It is a FEEL expression that gives a list."))
    if bool(characteristics.get("outputCollection")) != bool(characteristics.get("outputElement")):
        yield document.problem(activity, _("An output collection and an output element belong together. Give both or none."))
    yield from _items(document, activity, marker)
    condition = _text(marker, "completionCondition")
    if children(marker, "completionCondition") and not condition.startswith("="):
        yield document.problem(activity, _("The completion condition does not begin with “=”. It is a FEEL expression."))


def _items(document: Document, activity: etree._Element, marker: etree._Element) -> Iterator[Problem]:
    """What goes through a drawn collection is one of its items."""
    for reference, item in (("loopDataInputRef", "inputDataItem"), ("loopDataOutputRef", "outputDataItem")):
        whole = document.by_id.get(_text(marker, reference).rpartition(":")[2])
        for part in children(marker, item):
            definition = document.by_id.get(part.get("itemSubjectRef", ""))
            if whole is None or definition is None:
                continue
            if definition.get("isCollection") in TRUE:
                yield document.problem(activity, _("The %(item)s is itself a collection (isCollection). It is one item.") % {"item": item})
            ends = [structure(document, each.get("itemSubjectRef")) for each in (whole, part)]
            if None not in ends and ends[0] != ends[1]:
                yield document.problem(
                    activity, _("The %(item)s and the items of %(whole)s are of different structure.") % {"item": item, "whole": reference}
                )


def _standard(document: Document, activity: etree._Element, marker: etree._Element) -> Iterator[Problem]:
    condition, maximum = _text(marker, "loopCondition"), marker.get("loopMaximum")
    if not condition and maximum is None:
        yield document.problem(activity, _("The loop has neither a condition nor a maximum. Give it one."))
    if condition and not condition.startswith("="):
        yield document.problem(activity, _("The loop condition does not begin with “=”. It is a FEEL expression."))
    if maximum is not None and (not maximum.isdigit() or int(maximum) < 1):
        yield document.problem(activity, _("The loop maximum “%(text)s” is no number from 1.") % {"text": maximum})


def _quantities(document: Document, activity: etree._Element) -> Iterator[Problem]:
    for name in ("startQuantity", "completionQuantity"):
        text = activity.get(name, "1")
        if not text.isdigit() or int(text) < 1:
            yield document.problem(activity, _("The %(name)s “%(text)s” is no number from 1.") % {"name": name, "text": text})


def _text(element: etree._Element, child: str) -> str:
    found = children(element, child)
    return (found[0].text or "").strip() if found else ""

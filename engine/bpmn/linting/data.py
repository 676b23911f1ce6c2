"""Are data inputs, outputs and associations whole, and of one kind at both ends?"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.linting.document import EVENTS, TRUE, Document, children
from engine.bpmn.linting.words import word
from engine.bpmn.problems import Problem, Severity
from engine.bpmn.reading.parsers import CONTAINERS
from engine.bpmn.reading.zeebe import local
from kit.i18n import _


def check(document: Document) -> Iterator[Problem]:
    for element in document.of("dataInput", "dataOutput", "dataObject"):
        yield from _collection(document, element)
    for association in document.of("dataInputAssociation", "dataOutputAssociation"):
        yield from _association(document, association)
    yield from _stores(document)
    for specification in document.of("ioSpecification"):
        yield from _sets(document, specification)
        owner = specification.getparent()
        if owner is not None and local(owner) in CONTAINERS:
            yield document.problem(owner, _("A sub-process has no data inputs and outputs of its own: it sees the data around it."))
    for event in document.of(*EVENTS):
        yield from _event_items(document, event)


def _stores(document: Document) -> Iterator[Problem]:
    """A data store outlives its instance: what is drawn to it moves nothing here."""
    stores = {each.get("id") for each in document.of("dataStoreReference", "dataStore")}
    for association in document.of("dataInputAssociation", "dataOutputAssociation"):
        ends = {(each.text or "").strip().rpartition(":")[2] for each in children(association, "sourceRef", "targetRef")}
        if ends & stores:
            said = _("The data store is drawn only: nothing is read from it or written to it. Use an operation for that.")
            yield document.problem(association, said, Severity.WARNING)


def structure(document: Document, item: str | None) -> str | None:
    """The structure behind an item definition's id; None when it says nothing."""
    definition = document.by_id.get((item or "").rpartition(":")[2])
    return definition.get("structureRef") if definition is not None else None


def _collection(document: Document, element: etree._Element) -> Iterator[Problem]:
    item = document.by_id.get(element.get("itemSubjectRef", "").rpartition(":")[2])
    if item is None or element.get("isCollection") is None:
        return
    said, is_so = element.get("isCollection") in TRUE, item.get("isCollection") in TRUE
    if said != is_so:
        yield document.problem(
            element,
            _("The %(kind)s and its item definition “%(item)s” do not agree on being a collection (isCollection). Make them agree.")
            % {"kind": word(element), "item": item.get("id")},
        )


def _association(document: Document, association: etree._Element) -> Iterator[Problem]:
    sources = [document.by_id.get((each.text or "").strip().rpartition(":")[2]) for each in children(association, "sourceRef")]
    target = document.by_id.get((association.findtext("{*}targetRef") or "").strip().rpartition(":")[2])
    if children(association, "transformation", "assignment"):
        return
    if len(sources) > 1:
        yield document.problem(association, _("The data association has several sources and no transformation. Keep one source."))
    elif sources and sources[0] is not None and target is not None:
        ends = [structure(document, _subject(document, each)) for each in (sources[0], target)]
        if None not in ends and ends[0] != ends[1]:
            yield document.problem(
                association,
                _("The data association connects “%(source)s” and “%(target)s”, which are of different structure. Add a transformation.")
                % {"source": sources[0].get("id"), "target": target.get("id")},
            )


def _subject(document: Document, element: etree._Element) -> str | None:
    behind = document.by_id.get(element.get("dataObjectRef", ""))
    return (behind if behind is not None else element).get("itemSubjectRef")


def _sets(document: Document, specification: etree._Element) -> Iterator[Problem]:
    for kind, refs, optional in (
        ("dataInput", "dataInputRefs", "optionalInputRefs"), ("dataOutput", "dataOutputRefs", "optionalOutputRefs"),
    ):  # fmt: skip
        name = "inputSet" if kind == "dataInput" else "outputSet"
        sets = children(specification, name)
        named = {text for each in sets for text in _texts(each, refs)}
        for element in children(specification, kind):
            if element.get("id") not in named:
                yield document.problem(element, _("The %(kind)s belongs to no %(set)s. Add it to one.") % {"kind": word(kind), "set": word(name)})
        for each in sets:
            for text in _texts(each, optional) - _texts(each, refs):
                yield document.problem(
                    _named(document, text, each),
                    _("“%(id)s” is optional in a %(set)s that it does not belong to. Add it to its %(refs)s.")
                    % {"id": text, "set": word(name), "refs": refs},
                )
    yield from _mutual(document, specification)


def _mutual(document: Document, specification: etree._Element) -> Iterator[Problem]:
    """An input set and an output set name one another."""
    pairs = (("inputSet", "outputSetRefs", "inputSetRefs"), ("outputSet", "inputSetRefs", "outputSetRefs"))
    for kind, refs, back in pairs:
        for each in children(specification, kind):
            for text in _texts(each, refs):
                other = document.by_id.get(text)
                if other is None or each.get("id") not in _texts(other, back):
                    yield document.problem(
                        each,
                        _("The %(kind)s “%(id)s” names “%(other)s”, which does not name it in return. Make both name one another.")
                        % {"kind": word(kind), "id": each.get("id"), "other": text},
                    )


def _event_items(document: Document, event: etree._Element) -> Iterator[Problem]:
    """An event that has data has one for each item that its definitions carry, in their order."""
    data = children(event, "dataInput", "dataOutput")
    if not data:
        return
    items = [item for _kind, definition in document.definitions(event) if (item := _carried(document, definition))]
    if len(items) > 1 and len(data) != len(items):
        yield document.problem(
            event,
            _("The event carries %(items)s items but has %(data)s data inputs or outputs. Give it one for each.")
            % {"items": len(items), "data": len(data)},
        )
        return
    for element, item in zip(data, items, strict=False):
        ends = [structure(document, element.get("itemSubjectRef")), structure(document, item)]
        if None not in ends and ends[0] != ends[1]:
            yield document.problem(
                event,
                _("“%(data)s” and the item “%(item)s” of the event are of different structure. Make them agree.")
                % {"data": element.get("id"), "item": item},
            )


def _carried(document: Document, definition: etree._Element) -> str | None:
    """The item of the message, signal, error or escalation that a definition is about."""
    for attribute in ("messageRef", "signalRef", "errorRef", "escalationRef"):
        about = document.by_id.get(definition.get(attribute, "").rpartition(":")[2])
        if about is not None:
            return about.get("itemRef") or about.get("structureRef")
    return None


def _texts(element: etree._Element, kind: str) -> set[str]:
    return {(each.text or "").strip() for each in children(element, kind)}


def _named(document: Document, reference: str, fallback: etree._Element) -> etree._Element:
    found = document.by_id.get(reference)
    return found if found is not None else fallback

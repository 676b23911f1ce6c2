"""How do BPMN's own data associations become mappings?

A data object, a property and a data input are variables named as drawn. An association from a data object to a task's
input copies one into the other; an assignment or a transformation in it is FEEL.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.plan import Mapping
from engine.bpmn.reading.attributes import Attributes
from engine.bpmn.reading.referring import by_id
from engine.bpmn.spiff import full_tag
from engine.bpmn.values import Literal, Lookup, Value


def inputs(attributes: Attributes) -> Iterator[Mapping]:
    for association in attributes.spec.element.iterfind(full_tag("dataInputAssociation")):
        yield from _mappings(attributes, association)


def outputs(attributes: Attributes) -> Iterator[Mapping]:
    for association in attributes.spec.element.iterfind(full_tag("dataOutputAssociation")):
        yield from _mappings(attributes, association)


def _mappings(attributes: Attributes, association: etree._Element) -> Iterator[Mapping]:
    element = attributes.spec.element
    assignments = association.findall(full_tag("assignment"))
    for assignment in assignments:
        target = (assignment.findtext(full_tag("to")) or "").strip().removeprefix("=").strip()
        yield Mapping((target,), _formula(attributes, assignment.findtext(full_tag("from")) or ""))
    source, target = (association.findtext(full_tag(each)) or "" for each in ("sourceRef", "targetRef"))
    transformation = association.findtext(full_tag("transformation"))
    if transformation:
        yield Mapping((variable(element, target),), _formula(attributes, transformation))
    elif source and not assignments and not {source, target} & _stores(element):
        yield Mapping((variable(element, target),), Lookup(variable(element, source)))


def _stores(element: etree._Element) -> set[str]:
    root = element.getroottree().getroot()
    return {each.get("id", "") for each in root.iter(full_tag("dataStoreReference"), full_tag("dataStore"))}


def variable(element: etree._Element, reference: str) -> str:
    """The name of the variable behind a data object, property, data input or output."""
    root = element.getroottree().getroot()
    found = by_id(root, reference)
    behind = found.get("dataObjectRef") if found is not None else None
    if behind:
        found = by_id(root, behind)
    return (found.get("name") or found.get("id") or reference) if found is not None else reference


def _formula(attributes: Attributes, text: str) -> Value:
    return attributes.formula(text) or Literal(text)
